package io.athenabng.wire.radius;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.testkit.FuzzBytes;
import io.athenabng.wire.testkit.GoldenRadius;
import io.athenabng.wire.testkit.Hex;
import io.athenabng.wire.testkit.PoisonedBuffers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any bytes: nothing is thrown, nothing is read outside, every walk ends, and what was read can be written and read again. */
@Timeout(600)
class RadiusFuzzTest {

    private static final List<byte[]> GOLDENS = List.copyOf(GoldenRadius.all().values());
    private static final byte[] TYPES = {1, 2, 24, 25, 26, 26, 26, 79, 80, 97, (byte) 241, (byte) 244, (byte) 245, (byte) 245, (byte) 246};
    private static final byte[] INNER = {0, 1, 2, 3, 4, 5, 6, 7, 26, (byte) 0x80, 0x7e, (byte) 0xd9, (byte) 0xff};
    private static final RadiusVendorFormats FORMATS = vendorId -> switch (vendorId & 7) {
        case 0 -> 0x21;
        case 2 -> 0x40;
        case 4 -> 0x22;
        case 6 -> RadiusVendorFormats.OPAQUE;
        default -> RadiusVendorFormats.STANDARD;
    };

    private final RadiusPacketFlyweight packet = new RadiusPacketFlyweight();
    private final RadiusAttributeCursor cursor = new RadiusAttributeCursor().vendorFormats(FORMATS);
    private final RadiusAttributeCursor second = new RadiusAttributeCursor().vendorFormats(FORMATS);
    private final RadiusAttributeAppender appender = new RadiusAttributeAppender().vendorFormats(FORMATS);
    private final RadiusSecret secret = new RadiusSecret(GoldenRadius.FREERADIUS_SECRET.getBytes(StandardCharsets.US_ASCII));
    private final PoisonedBuffers buffers = new PoisonedBuffers();
    // Each of a vendor's gets a Vendor-Specific of its own when it is written again: six octets more for every two.
    private final UnsafeBuffer copy = new UnsafeBuffer(new byte[5 * 4096]);
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[4096]);
    private final UnsafeBuffer authenticator = new UnsafeBuffer(new byte[16]);
    private final byte[] octets = new byte[16];
    private final int[] reasons = new int[RadiusMalformedReason.COUNT];
    private int joined;
    private int vendors;
    private int extendedVendors;

    @Test
    void randomBytes() {
        final FuzzBytes fuzz = FuzzBytes.create("RadiusFuzzTest.randomBytes");
        for (int i = 0; i < fuzz.iterations() / 4; i++) {
            check(fuzz.random(300));
        }
        assertTrue(reasons[RadiusMalformedReason.TRUNCATED] > 0);
    }

    @Test
    void randomAttributesBehindASoundHeader() {
        final FuzzBytes fuzz = FuzzBytes.create("RadiusFuzzTest.randomAttributes");
        for (int i = 0; i < fuzz.iterations(); i++) {
            final byte[] bytes = Arrays.copyOf(attributes(fuzz), RadiusPacketFlyweight.HEADER_LENGTH + fuzz.below(200));
            System.arraycopy(new byte[] {2, 7, 0, (byte) bytes.length}, 0, bytes, 0, 4);
            check(bytes);
        }
        assertTrue(joined > 0 && vendors > 0 && extendedVendors > 0 || fuzz.iterations() < 10_000,
            () -> joined + " joined, " + vendors + " of vendors, " + extendedVendors + " of vendors in extended attributes");
    }

    /** Attributes from offset 20, mostly sound, their insides made of a few octets that mean something. */
    private static byte[] attributes(final FuzzBytes fuzz) {
        final byte[] bytes = new byte[RadiusPacketFlyweight.HEADER_LENGTH + 300];
        int at = RadiusPacketFlyweight.HEADER_LENGTH;
        byte type = 1;
        while (at < bytes.length - 2) {
            type = fuzz.oneIn(2) ? type : TYPES[fuzz.below(TYPES.length)];
            final int length = Math.min(bytes.length - at, fuzz.oneIn(50) ? fuzz.below(256) : 2 + fuzz.below(fuzz.oneIn(8) ? 60 : 14));
            bytes[at] = type;
            bytes[at + 1] = (byte) length;
            for (int i = at + 2; i < Math.min(bytes.length, at + length); i++) {
                bytes[i] = INNER[fuzz.below(fuzz.oneIn(2) ? 4 : INNER.length)];
            }
            if ((type & 0xff) >= 245 && length > 8 && fuzz.oneIn(3)) {
                bytes[at + 2] = 26;
            }
            at += Math.max(2, length);
        }
        return bytes;
    }

    @Test
    void mutatedGoldenPackets() {
        final FuzzBytes fuzz = FuzzBytes.create("RadiusFuzzTest.mutatedGoldenPackets");
        for (int i = 0; i < fuzz.iterations() / 2; i++) {
            final byte[] mutated = fuzz.mutate(GOLDENS.get(fuzz.below(GOLDENS.size())), fuzz.oneIn(8) ? 0 : 4);
            if (mutated.length > 3 && !fuzz.oneIn(4)) {
                // With the length put right, the attributes are what is tested.
                mutated[2] = (byte) (mutated.length >> 8);
                mutated[3] = (byte) mutated.length;
            }
            check(mutated);
        }
        for (int reason = 0; reason < RadiusMalformedReason.COUNT; reason++) {
            assertTrue(fuzz.iterations() < 10_000 || reasons[reason] > 0, "never reached: " + RadiusMalformedReason.name(reason));
        }
    }

    @Test
    void everyTruncationOfEveryGoldenList() {
        for (final byte[] golden : GOLDENS) {
            for (int length = RadiusPacketFlyweight.HEADER_LENGTH; length <= golden.length; length++) {
                final byte[] cut = Arrays.copyOf(golden, length);
                cut[2] = (byte) (length >> 8);
                cut[3] = (byte) length;
                check(cut);
            }
        }
        assertTrue(reasons[RadiusMalformedReason.NONE] > 0 && reasons[RadiusMalformedReason.ATTRIBUTE_OVERRUN] > 0);
    }

    private void check(final byte[] bytes) {
        buffers.set(bytes);
        final long state;
        try {
            state = examine(buffers.exact(), 0, bytes.length);
        } catch (final RuntimeException e) {
            throw new AssertionError("threw on " + Hex.toString(bytes), e);
        }
        assertEquals(state, examine(buffers.ones(), PoisonedBuffers.OFFSET, bytes.length), () -> Hex.toString(bytes));
        assertEquals(state, examine(buffers.zeros(), PoisonedBuffers.OFFSET, bytes.length), () -> Hex.toString(bytes));
    }

    private long examine(final DirectBuffer buffer, final int offset, final int length) {
        final int reason = packet.wrap(buffer, offset, length);
        reasons[reason]++;
        long hash = reason;
        if (length > RadiusPacketFlyweight.HEADER_LENGTH) {
            // What travels between the agents is a list without a header: it, too, may be anything.
            final int listOffset = offset + RadiusPacketFlyweight.HEADER_LENGTH;
            hash = hash * 31 + walk(buffer, listOffset, length - RadiusPacketFlyweight.HEADER_LENGTH);
        }
        if (reason == RadiusMalformedReason.NONE) {
            hash = hash * 31 + walk(buffer, packet.attributesOffset(), packet.attributesLength());
            assertFalse(cursor.malformed(), "the packet's walk and the cursor's agree");
            hash = hash * 31 + verify(buffer, offset);
        }
        return hash;
    }

    private long verify(final DirectBuffer buffer, final int offset) {
        final int length = packet.packetLength();
        final int signature = packet.messageAuthenticatorOffset();
        long hash = packet.code() * 3L + packet.identifier();
        hash = hash * 31 + (secret.requestAuthenticatorMatches(buffer, offset, length) ? 1 : 0);
        hash = hash * 31 + (secret.responseAuthenticatorMatches(buffer, offset, length, authenticator, 0) ? 1 : 0);
        if (signature >= 0) {
            hash = hash * 31 + (secret.messageAuthenticatorMatches(buffer, offset, length, signature) ? 1 : 0);
            hash = hash * 31 + (secret.messageAuthenticatorMatches(buffer, offset, length, signature, authenticator, 0) ? 1 : 0);
        }
        return hash;
    }

    /** Reads everything that the cursor offers, writes it again, and reads that. */
    private long walk(final DirectBuffer buffer, final int offset, final int length) {
        cursor.wrap(buffer, offset, length);
        appender.wrap(copy, 0, copy.capacity());
        long hash = 0;
        int steps = 0;
        while (cursor.next()) {
            steps++;
            final int first = cursor.valueOffset();
            final int last = first + cursor.valueLength();
            assertTrue(cursor.buffer() == buffer ? first >= offset && last <= offset + length : first >= 0 && last <= 4096);
            joined += cursor.buffer() == buffer ? 0 : 1;
            vendors += RadiusAttributes.vendorId(cursor.key()) == 0 ? 0 : 1;
            extendedVendors += RadiusAttributes.vendorId(cursor.key()) != 0 && RadiusAttributes.isExtended(cursor.key()) ? 1 : 0;
            hash = hash * 31 + attribute();
            assertTrue(appender.append(cursor));
        }
        assertTrue(steps <= length / 2, "at least two octets a step");
        hash = hash * 31 + cursor.malformedReason();
        assertFalse(cursor.next());
        assertEquals(steps == 0, appender.length() == 0);
        readAgain(buffer, offset, length, steps);
        return hash;
    }

    private void readAgain(final DirectBuffer buffer, final int offset, final int length, final int steps) {
        cursor.rewind();
        second.wrap(copy, 0, appender.length());
        for (int i = 0; i < steps; i++) {
            assertTrue(cursor.next() && second.next());
            assertEquals(cursor.key(), second.key());
            assertEquals(cursor.valueLength(), second.valueLength());
            for (int at = 0; at < cursor.valueLength(); at++) {
                assertEquals(cursor.buffer().getByte(cursor.valueOffset() + at), second.buffer().getByte(second.valueOffset() + at));
            }
        }
        assertFalse(second.next());
        assertFalse(second.malformed());
        cursor.wrap(buffer, offset, length);
        while (cursor.next()) {
            // To the end: malformedReason is asked for afterwards.
        }
    }

    private long attribute() {
        long hash = cursor.key();
        for (int i = 0; i < cursor.valueLength(); i++) {
            hash = hash * 31 + cursor.buffer().getByte(cursor.valueOffset() + i);
        }
        hash = hash * 31 + cursor.intValue(5);
        hash = hash * 31 + cursor.longValue(6);
        hash = hash * 31 + (cursor.ipv6(octets) ? Arrays.hashCode(octets) : 7);
        hash = hash * 31 + (cursor.ipv6Prefix(octets) ? Arrays.hashCode(octets) + cursor.prefixLength() : 8);
        hash = hash * 31 + cursor.text().hashCode();
        hash = hash * 31 + cursor.copyValue(scratch, 0, 100);
        hash = hash * 31 + secret.revealPassword(scratch, 0, cursor.buffer(), cursor.valueOffset(), cursor.valueLength(), authenticator, 0);
        return hash * 31
            + secret.revealTunnelPassword(scratch, 0, cursor.buffer(), cursor.valueOffset(), cursor.valueLength(), authenticator, 0);
    }
}
