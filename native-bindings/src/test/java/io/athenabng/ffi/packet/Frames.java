package io.athenabng.ffi.packet;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Frames as tests write them: tags from the outside in, then an EtherType and what follows it. */
final class Frames {
    static final int TPID_Q = 0x8100;
    static final int TPID_AD = 0x88a8;
    static final int TPID_9100 = 0x9100;
    private static final String CLIENT_TO_ALL = "ffffffffffff" + "020000000001";

    private Frames() {
    }

    /** A tag: TPID in the upper half, TCI in the lower. */
    static int tag(int tpid, int vid) {
        return tpid << 16 | 0x6000 | vid;
    }

    static byte[] frame(int etherType, byte[] payload, int... tags) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(hex(CLIENT_TO_ALL));
        for (int tag : tags) {
            writeShort(out, tag >>> 16);
            writeShort(out, tag);
        }
        writeShort(out, etherType);
        out.writeBytes(payload);
        return out.toByteArray();
    }

    /** IPv4 with UDP; {@code optionWords} words of IP options, {@code fragment} is the field of flags and fragment offset. */
    static byte[] ipv4(int protocol, int destinationPort, int optionWords, int fragment, int length) {
        int headerLength = 20 + 4 * optionWords;
        byte[] packet = new byte[headerLength + 8 + length];
        packet[0] = (byte) (0x40 | 5 + optionWords);
        packet[2] = (byte) (packet.length >>> 8);
        packet[3] = (byte) packet.length;
        packet[6] = (byte) (fragment >>> 8);
        packet[7] = (byte) fragment;
        packet[8] = 64;
        packet[9] = (byte) protocol;
        packet[headerLength + 1] = 68;
        packet[headerLength + 2] = (byte) (destinationPort >>> 8);
        packet[headerLength + 3] = (byte) destinationPort;
        packet[headerLength + 5] = (byte) (8 + length);
        return packet;
    }

    static byte[] udp4(int destinationPort) {
        return ipv4(17, destinationPort, 0, 0, 100);
    }

    /** IPv6 with a next header and the first bytes behind the header. */
    static byte[] ipv6(int nextHeader, String behind) {
        byte[] rest = hex(behind);
        byte[] packet = new byte[40 + Math.max(rest.length, 8)];
        packet[0] = 0x60;
        packet[5] = (byte) rest.length;
        packet[6] = (byte) nextHeader;
        packet[7] = (byte) 255;
        System.arraycopy(rest, 0, packet, 40, rest.length);
        return packet;
    }

    /** A PPPoE session header with a PPP protocol behind it. */
    static byte[] pppoeSession(int protocol) {
        byte[] payload = hex("11000001000a" + "0000" + "0101000800000000");
        payload[6] = (byte) (protocol >>> 8);
        payload[7] = (byte) protocol;
        return payload;
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** What is left in the buffer when the kernel has taken the outermost tag out. */
    static byte[] withoutOuterTag(byte[] frame) {
        byte[] rest = new byte[frame.length - 4];
        System.arraycopy(frame, 0, rest, 0, 12);
        System.arraycopy(frame, 16, rest, 12, frame.length - 16);
        return rest;
    }

    /** The TCI of the outermost tag, or -1 when the kernel would leave it in place or there is none. */
    static int strippedTci(byte[] frame) {
        if (frame.length < 18) {
            return -1;
        }
        int tpid = (frame[12] & 0xff) << 8 | frame[13] & 0xff;
        return tpid == TPID_Q || tpid == TPID_AD ? (frame[14] & 0xff) << 8 | frame[15] & 0xff : -1;
    }

    private static void writeShort(ByteArrayOutputStream out, int value) {
        out.write(value >>> 8);
        out.write(value);
    }
}
