package io.athenabng.netlink.testkit;

import static io.athenabng.netlink.message.NetlinkConstants.NLMSGERR_ATTR_MSG;
import static io.athenabng.netlink.message.NetlinkConstants.NLMSGERR_ATTR_OFFS;
import static io.athenabng.netlink.message.NetlinkConstants.NLMSG_DONE;
import static io.athenabng.netlink.message.NetlinkConstants.NLMSG_ERROR;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_ACK_TLVS;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_CAPPED;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_MULTI;

import io.athenabng.netlink.NetlinkTransport;
import io.athenabng.netlink.message.NetlinkHeaderFlyweight;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A transport with a kernel of one's own behind it: it records every request, and answers as the kernel does: an ACK where one is
 * asked for, an error where the script says so, messages and {@code NLMSG_DONE} to a dump.
 */
public final class ScriptedNetlinkPeer implements NetlinkTransport {
    private static final int PORT_ID = 4711;

    /**
     * What the kernel says to a request.
     *
     * @param errno    0 for success
     * @param text     extended ACK text; empty for none
     * @param offset   offset of the attribute at fault, or -1
     * @param messages messages (type and payload) that answer it, before the ACK or the end of the dump
     * @param flags    flags of those messages and of the dump's end, such as {@code NLM_F_DUMP_INTR}
     */
    public record Answer(int errno, String text, int offset, List<Message> messages, int flags) {
        public static final Answer OK = new Answer(0, "", -1, List.of(), 0);

        public static Answer error(final int errno, final String text) {
            return new Answer(errno, text, -1, List.of(), 0);
        }

        public static Answer messages(final Message... messages) {
            return new Answer(0, "", -1, List.of(messages), 0);
        }
    }

    /** A message of an answer: its type, and its bytes from the family header on. */
    public record Message(int type, byte[] payload) {
    }

    private final UnsafeBuffer sendBuffer;
    private final UnsafeBuffer receiveBuffer = new UnsafeBuffer(new byte[256 * 1024]);
    private final List<RecordedRequest> requests = new ArrayList<>();
    private final List<Integer> batchSizes = new ArrayList<>();
    private final List<Integer> groups = new ArrayList<>();
    private final Deque<Object> queue = new ArrayDeque<>();
    private Function<RecordedRequest, Answer> script = request -> Answer.OK;
    private int sendResult;
    private boolean losing;
    private boolean closed;

    public ScriptedNetlinkPeer() {
        this(64 * 1024);
    }

    public ScriptedNetlinkPeer(final int sendBufferBytes) {
        sendBuffer = new UnsafeBuffer(new byte[sendBufferBytes]);
    }

    /** Has every further request answered by a function of it. */
    public ScriptedNetlinkPeer answerWith(final Function<RecordedRequest, Answer> function) {
        script = function;
        return this;
    }

    /** What further sends return: 0, or a negative errno (nothing is taken then). */
    public void sendResult(final int result) {
        sendResult = result;
    }

    /** While on, answers are dropped as by a full socket queue, and the overrun is reported before the next datagram. */
    public void loseAnswers(final boolean on) {
        losing = on;
        if (on) {
            queue.addFirst(OVERRUN);
        }
    }

    /** Puts a datagram into the receive queue, as it is. */
    public void deliver(final byte[] datagram) {
        queue.add(datagram);
    }

    /** Puts {@link #OVERRUN} or {@link #TRUNCATED} into the receive queue. */
    public void deliver(final int condition) {
        queue.add(condition);
    }

