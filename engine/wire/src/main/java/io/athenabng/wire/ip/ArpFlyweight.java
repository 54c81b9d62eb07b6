package io.athenabng.wire.ip;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.athenabng.wire.ethernet.MacAddress;
import org.agrona.DirectBuffer;

/**
 * An ARP packet for IPv4 on Ethernet (RFC 826).
 *
 * <pre>
 *   0       2       4   5   6       8           14      18          24      28
 *  +-------+-------+---+---+-------+-----------+-------+-----------+-------+
 *  | hrd=1 |pro=800|hln|pln|  op   | sender MAC|sender | target MAC|target |
 *  |       |       | 6 | 4 |       |           | IPv4  |           | IPv4  |
 *  +-------+-------+---+---+-------+-----------+-------+-----------+-------+
 * </pre>
 */
public final class ArpFlyweight {

    /** Bytes of the packet. */
    public static final int LENGTH = 28;

    /** The first six bytes of every packet for IPv4 on Ethernet. */
    public static final long ETHERNET_IPV4 = 0x0001_0800_0604L;

    /** Operation: who has the target address? */
    public static final int REQUEST = 1;

    /** Operation: the sender has its address. */
    public static final int REPLY = 2;

    /** Sender's IPv4 address. */
    public static final int SENDER_PROTOCOL_OFFSET = 14;

    /** Target's IPv4 address. */
    public static final int TARGET_PROTOCOL_OFFSET = 24;

    private DirectBuffer buffer;
    private int offset;

    /** Views a packet for reading. */
    public ArpFlyweight wrap(final DirectBuffer packet, final int packetOffset, final int length) {
        if (length < LENGTH) {
            throw new IllegalArgumentException("an ARP packet needs 28 bytes, not " + length);
        }
        buffer = packet;
        offset = packetOffset;
        return this;
    }

    public int operation() {
        return buffer.getShort(offset + 6, BIG_ENDIAN) & 0xffff;
    }

    public long senderMac() {
        return MacAddress.get(buffer, offset + 8);
    }

    public int senderIp() {
        return buffer.getInt(offset + SENDER_PROTOCOL_OFFSET, BIG_ENDIAN);
    }

    public long targetMac() {
        return MacAddress.get(buffer, offset + 18);
    }

    public int targetIp() {
        return buffer.getInt(offset + TARGET_PROTOCOL_OFFSET, BIG_ENDIAN);
    }
}
