package io.athenabng.benchmarks.netlink;

import io.athenabng.netlink.CompletionHandler;
import io.athenabng.netlink.NetlinkClient;
import io.athenabng.netlink.NetlinkTransport;
import io.athenabng.netlink.message.NetlinkRequest;
import java.util.function.IntFunction;

/**
 * Sends requests through {@link NetlinkClient} as the kernel agent does, of which only the last of a batch asks for an ACK, and waits until
 * the end of all is known. One owner thread.
 */
public final class NetlinkDriver implements CompletionHandler, AutoCloseable {
    private static final int DATAGRAMS = 64;

    private final NetlinkTransport transport;
    private final NetlinkClient client;
    private long acknowledged;
    private long refused;
    private String refusal = "";

    /** A driver over a socket of its own, which it closes. */
    public NetlinkDriver(NetlinkTransport transport, NetlinkClient.Settings settings) {
        this.transport = transport;
        client = new NetlinkClient(transport, this, settings);
    }

    NetlinkClient client() {
        return client;
    }

    /**
     * Sends so many requests; each is written before the next is made, so that one may be used again.
     *
     * @throws IllegalStateException if the kernel refuses one
     */
    public void run(int count, IntFunction<NetlinkRequest> requests) {
        run(count, requests, false);
    }

    /** As {@link #run}, but the kernel acknowledges each request, not only the last of a batch. */
    public void runAcknowledged(int count, IntFunction<NetlinkRequest> requests) {
        run(count, requests, true);
    }

    private void run(int count, IntFunction<NetlinkRequest> requests, boolean eachAcknowledged) {
        long expected = acknowledged + count;
        attempt(count, requests, eachAcknowledged);
        if (refused > 0 || acknowledged != expected) {
            throw new IllegalStateException(refused + " of " + count + " requests were refused: " + refusal);
        }
    }

    /**
     * Sends so many requests that the kernel has to refuse.
     *
     * @throws IllegalStateException if it does one of them
     */
    public void runRefused(int count, IntFunction<NetlinkRequest> requests) {
        long expected = refused + count;
        attempt(count, requests, true);
        if (refused != expected) {
            throw new IllegalStateException(refused + " of " + count + " requests were refused");
        }
        refused = 0;
    }

    private void attempt(int count, IntFunction<NetlinkRequest> requests, boolean eachAcknowledged) {
        for (int i = 0; i < count; i++) {
            NetlinkRequest request = requests.apply(i);
            while (!(eachAcknowledged ? client.submit(request, i) : client.submitSilently(request, i))) {
                client.poll(DATAGRAMS);
            }
        }
        while (client.pendingRequests() > 0 || !client.flush()) {
            if (client.poll(DATAGRAMS) == 0) {
                transport.await(1);
            }
        }
    }

    @Override
    public void onAck(long correlationId) {
        acknowledged++;
    }

    @Override
    public void onError(long correlationId, int errno, CharSequence extAckText, int extAckOffset) {
        refused++;
        refusal = "request " + correlationId + ", errno " + errno + " " + extAckText;
    }

    @Override
    public void onUnknown(long correlationId) {
        refused++;
        refusal = "request " + correlationId + ": its answer was lost";
    }

    @Override
    public void close() {
        client.close();
    }
}