    /** A whole message with header, for {@link #deliver(byte[])}. */
    public static byte[] message(final int type, final int flags, final int sequence, final int portId, final byte[] payload) {
        final int length = NetlinkHeaderFlyweight.LENGTH + payload.length;
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[(length + 3) & ~3]);
        NetlinkHeaderFlyweight.put(buffer, 0, length, type, flags);
        NetlinkHeaderFlyweight.putSequence(buffer, 0, sequence);
        NetlinkHeaderFlyweight.putPortId(buffer, 0, portId);
        buffer.putBytes(NetlinkHeaderFlyweight.LENGTH, payload);
        return buffer.byteArray();
    }

    /** Every request so far, in order. */
    public List<RecordedRequest> requests() {
        return requests;
    }

    /** Number of requests in each batch that was sent. */
    public List<Integer> batchSizes() {
        return batchSizes;
    }

    public List<Integer> groups() {
        return groups;
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public MutableDirectBuffer sendBuffer() {
        return sendBuffer;
    }

    @Override
    public DirectBuffer receiveBuffer() {
        return receiveBuffer;
    }

    @Override
    public int send(final int length) {
        if (sendResult != 0) {
            return sendResult;
        }
        final NetlinkHeaderFlyweight header = new NetlinkHeaderFlyweight();
        int offset = 0;
        int count = 0;
        while (offset < length) {
            if (!header.wrap(sendBuffer, offset, length - offset) || (header.messageLength() & 3) != 0) {
                throw new AssertionError("not a message at " + offset + " of " + length);
            }
            if (header.portId() != PORT_ID) {
                throw new AssertionError("port identifier " + header.portId());
            }
            final byte[] bytes = new byte[header.messageLength()];
            sendBuffer.getBytes(offset, bytes);
            final RecordedRequest request = new RecordedRequest(header.type(), header.flags(), header.sequence(), bytes);
            requests.add(request);
            count++;
            offset += header.messageLength();
            answer(request, script.apply(request));
        }
        batchSizes.add(count);
        return 0;
    }

    private void answer(final RecordedRequest request, final Answer answer) {
        for (final Message message : answer.messages()) {
            final int flags = request.isDump() ? NLM_F_MULTI | answer.flags() : answer.flags();
            queueUnlessLost(message(message.type(), flags, request.sequence(), PORT_ID, message.payload()));
        }
        if (request.isDump() && answer.errno() == 0) {
            queueUnlessLost(message(NLMSG_DONE, NLM_F_MULTI | answer.flags(), request.sequence(), PORT_ID, new byte[4]));
        } else if (answer.errno() != 0 || request.wantsAck()) {
            queueUnlessLost(error(request, answer));
        }
    }

    private void queueUnlessLost(final byte[] datagram) {
        if (!losing) {
            queue.add(datagram);
        }
    }

    private static byte[] error(final RecordedRequest request, final Answer answer) {
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[512]);
        payload.putInt(0, -answer.errno());
        payload.putBytes(4, request.message(), 0, NetlinkHeaderFlyweight.LENGTH);
        int length = 4 + NetlinkHeaderFlyweight.LENGTH;
        int flags = NLM_F_CAPPED;
        if (!answer.text().isEmpty()) {
            flags |= NLM_F_ACK_TLVS;
            payload.putShort(length, (short) (4 + answer.text().length() + 1));
            payload.putShort(length + 2, (short) NLMSGERR_ATTR_MSG);
            payload.putStringWithoutLengthAscii(length + 4, answer.text());
            length += (4 + answer.text().length() + 1 + 3) & ~3;
        }
        if (answer.offset() >= 0) {
            flags |= NLM_F_ACK_TLVS;
            payload.putShort(length, (short) 8);
            payload.putShort(length + 2, (short) NLMSGERR_ATTR_OFFS);
            payload.putInt(length + 4, answer.offset());
            length += 8;
        }
        final byte[] bytes = new byte[length];
        payload.getBytes(0, bytes);
        return message(NLMSG_ERROR, flags, request.sequence(), PORT_ID, bytes);
    }

    @Override
    public int receive() {
        final Object next = queue.poll();
        if (next == null) {
            return 0;
        }
        if (next instanceof Integer condition) {
            return condition;
        }
        final byte[] datagram = (byte[]) next;
        receiveBuffer.putBytes(0, datagram);
        return datagram.length;
    }

    @Override
    public int portId() {
        return PORT_ID;
    }

    @Override
    public void join(final int group) {
        groups.add(group);
    }

    @Override
    public boolean await(final int timeoutMs) {
        return !queue.isEmpty();
    }

    @Override
    public void close() {
        closed = true;
    }
}
