package io.athenabng.benchmarks.fakekernel;

import io.athenabng.netlink.CompletionHandler;
import io.athenabng.netlink.MessageHandler;
import io.athenabng.netlink.NetlinkClient;
import io.athenabng.netlink.NetlinkException;
import io.athenabng.netlink.NetlinkTransport;
import io.athenabng.netlink.link.LinkDumpRequest;
import io.athenabng.netlink.link.LinkFlyweight;
import io.athenabng.netlink.link.LinkReply;
import io.athenabng.netlink.message.NetlinkRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Asks a fake kernel in the same process as the daemon does: with its own client and requests. */
final class KernelCalls implements NetlinkTransport, FakeKernel.Receiver {
    private final UnsafeBuffer sendBuffer = new UnsafeBuffer(new byte[64 * 1024]);
    private final UnsafeBuffer receiveBuffer = new UnsafeBuffer(new byte[64 * 1024]);
    private final Deque<byte[]> datagrams = new ArrayDeque<>();
    private final List<String> silent = new ArrayList<>();
    private final FakeKernel kernel;
    private final NetlinkClient client;
    private boolean stopped;

    KernelCalls(FakeKernel kernel) {
        this.kernel = kernel;
        client = new NetlinkClient(this, new CompletionHandler() {
            @Override
            public void onAck(long correlationId) {
                silent.add(correlationId + " ok");
            }

            @Override
            public void onError(long correlationId, int errno, CharSequence extAckText, int extAckOffset) {
                silent.add(correlationId + " errno " + errno);
            }

            @Override
            public void onUnknown(long correlationId) {
                silent.add(correlationId + " unknown");
            }
        }, new NetlinkClient.Settings(64 * 1024, 256));
    }

    /** 0, or why it was refused. */
    int call(NetlinkRequest request) {
        try {
            client.execute(request);
            return 0;
        } catch (NetlinkException e) {
            return e.errno();
        }
    }

    /** One batch without an answer of its own for each; what became of them. */
    List<String> batch(NetlinkRequest... requests) {
        silent.clear();
        for (int i = 0; i < requests.length; i++) {
            client.submitSilently(requests[i], i);
        }
        client.poll(Integer.MAX_VALUE);
        return List.copyOf(silent);
    }

    /** Everything that is listed, as {@code read} sees it. */
    void list(NetlinkRequest request, MessageHandler read) {
        client.dump(request, read);
    }

    List<LinkReply> links() {
        List<LinkReply> found = new ArrayList<>();
        LinkFlyweight link = new LinkFlyweight();
        list(new LinkDumpRequest().all(), (type, buffer, offset, length) -> {
            if (!link.wrap(buffer, offset, length)) {
                throw new AssertionError("not a link");
            }
            found.add(link.toReply());
        });
        return found;
    }

    LinkReply link(int index) {
        return links().stream().filter(link -> link.index() == index).findFirst().orElse(null);
    }

    /** Whether the kernel has stopped within a batch of this socket: a real one would wait for ever. */
    boolean isStopped() {
        return stopped;
    }

    /** Datagrams that were not asked for. */
    Deque<byte[]> datagrams() {
        return datagrams;
    }

    @Override
    public void onDatagram(byte[] datagram) {
        datagrams.add(datagram);
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
        byte[] batch = new byte[length];
        sendBuffer.getBytes(0, batch);
        stopped = !kernel.request(batch, this);
        return 0;
    }

    @Override
    public int receive() {
        byte[] datagram = datagrams.poll();
        if (datagram == null) {
            return 0;
        }
        receiveBuffer.putBytes(0, datagram);
        return datagram.length;
    }

    @Override
    public int portId() {
        return 4711;
    }

    @Override
    public void join(int group) {
        kernel.join(group, this);
    }

    @Override
    public boolean await(int timeoutMs) {
        return !datagrams.isEmpty();
    }

    @Override
    public void close() {
        kernel.leave(this);
    }
}
