package io.athenabng.daemon.edge.kernel;

import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The access concentrator's side of one PPP session, just enough to bring a real client up without authentication: it takes what the client
 * asks for, gives it an address, answers echoes, and refuses all else. No automaton: a client's own retransmission moves it on.
 */
final class PppPeer {
    static final int LCP = 0xc021;
    static final int IPCP = 0x8021;
    static final int IPV4 = 0x0021;
    private static final int CONFIGURE_REQUEST = 1;
    private static final int CONFIGURE_ACK = 2;
    private static final int CONFIGURE_NAK = 3;
    private static final int TERMINATE_REQUEST = 5;
    private static final int TERMINATE_ACK = 6;
    private static final int PROTOCOL_REJECT = 8;
    private static final int ECHO_REQUEST = 9;
    private static final int ECHO_REPLY = 10;
    private static final int IPCP_ADDRESS = 3;

    private final KernelDataPlane dataPlane;
    private final long channelId;
    private final int gateway;
    private final int address;
    private final Consumer<PppPeer> onAuthenticated;
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[1500]);
    private boolean lcpSent;
    private boolean lcpTheirs;
    private boolean lcpOurs;
    private boolean ipcpSent;
    private boolean ipcpTheirs;
    private boolean ipcpOurs;
    private boolean authenticated;
    boolean ipcpOpen;
    boolean terminated;
    int echoes;

    /** The consumer is called once LCP is open: where a real gateway would ask whether the client may come in. */
    PppPeer(final KernelDataPlane dataPlane, final long channelId, final int gateway, final int address,
            final Consumer<PppPeer> onAuthenticated) {
        this.dataPlane = dataPlane;
        this.channelId = channelId;
        this.gateway = gateway;
        this.address = address;
        this.onAuthenticated = onAuthenticated;
    }

    void onFrame(final int protocol, final byte[] frame) {
        final UnsafeBuffer in = new UnsafeBuffer(frame);
        if (protocol == LCP) {
            onLcp(in);
        } else if (protocol == IPCP) {
            onIpcp(in);
        } else {
            out.putByte(0, (byte) PROTOCOL_REJECT);
            out.putByte(1, (byte) 1);
            final int length = 6 + frame.length;
            putShort(2, length);
            putShort(4, protocol);
            out.putBytes(6, frame);
            dataPlane.pppChannels().send(channelId, LCP, out, 0, length);
        }
    }

    private void onLcp(final UnsafeBuffer in) {
        switch (in.getByte(0)) {
            case CONFIGURE_REQUEST -> {
                if (!lcpSent) {
                    lcpSent = true;
                    requestLcp();
                }
                answer(LCP, CONFIGURE_ACK, in);
                lcpTheirs = true;
            }
            case CONFIGURE_ACK -> lcpOurs = true;
            case ECHO_REQUEST -> {
                echoes++;
                out.putBytes(0, in, 0, in.capacity());
                out.putByte(0, (byte) ECHO_REPLY);
                out.putInt(4, 0x2d1a_7e10);
                dataPlane.pppChannels().send(channelId, LCP, out, 0, in.capacity());
            }
            case TERMINATE_REQUEST -> {
                answer(LCP, TERMINATE_ACK, in);
                terminated = true;
            }
            default -> {
                // Nothing else is waited for.
            }
        }
        if (lcpTheirs && lcpOurs && !authenticated) {
            authenticated = true;
            onAuthenticated.accept(this);
        }
    }

    /** MRU 1492 and a magic number. */
    private void requestLcp() {
        out.putBytes(0, new byte[] {CONFIGURE_REQUEST, 1, 0, 14, 1, 4, 0x05, (byte) 0xd4, 5, 6, 0x2d, 0x1a, 0x7e, 0x10});
        dataPlane.pppChannels().send(channelId, LCP, out, 0, 14);
    }

    private void onIpcp(final UnsafeBuffer in) {
        switch (in.getByte(0)) {
            case CONFIGURE_REQUEST -> {
                if (!ipcpSent) {
                    ipcpSent = true;
                    out.putBytes(0, new byte[] {CONFIGURE_REQUEST, 1, 0, 10, IPCP_ADDRESS, 6, 0, 0, 0, 0});
                    out.putInt(6, gateway, ByteOrder.BIG_ENDIAN);
                    dataPlane.pppChannels().send(channelId, IPCP, out, 0, 10);
                }
                if (in.capacity() >= 10 && in.getByte(4) == IPCP_ADDRESS
                    && in.getInt(6, ByteOrder.BIG_ENDIAN) == address) {
                    answer(IPCP, CONFIGURE_ACK, in);
                    ipcpTheirs = true;
                } else {
                    out.putBytes(0, new byte[] {CONFIGURE_NAK, in.getByte(1), 0, 10, IPCP_ADDRESS, 6, 0, 0, 0, 0});
                    out.putInt(6, address, ByteOrder.BIG_ENDIAN);
                    dataPlane.pppChannels().send(channelId, IPCP, out, 0, 10);
                }
            }
            case CONFIGURE_ACK -> ipcpOurs = true;
            default -> {
                // Nothing else is waited for.
            }
        }
        ipcpOpen = ipcpTheirs && ipcpOurs;
    }

    private void answer(final int protocol, final int code, final UnsafeBuffer in) {
        out.putBytes(0, in, 0, in.capacity());
        out.putByte(0, (byte) code);
        dataPlane.pppChannels().send(channelId, protocol, out, 0, in.capacity());
    }

    private void putShort(final int at, final int value) {
        out.putShort(at, (short) value, ByteOrder.BIG_ENDIAN);
    }
}
