package io.athenabng.benchmarks.fakekernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.netlink.CompletionHandler;
import io.athenabng.netlink.Errno;
import io.athenabng.netlink.NetlinkClient;
import io.athenabng.netlink.NetlinkTransport;
import io.athenabng.netlink.link.LinkDumpRequest;
import io.athenabng.netlink.link.LinkFlyweight;
import io.athenabng.netlink.link.LinkSetRequest;
import io.athenabng.netlink.link.VlanLinkRequest;
import io.athenabng.netlink.message.RtnetlinkMessages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The fake kernel over its socket, as a daemon in another process has it. */
@Timeout(60)
class FakeKernelServerTest {
    private static final int TRUNK = 5;
    private static final int LINE = 100;
    private static final int NEWS = 3_000;
    static final CompletionHandler NOBODY = new CompletionHandler() {
        @Override
        public void onAck(long correlationId) {
            throw new AssertionError("nothing was submitted");
        }

        @Override
        public void onError(long correlationId, int errno, CharSequence extAckText, int extAckOffset) {
            throw new AssertionError("nothing was submitted");
        }

        @Override
        public void onUnknown(long correlationId) {
            throw new AssertionError("nothing was submitted");
        }
    };

    @TempDir
    private Path directory;
    private final FakeKernel kernel = new FakeKernel();
    private FakeKernelServer server;

    @BeforeEach
    void serve() throws IOException {
        kernel.plug(TRUNK, "eth1", 1500, 0x0200_0000_0001L);
        server = new FakeKernelServer(kernel, directory.resolve("kernel.sock"));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private FakeKernelTransport open() {
        return FakeKernelTransport.open(directory.resolve("kernel.sock"));
    }

    private static NetlinkClient client(NetlinkTransport transport) {
        return new NetlinkClient(transport, NOBODY, new NetlinkClient.Settings(64 * 1024, 256));
    }

    private static VlanLinkRequest vlan(int index) {
        return new VlanLinkRequest().name("vlan" + index).index(index).parentIndex(TRUNK).vlanId(index);
    }

    @Test
    void answersAreThereWhenASendReturns() {
        try (FakeKernelTransport transport = open()) {
            int length = new LinkDumpRequest().all().encode(transport.sendBuffer(), 0);
            assertEquals(0, transport.receive());
            assertEquals(0, transport.send(length));
            assertTrue(transport.receive() > 0);
        }
    }

    @Test
    void whatOneSocketMakesAnotherHears() {
        try (FakeKernelTransport events = open(); NetlinkClient client = client(open())) {
            events.join(RtnetlinkMessages.RTNLGRP_LINK);
            client.execute(vlan(LINE));
            assertTrue(events.await(10_000));
            assertTrue(events.receive() > 0);
            assertFalse(events.await(1));
        }
        server.requireAlive();
    }

    @Test
    void moreNewsThanAnybodyReadsHoldUpNobody() {
        try (FakeKernelTransport deaf = open(); NetlinkClient client = client(open())) {
            deaf.join(RtnetlinkMessages.RTNLGRP_LINK);
            for (int i = 0; i < NEWS; i++) {
                client.execute(vlan(LINE + i));
            }
            int[] count = new int[1];
            client.dump(new LinkDumpRequest().all(), (type, buffer, offset, length) -> count[0]++);
            assertEquals(2 + NEWS, count[0]);
        }
    }

    @Test
    void senderWaitsWhereTheKernelStopsUntilItIsGone() throws InterruptedException {
        FakeKernelTransport transport = open();
        kernel.stopAfter(1);
        int length = vlan(LINE).encode(transport.sendBuffer(), 0);
        int both = length + new LinkSetRequest().index(LINE).up().encode(transport.sendBuffer(), length);
        CountDownLatch returned = new CountDownLatch(1);
        int[] result = new int[1];
        Thread sender = new Thread(() -> {
            result[0] = transport.send(both);
            returned.countDown();
        });
        sender.start();
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!kernel.hasStopped() && System.nanoTime() - endNs < 0) {
            Thread.sleep(1);
        }
        assertTrue(kernel.hasStopped());
        assertFalse(returned.await(50, TimeUnit.MILLISECONDS));
        transport.close();
        assertTrue(returned.await(10, TimeUnit.SECONDS));
        assertEquals(-Errno.EIO, result[0]);
        kernel.goOn();
        LinkFlyweight link = new LinkFlyweight();
        try (NetlinkClient next = client(open())) {
            next.execute(new LinkDumpRequest().byIndex(LINE), (type, buffer, offset, size) -> link.wrap(buffer, offset, size));
        }
        assertEquals("vlan100", link.name(), "what came before is done");
        assertFalse(link.toReply().isUp());
        server.requireAlive();
    }
}
