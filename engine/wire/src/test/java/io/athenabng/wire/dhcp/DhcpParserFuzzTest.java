package io.athenabng.wire.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.testkit.FuzzBytes;
import io.athenabng.wire.testkit.GoldenFrames;
import io.athenabng.wire.testkit.Hex;
import io.athenabng.wire.testkit.PoisonedBuffers;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class DhcpParserFuzzTest {

    private static final List<byte[]> GOLDENS = List.of(
        GoldenFrames.dhcpMessage(Hex.bytes(GoldenFrames.DHCP_DISCOVER)), GoldenFrames.dhcpMessage(Hex.bytes(GoldenFrames.DHCP_OFFER)),
        GoldenFrames.dhcpMessage(Hex.bytes(GoldenFrames.DHCP_REQUEST)), GoldenFrames.dhcpMessage(Hex.bytes(GoldenFrames.DHCP_ACK)),
        GoldenFrames.dhcpMessage(Hex.bytes(GoldenFrames.DHCLIENT_DISCOVER)),
        DhcpMessages.overloaded("350101 340103 52 0c 0104 65746831 0204 01020304 ff", "0c03 616263 7702 0161 ff", "7701 00 ff"),
        DhcpMessages.overloaded("350103 340101 3902 05dc", "32040a000001", ""));

    private final DhcpParser parser = new DhcpParser();
    private final DhcpOptionIndex index = new DhcpOptionIndex();
    private final PoisonedBuffers buffers = new PoisonedBuffers();
    private final UnsafeBuffer copy = new UnsafeBuffer(new byte[4096]);
    private final int[] reasons = new int[DhcpMalformedReason.COUNT];

    @Test
    void randomBytes() {
        final FuzzBytes fuzz = FuzzBytes.create("DhcpParserFuzzTest.randomBytes");
        for (int i = 0; i < fuzz.iterations() / 2; i++) {
            check(fuzz.random(600));
        }
        assertTrue(reasons[DhcpMalformedReason.BAD_OP] > 0);
    }

    @Test
    void randomOptionsBehindASoundHeader() {
        final FuzzBytes fuzz = FuzzBytes.create("DhcpParserFuzzTest.randomOptions");
        final byte[] header = DhcpMessages.request("");
        for (int i = 0; i < fuzz.iterations() / 2; i++) {
            final byte[] options = fuzz.random(80);
            for (int at = 0; at < options.length; at++) {
                // Short lengths and known codes are rare among random bytes.
                if (fuzz.oneIn(2)) {
                    options[at] = (byte) fuzz.below(fuzz.oneIn(3) ? 84 : 6);
                }
            }
            final byte[] message = Arrays.copyOf(header, header.length + options.length);
            System.arraycopy(options, 0, message, header.length, options.length);
            for (int at = DhcpFlyweight.SNAME_OFFSET; at < DhcpFlyweight.COOKIE_OFFSET; at++) {
                message[at] = (byte) fuzz.below(fuzz.oneIn(8) ? 256 : 8);
            }
            check(message);
        }
        assertTrue(reasons[DhcpMalformedReason.OPTION_OVERRUN] > 0);
    }

    @Test
    void mutatedGoldenMessages() {
        final FuzzBytes fuzz = FuzzBytes.create("DhcpParserFuzzTest.mutatedGoldenMessages");
        for (int i = 0; i < fuzz.iterations(); i++) {
            final byte[] golden = GOLDENS.get(fuzz.below(GOLDENS.size()));
            check(fuzz.mutate(golden, fuzz.oneIn(8) ? 0 : fuzz.oneIn(3) ? DhcpFlyweight.SNAME_OFFSET : DhcpFlyweight.OPTIONS_OFFSET));
        }
        final int[] expected = {DhcpMalformedReason.NONE, DhcpMalformedReason.OPTION_OVERRUN, DhcpMalformedReason.NO_MESSAGE_TYPE,
            DhcpMalformedReason.BAD_OPTION_LENGTH, DhcpMalformedReason.RELAY_AGENT_OVERRUN, DhcpMalformedReason.OVERLOAD_LOOP,
            DhcpMalformedReason.BAD_OVERLOAD, DhcpMalformedReason.DUPLICATE_MESSAGE_TYPE};
        for (final int reason : expected) {
            assertTrue(fuzz.iterations() < 10_000 || reasons[reason] > 0, "never reached: " + DhcpMalformedReason.name(reason));
        }
    }

    @Test
    void everyTruncationOfEveryGoldenMessage() {
        for (final byte[] golden : GOLDENS) {
            for (int length = 0; length <= golden.length; length++) {
                check(Arrays.copyOf(golden, length));
            }
        }
        assertTrue(reasons[DhcpMalformedReason.NONE] > 0 && reasons[DhcpMalformedReason.TRUNCATED] > 0);
    }

    private void check(final byte[] message) {
        buffers.set(message);
        final long state;
        try {
            state = examine(buffers.exact(), 0, message.length);
        } catch (final RuntimeException e) {
            throw new AssertionError("threw on " + Hex.toString(message), e);
        }
        assertEquals(state, examine(buffers.ones(), PoisonedBuffers.OFFSET, message.length), () -> Hex.toString(message));
        assertEquals(state, examine(buffers.zeros(), PoisonedBuffers.OFFSET, message.length), () -> Hex.toString(message));
    }

    /** Parses, then reads everything that the parser offers, and hashes it. */
    private long examine(final DirectBuffer buffer, final int offset, final int length) {
        final int op = length > 0 && buffer.getByte(offset) == 2 ? DhcpFlyweight.BOOTREPLY : DhcpFlyweight.BOOTREQUEST;
        final int reason = parser.parse(buffer, offset, length, op);
        reasons[reason]++;
        long hash = reason;
        if (length >= DhcpFlyweight.HEADER_LENGTH) {
            hash = hash * 31 + walk(buffer, offset, length);
        }
        if (reason != DhcpMalformedReason.NONE) {
            return hash;
        }
        final DhcpOptionIndex options = parser.options();
        hash = hash * 31 + parser.messageType();
        hash = hash * 31 + options.optionsEnd() - offset;
        hash = hash * 31 + (options.isEndMissing() ? 1 : 0);
        for (int code = 1; code < DhcpOption.END; code++) {
            if (options.contains(code)) {
                final int total = options.totalLength(code);
                assertEquals(total, options.copyValue(code, copy, 0, copy.capacity()));
                for (int i = 0; i < total; i++) {
                    hash = hash * 31 + copy.getByte(i);
                }
                hash = hash * 31 + options.count(code) + options.intValue(code, 5);
                hash = hash * 31 + options.shortValue(code, 6) + options.byteValue(code, 7);
                hash = hash * 31 + options.area(code) + (options.containsByte(code, 3) ? 1 : 0);
            }
        }
        if (parser.hasRelayAgent()) {
            final RelayAgentCursor relayAgent = parser.relayAgent();
            while (relayAgent.next()) {
                hash = hash * 31 + relayAgent.code() + relayAgent.valueLength() * 7L + relayAgent.valueOffset() - offset;
            }
        }
        return hash;
    }

    private long walk(final DirectBuffer buffer, final int offset, final int length) {
        final int reason = index.index(buffer, offset, length);
        assertTrue(index.instances() <= length / 2, "at least two bytes an instance");
        long hash = 0;
        for (int i = 0; i < index.instances(); i++) {
            final int valueOffset = index.instanceOffset(i);
            final int valueLength = index.instanceLength(i);
            assertTrue(valueOffset >= offset && valueOffset + valueLength <= offset + length);
            hash = hash * 31 + index.instanceCode(i) + valueOffset - offset + valueLength * 5L + index.instanceArea(i);
        }
        return hash * 31 + reason;
    }
}
