package io.athenabng.benchmarks.fakekernel;

import static io.athenabng.netlink.link.LinkAttributes.IFLA_STATS_LINK_64;
import static io.athenabng.netlink.message.NetlinkConstants.NLMSG_ERROR;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_ACK;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_CAPPED;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_DUMP;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELADDR;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_GETSTATS;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWADDR;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWSTATS;

import io.athenabng.netlink.NetlinkTransport;
import io.athenabng.netlink.message.NetlinkHeaderFlyweight;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A netlink socket to a kernel that costs next to nothing, for measuring what is in front of it: questions and addresses go to a
 * {@link FakeKernel} in the same process, every other change is acknowledged and forgotten, and counters stand at 0. What is sent is
 * answered when {@link #send} returns, on the sender's thread, as with Linux.
 *
 * <pre>
 *   an acknowledgement: nlmsghdr (16 bytes, NLMSG_ERROR, NLM_F_CAPPED) | 0 (4 bytes) | the request's nlmsghdr (16 bytes)
 * </pre>
 */
public final class AssentingTransport implements NetlinkTransport {
    private static final int PORT_ID = 4711;
    private static final int ACK_LENGTH = 36;
    private static final int TYPE = 4;
    private static final int FLAGS = 6;
    private static final int SEQUENCE = 8;
    private static final int PORT = 12;
    private static final int HEADER = 16;
    private static final int COUNTERS = 24 * Long.BYTES;
    private static final int STATISTICS_LENGTH = HEADER + FakeLinks.STATISTICS_BODY_LENGTH + Integer.BYTES + COUNTERS;
    private static final long SLICE_NS = 100_000;

    private final FakeKernel kernel;
    private final UnsafeBuffer sendBuffer = new UnsafeBuffer(new byte[Frames.MAX_LENGTH]);
    private final UnsafeBuffer receiveBuffer = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer answers = new UnsafeBuffer(new byte[Frames.MAX_LENGTH]);
    private final NetlinkHeaderFlyweight header = new NetlinkHeaderFlyweight();
    private final ConcurrentLinkedQueue<byte[]> datagrams = new ConcurrentLinkedQueue<>();
    private final FakeKernel.Receiver receiver = datagrams::add;

    public AssentingTransport(FakeKernel kernel) {
        this.kernel = kernel;
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
    public int send(int length) {
        int answered = 0;
        for (int offset = 0; offset < length && header.wrap(sendBuffer, offset, length - offset); offset += header.stride()) {
            int type = header.type();
            boolean acknowledged = (header.flags() & NLM_F_ACK) != 0;
            if (answers.capacity() - answered < STATISTICS_LENGTH + ACK_LENGTH) {
                answered = deliver(answered);
            }
            if (type == RTM_GETSTATS && (header.flags() & NLM_F_DUMP) != NLM_F_DUMP) {
                answered += statistics(answered, offset);
            } else if (NetlinkMessage.isQuestion(type) || type == RTM_NEWADDR || type == RTM_DELADDR) {
                answered = deliver(answered);
                byte[] request = new byte[header.stride()];
                sendBuffer.getBytes(offset, request);
                kernel.request(request, receiver);
                acknowledged = false;
            }
            if (acknowledged) {
                answered += acknowledge(answered, offset);
            }
        }
        deliver(answered);
        return length;
    }

    private int deliver(int length) {
        if (length > 0) {
            datagrams.add(Arrays.copyOf(answers.byteArray(), length));
        }
        return 0;
    }

    private int acknowledge(int at, int request) {
        header(at, ACK_LENGTH, NLMSG_ERROR, NLM_F_CAPPED, request);
        answers.putInt(at + HEADER, 0);
        answers.putBytes(at + HEADER + Integer.BYTES, sendBuffer, request, HEADER);
        return ACK_LENGTH;
    }

    /** Counters that stand still. */
    private int statistics(int at, int request) {
        answers.setMemory(at, STATISTICS_LENGTH, (byte) 0);
        header(at, STATISTICS_LENGTH, RTM_NEWSTATS, 0, request);
        answers.putInt(at + HEADER + FakeLink.INDEX, sendBuffer.getInt(request + HEADER + FakeLink.INDEX));
        answers.putShort(at + HEADER + FakeLinks.STATISTICS_BODY_LENGTH, (short) (Integer.BYTES + COUNTERS), ByteOrder.LITTLE_ENDIAN);
        answers.putShort(at + HEADER + FakeLinks.STATISTICS_BODY_LENGTH + 2, (short) IFLA_STATS_LINK_64, ByteOrder.LITTLE_ENDIAN);
        return STATISTICS_LENGTH;
    }

    private void header(int at, int length, int type, int flags, int request) {
        answers.putInt(at, length, ByteOrder.LITTLE_ENDIAN);
        answers.putShort(at + TYPE, (short) type, ByteOrder.LITTLE_ENDIAN);
        answers.putShort(at + FLAGS, (short) flags, ByteOrder.LITTLE_ENDIAN);
        answers.putInt(at + SEQUENCE, sendBuffer.getInt(request + SEQUENCE));
        answers.putInt(at + PORT, PORT_ID, ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public int receive() {
        byte[] datagram = datagrams.poll();
        if (datagram == null) {
            return 0;
        }
        receiveBuffer.wrap(datagram);
        return datagram.length;
    }

    @Override
    public int portId() {
        return PORT_ID;
    }

    @Override
    public void join(int group) {
        kernel.join(group, receiver);
    }

    @Override
    public boolean await(int timeoutMs) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (datagrams.isEmpty() && deadline - System.nanoTime() > 0) {
            LockSupport.parkNanos(SLICE_NS);
        }
        return !datagrams.isEmpty();
    }

    @Override
    public void close() {
        kernel.leave(receiver);
    }
}
