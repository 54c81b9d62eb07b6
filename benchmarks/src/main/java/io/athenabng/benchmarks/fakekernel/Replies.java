package io.athenabng.benchmarks.fakekernel;

import static io.athenabng.netlink.message.NetlinkConstants.NLMSG_DONE;
import static io.athenabng.netlink.message.NetlinkConstants.NLMSG_ERROR;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_CAPPED;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_MULTI;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.NetlinkHeaderFlyweight;
import io.athenabng.netlink.message.NetlinkRequest;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The answers to one request, packed into datagrams as the kernel does: a dump's messages share them, an error has its own. */
final class Replies {
    /** What the kernel fills of a dump at a time. */
    private static final int DATAGRAM_LENGTH = 16 * 1024;
    private static final int ERROR_NUMBER_LENGTH = 4;

    private final AttributeAppender appender = new AttributeAppender();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[DATAGRAM_LENGTH]);
    private final NetlinkMessage request;
    private final FakeKernel.Receiver receiver;
    private final int sequence;
    private final int portId;
    private int length;

    /** Answers to a request. */
    Replies(NetlinkMessage request, FakeKernel.Receiver receiver) {
        this.request = request;
        this.receiver = receiver;
        sequence = request.sequence();
        portId = request.portId();
    }

    /** What nobody asked for: news. */
    Replies(FakeKernel.Receiver receiver) {
        request = null;
        this.receiver = receiver;
        sequence = 0;
        portId = 0;
    }

    /** One message: {@code content} writes its family header and attributes. */
    void message(int type, int bodyLength, Consumer<AttributeAppender> content) {
        int written = append(type, bodyLength, content);
        if (written == NetlinkRequest.OVERFLOW) {
            flush();
            written = append(type, bodyLength, content);
        }
        if (written == NetlinkRequest.OVERFLOW) {
            throw new IllegalStateException("a message that is longer than a datagram");
        }
        finish(written, type, flags());
    }

    private int append(int type, int bodyLength, Consumer<AttributeAppender> content) {
        appender.beginMessage(buffer, length, type, 0, bodyLength);
        content.accept(appender);
        return appender.endMessage();
    }

    /** One message that has just this payload. */
    void message(int type, DirectBuffer payload) {
        int needed = NetlinkHeaderFlyweight.LENGTH + payload.capacity();
        if (length + needed > DATAGRAM_LENGTH) {
            flush();
        }
        buffer.putBytes(length + NetlinkHeaderFlyweight.LENGTH, payload, 0, payload.capacity());
        finish(needed, type, flags());
    }

    private int flags() {
        return request != null && request.isDump() ? NLM_F_MULTI : 0;
    }

    private void finish(int messageLength, int type, int flags) {
        NetlinkHeaderFlyweight.put(buffer, length, messageLength, type, flags);
        NetlinkHeaderFlyweight.putSequence(buffer, length, sequence);
        NetlinkHeaderFlyweight.putPortId(buffer, length, portId);
        length += messageLength;
    }

    /** The end of the answers: an error, the end of a dump, an ACK if one was asked for. */
    void end(int errno) {
        flush();
        if (errno == 0 && request.isDump()) {
            buffer.putInt(NetlinkHeaderFlyweight.LENGTH, 0);
            finish(NetlinkHeaderFlyweight.LENGTH + ERROR_NUMBER_LENGTH, NLMSG_DONE, NLM_F_MULTI);
        } else if (errno != 0 || request.wantsAck()) {
            int at = NetlinkHeaderFlyweight.LENGTH;
            buffer.putInt(at, -errno);
            at += ERROR_NUMBER_LENGTH;
            NetlinkHeaderFlyweight.put(buffer, at, NetlinkHeaderFlyweight.LENGTH + request.payload().capacity(), request.type(),
                request.flags());
            NetlinkHeaderFlyweight.putSequence(buffer, at, sequence);
            NetlinkHeaderFlyweight.putPortId(buffer, at, portId);
            finish(at + NetlinkHeaderFlyweight.LENGTH, NLMSG_ERROR, NLM_F_CAPPED);
        }
        flush();
    }

    /** Sends what there is. */
    void flush() {
        if (length > 0) {
            byte[] datagram = new byte[length];
            buffer.getBytes(0, datagram);
            receiver.onDatagram(datagram);
            length = 0;
        }
    }
}
