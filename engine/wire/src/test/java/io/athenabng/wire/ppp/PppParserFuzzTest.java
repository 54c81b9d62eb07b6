package io.athenabng.wire.ppp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.testkit.FuzzBytes;
import io.athenabng.wire.testkit.Hex;
import io.athenabng.wire.testkit.PoisonedBuffers;
import io.athenabng.wire.testkit.ReasonNames;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class PppParserFuzzTest {

    private static final List<byte[]> GOLDENS = List.of(Hex.bytes(PppControlGoldenTest.LCP_REQUEST),
        Hex.bytes(PppControlGoldenTest.PAP_REQUEST), Hex.bytes(PppControlGoldenTest.CHAP_RESPONSE));

    private final PppControlParser parser = new PppControlParser();
    private final PppOptionCursor cursor = new PppOptionCursor();
    private final PoisonedBuffers buffers = new PoisonedBuffers();
    private final int[] reasons = new int[PppMalformedReason.COUNT];

    @Test
    void reasonsHaveTheirNames() throws IllegalAccessException {
        ReasonNames.assertComplete(PppMalformedReason.class, PppMalformedReason.COUNT, PppMalformedReason::name);
    }

    @Test
    void randomBytes() {
        final FuzzBytes fuzz = FuzzBytes.create("PppParserFuzzTest.randomBytes");
        for (int i = 0; i < fuzz.iterations() / 2; i++) {
            check(fuzz.random(60));
        }
        assertTrue(reasons[PppMalformedReason.BAD_LENGTH] > 0);
    }

    @Test
    void mutatedGoldenPackets() {
        final FuzzBytes fuzz = FuzzBytes.create("PppParserFuzzTest.mutatedGoldenPackets");
        for (int i = 0; i < fuzz.iterations(); i++) {
            check(fuzz.mutate(GOLDENS.get(fuzz.below(GOLDENS.size())), fuzz.oneIn(2) ? 0 : PppControlParser.HEADER_LENGTH));
        }
        for (int reason = 0; reason < PppMalformedReason.TOO_MANY_OPTIONS; reason++) {
            assertTrue(fuzz.iterations() < 10_000 || reasons[reason] > 0, "never reached: " + PppMalformedReason.name(reason));
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
        if (reason != PppMalformedReason.NONE) {
            return reason;
        }
        long hash = parser.code() * 31L + parser.identifier();
        if (parser.parsePapRequest() == PppMalformedReason.NONE) {
            hash = values(hash, offset, length);
        }
        if (parser.parseChapValue() == PppMalformedReason.NONE) {
            hash = values(hash, offset, length);
        }
        cursor.wrap(buffer, parser.dataOffset(), parser.dataLength());
        int steps = 0;
        while (cursor.next()) {
            steps++;
            assertTrue(cursor.optionOffset() >= offset && cursor.optionOffset() + cursor.optionLength() <= offset + length);
            hash = hash * 31 + cursor.type() + cursor.optionLength() * 7L;
        }
        assertTrue(steps <= length / 2);
        reasons[cursor.malformedReason()]++;
        return hash * 31 + cursor.malformedReason();
    }

    private long values(final long hash, final int offset, final int length) {
        assertTrue(parser.nameOffset() >= offset && parser.nameOffset() + parser.nameLength() <= offset + length);
        assertTrue(parser.valueOffset() >= offset && parser.valueOffset() + parser.valueLength() <= offset + length);
        return hash * 31 + (parser.nameOffset() - offset) + parser.nameLength() * 5L + parser.valueLength() * 7L;
    }
}
