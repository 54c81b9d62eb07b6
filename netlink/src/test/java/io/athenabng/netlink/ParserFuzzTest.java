package io.athenabng.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.netlink.address.AddressFlyweight;
import io.athenabng.netlink.link.LinkDumpRequest;
import io.athenabng.netlink.link.LinkFlyweight;
import io.athenabng.netlink.link.LinkSetRequest;
import io.athenabng.netlink.link.LinkStatisticsFlyweight;
import io.athenabng.netlink.message.AttributeCursor;
import io.athenabng.netlink.message.ErrorFlyweight;
import io.athenabng.netlink.message.NetlinkHeaderFlyweight;
import io.athenabng.netlink.route.NeighbourFlyweight;
import io.athenabng.netlink.route.RouteFlyweight;
import io.athenabng.netlink.tc.FilterFlyweight;
import io.athenabng.netlink.tc.QdiscFlyweight;
import io.athenabng.netlink.testkit.GoldenMessages;
import io.athenabng.netlink.testkit.RecordingHandler;
import io.athenabng.netlink.testkit.ScriptedNetlinkPeer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Every parser takes random bytes and broken golden messages: nothing is thrown (Agrona's bounds checks are on, and the bytes lie at the
 * end of their array, so a read too far would be), and every walk ends.
 */
final class ParserFuzzTest {
    private static final int ITERATIONS = Integer.getInteger("abng.fuzz.iterations", 20_000);

    private final long seed = Long.getLong("abng.fuzz.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<byte[]> corpus = GoldenMessages.names("reply").stream().map(GoldenMessages::load).toList();
    private final LinkFlyweight link = new LinkFlyweight();
    private final LinkStatisticsFlyweight statistics = new LinkStatisticsFlyweight();
    private final AddressFlyweight address = new AddressFlyweight();
    private final RouteFlyweight route = new RouteFlyweight();
    private final NeighbourFlyweight neighbour = new NeighbourFlyweight();
    private final QdiscFlyweight qdisc = new QdiscFlyweight();
    private final FilterFlyweight filter = new FilterFlyweight();
    private final ErrorFlyweight error = new ErrorFlyweight();
    private final AttributeCursor cursor = new AttributeCursor();
    private final NetlinkHeaderFlyweight header = new NetlinkHeaderFlyweight();

    @Test
    void randomBytes() {
        for (int i = 0; i < ITERATIONS; i++) {
            final byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            run(bytes, i);
        }
    }

    @Test
    void brokenGoldenMessages() {
        for (int i = 0; i < ITERATIONS; i++) {
            run(mutate(corpus.get(random.nextInt(corpus.size())).clone()), i);
        }
    }

    /** A golden message cut at every length is never taken for a sound one that ends in the middle of an attribute. */
    @Test
    void everyPrefixOfEveryGoldenMessage() {
        for (final byte[] golden : corpus) {
            for (int length = 0; length <= golden.length; length++) {
                run(Arrays.copyOf(golden, length), length);
            }
        }
    }

    private byte[] mutate(final byte[] bytes) {
        final int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes; i++) {
            final int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at & ~3] = (byte) (random.nextInt(12));
                default -> {
                    final int to = Math.min(bytes.length, at + random.nextInt(8));
                    Arrays.fill(bytes, at, to, (byte) (random.nextBoolean() ? 0 : 0xff));
                }
            }
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private void run(final byte[] bytes, final int iteration) {
        try {
            parse(bytes);
        } catch (final RuntimeException e) {
            throw new AssertionError("seed " + seed + ", iteration " + iteration + ": " + GoldenMessages.hex(bytes), e);
        }
    }

