package io.athenabng.wire.pppoe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.testkit.FuzzBytes;
import io.athenabng.wire.testkit.PoisonedBuffers;
import io.athenabng.wire.testkit.ReasonNames;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class PppoeParserFuzzTest {

    private final PppoeDiscoveryParser parser = new PppoeDiscoveryParser();
    private final PppoeTagCursor cursor = new PppoeTagCursor();
    private final AccessLineCursor line = new AccessLineCursor();
    private final PoisonedBuffers buffers = new PoisonedBuffers();
    private final int[] reasons = new int[PppoeMalformedReason.COUNT];

    @Test
    void reasonsHaveTheirNames() throws IllegalAccessException {
        ReasonNames.assertComplete(PppoeMalformedReason.class, PppoeMalformedReason.COUNT, PppoeMalformedReason::name);
    }

    @Test
    void randomBytes() {
        final FuzzBytes fuzz = FuzzBytes.create("PppoeParserFuzzTest.randomBytes");
        for (int i = 0; i < fuzz.iterations() / 2; i++) {
            check(fuzz.random(100));
        }
        assertTrue(reasons[PppoeMalformedReason.BAD_VERSION] > 0);
    }

    @Test
    void mutatedGoldenPackets() {
        final FuzzBytes fuzz = FuzzBytes.create("PppoeParserFuzzTest.mutatedGoldenPackets");
        final byte[] golden = PppoeDiscoveryGoldenTest.packet(PppoeDiscoveryGoldenTest.PADI);
        for (int i = 0; i < fuzz.iterations(); i++) {
            check(fuzz.mutate(golden, fuzz.oneIn(4) ? 0 : PppoeHeader.LENGTH));
        }
        for (final int reason : new int[] {PppoeMalformedReason.NONE, PppoeMalformedReason.BAD_LENGTH, PppoeMalformedReason.TAG_OVERRUN,
            PppoeMalformedReason.BAD_SERVICE_NAME, PppoeMalformedReason.DUPLICATE_TAG}) {
            assertTrue(fuzz.iterations() < 10_000 || reasons[reason] > 0, "never reached: " + PppoeMalformedReason.name(reason));
        }
    }

    @Test
    void everyTruncation() {
        final byte[] golden = PppoeDiscoveryGoldenTest.packet(PppoeDiscoveryGoldenTest.PADI);
        for (int length = 0; length <= golden.length; length++) {
            check(java.util.Arrays.copyOf(golden, length));
        }
    }

    private void check(final byte[] packet) {
        buffers.set(packet);
        final long exact = examine(buffers.exact(), 0, packet.length);
        assertEquals(exact, examine(buffers.ones(), PoisonedBuffers.OFFSET, packet.length));
        assertEquals(exact, examine(buffers.zeros(), PoisonedBuffers.OFFSET, packet.length));
    }

    private long examine(final DirectBuffer buffer, final int offset, final int length) {
        final int reason = parser.parse(buffer, offset, length);
        reasons[reason]++;
        long hash = reason * 31L + parser.code();
        hash = hash * 31 + parser.sessionId();
        if (reason != PppoeMalformedReason.NONE) {
            return hash;
        }
        hash = at(hash, parser.serviceNameOffset(), parser.serviceNameLength(), offset, length);
        hash = at(hash, parser.hostUniqOffset(), parser.hostUniqLength(), offset, length);
        hash = at(hash, parser.cookieOffset(), parser.cookieLength(), offset, length);
        hash = at(hash, parser.relaySessionIdOffset(), parser.relaySessionIdLength(), offset, length);
        hash = at(hash, parser.acNameOffset(), parser.acNameLength(), offset, length);
        hash = hash * 31 + parser.maxPayload();
        int steps = 0;
        cursor.wrap(buffer, parser.tagsOffset(), parser.tagsLength());
        while (cursor.next()) {
            steps++;
            hash = at(hash, cursor.valueOffset(), cursor.valueLength(), offset, length) + cursor.type();
        }
        assertTrue(steps <= length / PppoeTag.HEADER_LENGTH);
        if (parser.accessLineOffset() >= 0) {
            line.wrap(buffer, parser.accessLineOffset(), parser.accessLineLength());
            while (line.next()) {
                hash = at(hash, line.valueOffset(), line.valueLength(), offset, length) + line.type() + line.number();
            }
        }
        return hash;
    }

    private static long at(final long hash, final int valueOffset, final int valueLength, final int offset, final int length) {
        if (valueOffset < 0) {
            return hash * 31;
        }
        assertTrue(valueOffset >= offset && valueOffset + valueLength <= offset + length, "inside the packet");
        return hash * 31 + valueOffset - offset + valueLength * 7L;
    }
}
