package io.athenabng.benchmarks.load;

import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpMalformedReason;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.dhcp.DhcpOptionAppender;
import io.athenabng.wire.dhcp.DhcpParser;
import io.athenabng.wire.ethernet.FrameClass;
import io.athenabng.wire.ethernet.FrameParser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A server at the other end of the wire: it checks every frame by the gateway's own parser, and misbehaves as it is told. */
final class FakeDhcpServer implements FrameOutput {
    static final int SERVER = 0x0a40_0001;
    static final long SERVER_MAC = 0x02ff_0000_0001L;

    private record Answer(int type, int xid, long vlanStack, long mac, int address) {
    }

    private final FrameParser frames = new FrameParser();
    private final DhcpParser parser = new DhcpParser();
    private final UnsafeBuffer reply = new UnsafeBuffer(new byte[600]);
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final Map<Long, Integer> leases = new HashMap<>();
    final List<String> log = new ArrayList<>();
    /** Told the number of a message (from 0), whether it is lost. */
    IntPredicate loses = number -> false;
    /** Told the number of a message (from 0), whether the queue has no room for it. */
    IntPredicate blocks = number -> false;
    int sameAddressForAll;
    int ackOffset;
    int leaseSeconds = 3600;
    boolean refuseRequests;
    boolean refuseRenewals;
    long answerOnStack;
    int xidOffset;
    int repeatAnswers = 1;
    private int messages;
    private int tries;

    @Override
    public boolean send(DirectBuffer frame, int length) {
        if (blocks.test(tries++)) {
            return false;
        }
        if (frames.parse(frame, 0, length, false, 0, 0) != FrameClass.DHCP4_CLIENT) {
            throw new AssertionError("not a client's DHCP frame: " + frames.malformedReason());
        }
        int reason = parser.parse(frame, frames.payloadOffset(), frames.payloadLength(), DhcpFlyweight.BOOTREQUEST);
        if (reason != DhcpMalformedReason.NONE || parser.header().chaddr() != frames.srcMac()) {
            throw new AssertionError("malformed: " + reason);
        }
        if (!loses.test(messages++)) {
            accept(frames.vlanStack(), frames.srcMac());
        }
        return true;
    }

    private void accept(long stack, long mac) {
        int type = parser.messageType();
        int xid = parser.header().xid() + xidOffset;
        long back = answerOnStack == 0 ? stack : answerOnStack;
        int address = leases.computeIfAbsent(mac, m -> sameAddressForAll != 0 ? sameAddressForAll : 0x0a40_0100 + leases.size());
        boolean renewal = parser.header().ciaddr() != 0;
        log.add(DhcpMessageType.name(type) + (renewal && type == DhcpMessageType.REQUEST ? " renew" : ""));
        Answer answer = switch (type) {
            case DhcpMessageType.DISCOVER -> new Answer(DhcpMessageType.OFFER, xid, back, mac, address);
            case DhcpMessageType.REQUEST -> {
                int asked = renewal ? parser.header().ciaddr() : parser.options().intValue(DhcpOption.REQUESTED_ADDRESS, 0);
                boolean refuse = asked != address || (renewal ? refuseRenewals : refuseRequests)
                    || renewal && (frames.dstIp() != SERVER || frames.dstMac() != SERVER_MAC || frames.srcIp() != address);
                yield refuse ? new Answer(DhcpMessageType.NAK, xid, back, mac, 0)
                    : new Answer(DhcpMessageType.ACK, xid, back, mac, address + ackOffset);
            }
            default -> {
                leases.remove(mac);
                yield null;
            }
        };
        for (int i = 0; answer != null && i < repeatAnswers; i++) {
            answers.add(answer);
        }
    }

    /** Delivers what was answered. */
    int answer(LoadEngine engine, long nowNs) {
        int count = answers.size();
        for (int i = 0; i < count; i++) {
            Answer answer = answers.remove();
            DhcpFlyweight header = new DhcpFlyweight().wrapMutable(reply, 0, reply.capacity()).initialise(DhcpFlyweight.BOOTREPLY);
            header.xid(answer.xid).chaddr(answer.mac).yiaddr(answer.address);
            DhcpOptionAppender options = new DhcpOptionAppender().wrap(reply, DhcpFlyweight.OPTIONS_OFFSET, 300)
                .appendByte(DhcpOption.MESSAGE_TYPE, answer.type).appendInt(DhcpOption.SERVER_IDENTIFIER, SERVER);
            if (answer.type != DhcpMessageType.NAK && leaseSeconds > 0) {
                options.appendInt(DhcpOption.LEASE_TIME, leaseSeconds);
            }
            engine.onReply(nowNs, nowNs, answer.vlanStack, SERVER_MAC, reply, 0, options.end(0));
        }
        return count;
    }

    int leases() {
        return leases.size();
    }

    int messages() {
        return messages;
    }
}