    private void parse(final byte[] bytes) {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final int offset = Math.min(NetlinkHeaderFlyweight.LENGTH, bytes.length);
        final int length = bytes.length - offset;
        if (header.wrap(buffer, 0, bytes.length)) {
            assertTrue(header.stride() > 0 && header.stride() <= bytes.length && header.payloadLength() <= length);
        }
        walk(buffer, offset, length);
        link.wrap(buffer, offset, length);
        link.toReply();
        link.hasAlternativeName("eth1");
        for (int devconf = -1; devconf < 40; devconf++) {
            link.ipv4Setting(devconf);
        }
        link.statistics();
        if (link.hasStatistics()) {
            link.statistics().collisions();
        }
        if (statistics.wrap(buffer, offset, length)) {
            statistics.counters().rxBytes();
        }
        address.wrap(buffer, offset, length);
        route.wrap(buffer, offset, length);
        neighbour.wrap(buffer, offset, length);
        qdisc.wrap(buffer, offset, length);
        qdisc.kind();
        qdisc.cakeOptions();
        qdisc.cakeStatistics();
        qdisc.htbClassOptions();
        qdisc.htbClassStatistics();
        filter.wrap(buffer, offset, length);
        filter.kind();
        filter.actionKind();
        for (int key = 0; key < filter.keyCount(); key++) {
            filter.keyMask(key);
            filter.keyValue(key);
            filter.keyPacketOffset(key);
        }
        for (final int flags : new int[] {0, 0x100, 0x200, 0x300}) {
            error.wrap(buffer, offset, length, flags);
            error.text().toString();
            error.wrapDone(buffer, offset, length, flags);
            error.text().toString();
        }
    }

    private void walk(final UnsafeBuffer buffer, final int offset, final int length) {
        int steps = 0;
        cursor.wrap(buffer, offset, length);
        while (cursor.next()) {
            steps++;
            assertTrue(cursor.payloadOffset() + cursor.payloadLength() <= buffer.capacity());
            cursor.u8();
            cursor.u16();
            cursor.u32();
            cursor.u64();
            cursor.u32or64();
            cursor.be16();
            cursor.be32();
            cursor.mac();
            cursor.ipHigh();
            cursor.ipLow();
            assertEquals(cursor.stringLength(), cursor.string().length());
        }
        assertTrue(steps <= length / 4, "each step takes four bytes or more");
        // Bounds outside the buffer are cut, whatever they are.
        cursor.wrap(buffer, random.nextInt(), random.nextInt());
        while (cursor.next()) {
            cursor.u64();
        }
    }

    /** The client: any datagram is counted or ignored, and the requests that are open end all the same. */
    @Test
    void clientTakesAnyDatagram() {
        final ScriptedNetlinkPeer peer = new ScriptedNetlinkPeer();
        final RecordingHandler handler = new RecordingHandler();
        final NetlinkClient client = new NetlinkClient(peer, handler);
        final LinkSetRequest request = new LinkSetRequest().index(1).up();
        final int rounds = Math.min(ITERATIONS, 20_000);
        for (int i = 0; i < rounds; i++) {
            assertTrue(client.submit(request, i));
            if (!client.dumpActive()) {
                client.startDump(new LinkDumpRequest().all(), 1_000_000 + i, (type, buffer, offset, length) -> { });
            }
            final byte[] bytes = mutate(corpus.get(random.nextInt(corpus.size())).clone());
            final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
            if (bytes.length >= 16 && random.nextBoolean()) {
                NetlinkHeaderFlyweight.putPortId(buffer, 0, peer.portId());
                NetlinkHeaderFlyweight.putSequence(buffer, 0, random.nextInt(3 * rounds));
                buffer.putShort(4, (short) random.nextInt(5));
                buffer.putInt(0, bytes.length);
            }
            peer.deliver(bytes);
            client.poll(100);
        }
        client.poll(Integer.MAX_VALUE);
        assertEquals(0, client.pendingRequests(), "seed " + seed);
        assertEquals(rounds, handler.lines().stream().filter(line -> Long.parseLong(line.split(" ")[1]) < 1_000_000).distinct().count());
    }
}
