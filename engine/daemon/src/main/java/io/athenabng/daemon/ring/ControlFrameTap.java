package io.athenabng.daemon.ring;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.athenabng.core.lifecycle.PppoeGateway;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.EngineClock;
import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.ethernet.FrameClass;
import io.athenabng.wire.ethernet.FrameParser;
import io.athenabng.wire.ethernet.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Copies control frames of monitored subscribers to management, on their way into the gateway's core and out of it. While nothing is
 * monitored it costs one branch a frame. Owned by the session agent.
 *
 * <pre>
 *   0 monitor (8) | 8 time, ns (8) | 16 kind (4) | 20 trunkIndex (4) | 24 vlanStack (8) | 32 subscriber's MAC (8)
 *  40 gateway's MAC (8) | 48 destination address, PPPoE session id (4) | 52 PPP protocol (4) | 56 payload
 * </pre>
 */
public final class ControlFrameTap {
    /** Most monitors at a time. */
    public static final int MONITORS = 8;

    static final int MSG_TYPE_ID = 1;
    static final int MONITOR = 0;
    static final int TIME = 8;
    static final int KIND = 16;
    static final int TRUNK_INDEX = 20;
    static final int VLAN_STACK = 24;
    static final int SUBSCRIBER = 32;
    static final int GATEWAY = 40;
    static final int NUMBER = 48;
    static final int PROTOCOL = 52;
    static final int PAYLOAD = 56;

    private static final int MAC_LENGTH = 6;
    private static final int ANY = -1;

    /** What a message's payload is. */
    public enum Kind {
        /** A DHCP message of a client, without its headers. */
        DHCP_IN,
        /** PPPoE of a client, from its header on. */
        PPPOE_IN,
        /** A PPP control packet of a client, behind the protocol number. */
        PPP_IN,
        /** The same, to a client. */
        PPP_OUT,
        /** A whole frame to a client. */
        FRAME_OUT;

        private static final Kind[] VALUES = values();

        static Kind get(final int ordinal) {
            return VALUES[ordinal];
        }
    }

    private static final class Monitor {
        private final long number;
        private final long mac;
        private final int trunkIndex;
        private final long vlanStack;
        private final long untilNs;
        private long frames;
        private long dropped;

        Monitor(final long number, final long mac, final int trunkIndex, final long vlanStack, final long untilNs) {
            this.number = number;
            this.mac = mac;
            this.trunkIndex = trunkIndex;
            this.vlanStack = vlanStack;
            this.untilNs = untilNs;
        }

        boolean wants(final long ofMac, final int ofTrunk, final long ofStack) {
            return (mac == 0 || mac == ofMac) && (trunkIndex == ANY || trunkIndex == ofTrunk && vlanStack == ofStack);
        }
    }

    private final RingBuffer ring;
    private final EngineClock clock;
    private long[] trunkMacs;
    private final AtomicCounter dropped;
    private final List<Monitor> monitors = new ArrayList<>();
    private final FrameParser parser = new FrameParser();
    private LongFunction<PppoeGateway.View> pppSessions = id -> null;
    private boolean active;
    private long lastNumber;

    /**
     * A tap that monitors nothing.
     *
     * @param ring      the ring to management
     * @param clock     the engine's clock
     * @param trunkMacs the trunks' own MACs
     * @param registry  makes the counter of frames that did not fit
     */
    public ControlFrameTap(final RingBuffer ring, final EngineClock clock, final long[] trunkMacs, final CounterRegistry registry) {
        this.ring = ring;
        this.clock = clock;
        this.trunkMacs = trunkMacs.clone();
        dropped = registry.counter("monitor.dropped", "Control frames that a monitor did not tell because management is behind");
    }

    /**
     * There is one more trunk. Before anything comes from it; by any thread, one at a time.
     *
     * @param macs the trunks' own MACs, those of before in their places
     */
    public void trunks(final long[] macs) {
        trunkMacs = macs.clone();
    }

    /**
     * Says how to find whose a PPP channel is.
     *
     * @param sessions gives the PPPoE client of a channel, or null
     */
    public void pppSessions(final LongFunction<PppoeGateway.View> sessions) {
        pppSessions = sessions;
    }

