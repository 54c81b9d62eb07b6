package io.athenabng.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.athenabng.ffi.netlink.NetlinkSocket;
import io.athenabng.ffi.testkit.NetnsExtension;
import io.athenabng.netlink.link.IfbLinkRequest;
import io.athenabng.netlink.link.LinkDumpRequest;
import io.athenabng.netlink.link.LinkFlyweight;
import io.athenabng.netlink.link.LinkSetRequest;
import io.athenabng.netlink.testkit.RecordingHandler;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The client's promises against a real socket: lost answers, dumps beside requests, no garbage. */
final class ClientNetnsIT {
    private static final int IFB = 2000;

    @RegisterExtension
    final NetnsExtension netns = new NetnsExtension();

    private final RecordingHandler handler = new RecordingHandler();
    private String namespace;

    @BeforeEach
    void open() {
        namespace = netns.namespace("cl");
    }

    private NetlinkClient client(final NetlinkSocket.Settings settings, final CompletionHandler completions) {
        return netns.closeAfter(netns.inside(namespace,
            () -> new NetlinkClient(NetlinkSocketTransport.open(settings), completions)));
    }

    /** The kernel drops answers that the socket has no room for; every request still ends, once, and the client goes on. */
    @Test
    void everyRequestEndsOnceThoughTheQueueOverflows() {
        final NetlinkClient client = client(new NetlinkSocket.Settings(1 << 20, 1 << 17, 4096), handler);
        client.execute(new IfbLinkRequest().name("ifb-1").index(IFB));
        final LinkSetRequest request = new LinkSetRequest();
        final int count = 400;
        for (int id = 0; id < count; id++) {
            assertTrue(client.submit(request.reset().index(id % 2 == 0 ? IFB : 9999).group(id + 1), id));
        }
        for (int i = 0; i < 100 && client.pendingRequests() > 0; i++) {
            client.poll(1000);
        }
        assertEquals(0, client.pendingRequests());
        assertTrue(client.overruns() > 0, "the queue was to overflow");
        final Set<String> ended = new HashSet<>();
        final TreeMap<String, Integer> kinds = new TreeMap<>();
        for (final String line : handler.lines()) {
            final String[] words = line.split(" ");
            assertTrue(ended.add(words[1]), "twice: " + line);
            kinds.merge(words[0], 1, Integer::sum);
            final boolean even = Integer.parseInt(words[1]) % 2 == 0;
            assertTrue(words[0].equals("unknown") || words[0].equals(even ? "ack" : "error"), line);
        }
        assertEquals(count, ended.size());
        assertTrue(kinds.get("unknown") > 0 && kinds.get("ack") > 0, kinds.toString());
        // Unknown is not undone: the last change was made.
        client.execute(request.reset().index(IFB).mtu(1400));
        final LinkFlyweight link = new LinkFlyweight();
        client.execute(new LinkDumpRequest().byIndex(IFB), (type, buffer, offset, length) -> {
            assertTrue(link.wrap(buffer, offset, length));
            assertEquals(count - 1, link.group());
        });
    }

    @Test
    void dumpAndRequestsShareASocketWithoutLoss() {
        final NetlinkClient client = client(NetlinkSocket.Settings.DEFAULT, handler);
        final IfbLinkRequest ifb = new IfbLinkRequest();
        for (int i = 0; i < 300; i++) {
            assertTrue(client.submit(ifb.reset().name("ifb-" + i).index(3000 + i), i));
        }
        while (client.pendingRequests() > 0) {
            client.poll(1000);
        }
        handler.lines().clear();
        final Set<Integer> seen = new HashSet<>();
        final LinkFlyweight link = new LinkFlyweight();
        assertTrue(client.startDump(new LinkDumpRequest().ofKind("ifb"), 5000, (type, buffer, offset, length) -> {
            assertTrue(link.wrap(buffer, offset, length));
            seen.add(link.index());
        }));
        client.poll(1);
        final LinkSetRequest mtu = new LinkSetRequest();
        for (int i = 0; i < 300; i++) {
            assertTrue(client.submit(mtu.reset().index(3000 + i).mtu(1400), i));
        }
        for (int i = 0; i < 1000 && (client.pendingRequests() > 0 || client.dumpActive()); i++) {
            client.poll(1);
        }
        assertEquals(300, seen.size());
        assertEquals(301, handler.lines().size());
        assertTrue(handler.lines().contains("ack 5000"));
        assertTrue(handler.lines().stream().allMatch(line -> line.startsWith("ack")));
        assertEquals(0, client.strayMessages());
    }

    @Test
    void submittingAndCompletingAllocatesNothing() {
        final long[] acks = new long[1];
        final NetlinkClient client = client(NetlinkSocket.Settings.DEFAULT, new CompletionHandler() {
            @Override
            public void onAck(final long correlationId) {
                acks[0]++;
            }

            @Override
            public void onError(final long correlationId, final int errno, final CharSequence extAckText, final int extAckOffset) {
                throw new AssertionError(Errno.name(errno));
            }

            @Override
            public void onUnknown(final long correlationId) {
                throw new AssertionError("unknown");
            }
        });
        client.execute(new IfbLinkRequest().name("ifb-1").index(IFB));
        final LinkSetRequest request = new LinkSetRequest().index(IFB);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // Calls into native memory allocate until the compiler is through with them: wait for the steady state, not for a time.
        long bytes = Long.MAX_VALUE;
        int rounds = 0;
        while (bytes >= 20_000 && rounds < 30) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            run(client, request, 20_000);
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
            rounds++;
        }
        assertEquals(20_000L * rounds, acks[0]);
        assertTrue(bytes < 20_000, bytes + " bytes for the last 20,000 requests");
    }

    private static void run(final NetlinkClient client, final LinkSetRequest request, final int count) {
        for (int id = 0; id < count; id++) {
            while (!client.submit(request.group(1 + (id & 7)), id)) {
                client.poll(10_000);
            }
        }
        while (client.pendingRequests() > 0) {
            client.poll(10_000);
        }
    }

    @Test
    void silentRequestsAreSettledByTheLastOfTheirBatch() {
        final NetlinkClient client = client(NetlinkSocket.Settings.DEFAULT, handler);
        final IfbLinkRequest ifb = new IfbLinkRequest();
        for (int id = 1; id <= 4; id++) {
            assertTrue(client.submitSilently(ifb.reset().name(id == 3 ? "ifb-1" : "ifb-" + id), id));
        }
        assertEquals(2, client.poll(1000), "one error and one ACK");
        assertEquals(List.of("ack 1", "ack 2", "error 3 EEXIST", "ack 4"), handler.lines());
    }
}