    /**
     * Begins a monitor.
     *
     * @param mac        of whom; 0 is everybody
     * @param trunkIndex on which trunk; -1 is every line
     * @param vlanStack  on which line of it
     * @param untilNs    when it ends by itself, ns since the epoch
     * @return its number; 0 if there are as many as there may be
     */
    public long begin(final long mac, final int trunkIndex, final long vlanStack, final long untilNs) {
        expire();
        if (monitors.size() == MONITORS) {
            return 0;
        }
        monitors.add(new Monitor(++lastNumber, mac, trunkIndex, vlanStack, untilNs));
        active = true;
        return lastNumber;
    }

    /**
     * Ends a monitor.
     *
     * @param number its number
     * @return how many frames it told, and how many it dropped; null if there is none
     */
    public long[] end(final long number) {
        for (int i = 0; i < monitors.size(); i++) {
            final Monitor each = monitors.get(i);
            if (each.number == number) {
                monitors.remove(i);
                active = !monitors.isEmpty();
                return new long[] {each.frames, each.dropped};
            }
        }
        return null;
    }

    private void expire() {
        final long nowNs = clock.nowNs();
        monitors.removeIf(each -> each.untilNs <= nowNs);
        active = !monitors.isEmpty();
    }

    /** @return whether anything is monitored */
    public boolean isActive() {
        return active;
    }

    void dhcpIn(final int trunkIndex, final long vlanStack, final long srcMac, final int dstAddress, final DirectBuffer buffer,
            final int offset, final int length) {
        tell(Kind.DHCP_IN, trunkIndex, vlanStack, srcMac, trunkMacs[trunkIndex], dstAddress, 0, buffer, offset, length);
    }

    void pppoeIn(final int trunkIndex, final long vlanStack, final long srcMac, final long dstMac, final DirectBuffer buffer,
            final int offset, final int length) {
        tell(Kind.PPPOE_IN, trunkIndex, vlanStack, srcMac, dstMac, 0, 0, buffer, offset, length);
    }

    void ppp(final Kind kind, final long channelId, final int protocol, final DirectBuffer buffer, final int offset, final int length) {
        final PppoeGateway.View session = pppSessions.apply(channelId);
        if (session != null) {
            tell(kind, session.trunkIndex(), session.vlanStack(), session.mac(), trunkMacs[session.trunkIndex()], session.pppoeSessionId(),
                    protocol, buffer, offset, length);
        }
    }

    void frameOut(final int trunkIndex, final DirectBuffer buffer, final int offset, final int length) {
        final int frameClass = parser.parse(buffer, offset, length, false, 0, 0);
        long mac = parser.dstMac();
        if (mac == MacAddress.BROADCAST && frameClass == FrameClass.DHCP4_SERVER
                && parser.payloadLength() >= DhcpFlyweight.CHADDR_OFFSET + MAC_LENGTH) {
            mac = mac(buffer, parser.payloadOffset() + DhcpFlyweight.CHADDR_OFFSET);
        }
        tell(Kind.FRAME_OUT, trunkIndex, parser.vlanStack(), mac, trunkMacs[trunkIndex], 0, 0, buffer, offset, length);
    }

    private static long mac(final DirectBuffer buffer, final int at) {
        return (buffer.getInt(at, BIG_ENDIAN) & 0xffff_ffffL) << Short.SIZE | buffer.getShort(at + Integer.BYTES, BIG_ENDIAN) & 0xffff;
    }

    private void tell(final Kind kind, final int trunkIndex, final long vlanStack, final long subscriber, final long gateway,
            final int number, final int protocol, final DirectBuffer buffer, final int offset, final int length) {
        expire();
        for (int i = 0; i < monitors.size(); i++) {
            final Monitor monitor = monitors.get(i);
            if (monitor.wants(subscriber, trunkIndex, vlanStack)) {
                final int index = PAYLOAD + length > ring.maxMsgLength() ? -1 : ring.tryClaim(MSG_TYPE_ID, PAYLOAD + length);
                if (index < 0) {
                    monitor.dropped++;
                    dropped.increment();
                    continue;
                }
                monitor.frames++;
                final MutableDirectBuffer message = ring.buffer();
                message.putLong(index + MONITOR, monitor.number);
                message.putLong(index + TIME, clock.nowNs());
                message.putInt(index + KIND, kind.ordinal());
                message.putInt(index + TRUNK_INDEX, trunkIndex);
                message.putLong(index + VLAN_STACK, vlanStack);
                message.putLong(index + SUBSCRIBER, subscriber);
                message.putLong(index + GATEWAY, gateway);
                message.putInt(index + NUMBER, number);
                message.putInt(index + PROTOCOL, protocol);
                message.putBytes(index + PAYLOAD, buffer, offset, length);
                ring.commit(index);
            }
        }
    }
}
