package io.athenabng.wire.ethernet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.UncheckedMemory;
import io.athenabng.wire.ip.Checksums;
import io.athenabng.wire.testkit.FuzzBytes;
import io.athenabng.wire.testkit.GoldenFrames;
import io.athenabng.wire.testkit.Hex;
import io.athenabng.wire.testkit.PoisonedBuffers;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class FrameParserFuzzTest {

    private static final int[] TAGS = {0x88a8_006f, 0x8100_01f4, 0x8100_0000, 0x9100_0fa0, 0x8100_0001};

    private final FrameParser parser = new FrameParser();
    private final FrameParser unchecked = new FrameParser().checkUdpChecksum(false);
    private final PoisonedBuffers buffers = new PoisonedBuffers();
    private final int[] classes = new int[FrameClass.COUNT];

    @Test
    void randomBytes() {
        final FuzzBytes fuzz = FuzzBytes.create("FrameParserFuzzTest.randomBytes");
        for (int i = 0; i < fuzz.iterations(); i++) {
            final byte[] frame = fuzz.random(128);
            if (frame.length >= 14 && !fuzz.oneIn(4)) {
                // Past the first hurdle: a type that is known.
                final int[] types = {0x0800, 0x0806, 0x86dd, 0x8863, 0x8864, 0x8100, 0x88a8};
                final int type = types[fuzz.below(types.length)];
                frame[12] = (byte) (type >> 8);
                frame[13] = (byte) type;
            }
            check(frame, fuzz.oneIn(2), fuzz.below(0x10000), fuzz.oneIn(8) ? fuzz.below(0x10000) : 0x8100);
        }
        assertTrue(classes[FrameClass.MALFORMED] > 0);
    }

    @Test
    void mutatedGoldenFrames() {
        final FuzzBytes fuzz = FuzzBytes.create("FrameParserFuzzTest.mutatedGoldenFrames");
        final List<byte[]> goldens = List.copyOf(GoldenFrames.all().values());
        for (int i = 0; i < fuzz.iterations(); i++) {
            final int depth = fuzz.below(TAGS.length + 1);
            final byte[] golden = GoldenFrames.withTags(goldens.get(fuzz.below(goldens.size())), Arrays.copyOf(TAGS, depth));
            final byte[] frame = fuzz.mutate(golden, fuzz.oneIn(2) ? 14 + 4 * depth : 0);
            if (fuzz.oneIn(2)) {
                repairIpv4Checksum(frame, 14 + 4 * depth);
            }
            check(frame, fuzz.oneIn(4), fuzz.below(0x10000), 0x88a8);
        }
        for (int frameClass = 0; frameClass < FrameClass.COUNT; frameClass++) {
            assertTrue(fuzz.iterations() < 10_000 || classes[frameClass] > 0, "never reached: " + FrameClass.name(frameClass));
        }
    }

    @Test
    void everyTruncationOfEveryGoldenFrame() {
        for (final byte[] golden : GoldenFrames.all().values()) {
            for (int depth = 0; depth <= TAGS.length; depth++) {
                final byte[] frame = GoldenFrames.withTags(golden, Arrays.copyOf(TAGS, depth));
                for (int length = 0; length <= frame.length; length++) {
                    check(Arrays.copyOf(frame, length), false, 0, 0);
                    check(Arrays.copyOf(frame, length), true, 5, 0x8100);
                }
            }
        }
        assertTrue(classes[FrameClass.DHCP4_CLIENT] > 0 && classes[FrameClass.MALFORMED] > 0);
    }

    /** The poison would be noticed: a reader that goes one byte too far throws on the exact buffer. */
    @Test
    void readsOutsideAreNoticed() {
        buffers.set(Hex.bytes("0102"));
        org.junit.jupiter.api.Assertions.assertThrows(IndexOutOfBoundsException.class, () -> buffers.exact().getByte(2));
        final DirectBuffer exact = buffers.exact();
        org.junit.jupiter.api.Assertions.assertThrows(InternalError.class,
            () -> UncheckedMemory.getByte(exact.byteArray(), exact.addressOffset() + 2));
        assertEquals(-1, buffers.ones().getByte(PoisonedBuffers.OFFSET + 2));
        assertEquals(0, buffers.zeros().getByte(PoisonedBuffers.OFFSET + 2));
    }

    private void check(final byte[] frame, final boolean stripped, final int tci, final int tpid) {
        check(parser, frame, stripped, tci, tpid);
        check(unchecked, frame, stripped, tci, tpid);
    }

    private void check(final FrameParser tested, final byte[] frame, final boolean stripped, final int tci, final int tpid) {
        buffers.set(frame);
        final int result;
        try {
            result = parse(tested, buffers.exact(), 0, frame.length, stripped, tci, tpid);
        } catch (final RuntimeException e) {
            throw new AssertionError("threw on " + Hex.toString(frame), e);
        }
        classes[result]++;
        assertEquals(result == FrameClass.MALFORMED, tested.malformedReason() != MalformedReason.NONE);
        if (result != FrameClass.MALFORMED) {
            assertTrue(VlanStack.isValid(tested.vlanStack()), () -> Hex.toString(frame));
            assertTrue(tested.payloadOffset() >= 14 && tested.payloadLength() >= 0
                && tested.payloadOffset() + tested.payloadLength() <= frame.length, () -> Hex.toString(frame));
        }
        final long state = state(tested, result, 0);
        final int first = parse(tested, buffers.ones(), PoisonedBuffers.OFFSET, frame.length, stripped, tci, tpid);
        assertEquals(state, state(tested, first, PoisonedBuffers.OFFSET), () -> Hex.toString(frame));
        final int second = parse(tested, buffers.zeros(), PoisonedBuffers.OFFSET, frame.length, stripped, tci, tpid);
        assertEquals(state, state(tested, second, PoisonedBuffers.OFFSET), () -> Hex.toString(frame));
    }

    private static int parse(final FrameParser tested, final DirectBuffer buffer, final int offset, final int length,
                             final boolean stripped, final int tci, final int tpid) {
        return tested.parse(buffer, offset, length, stripped, tci, tpid);
    }

    private static long state(final FrameParser tested, final int result, final int offset) {
        long hash = result;
        hash = hash * 31 + tested.malformedReason();
        hash = hash * 31 + tested.vlanStack();
        hash = hash * 31 + tested.tagsInBand();
        hash = hash * 31 + tested.tagCount();
        hash = hash * 31 + tested.etherType();
        hash = hash * 31 + (tested.l3Offset() == 0 ? 0 : tested.l3Offset() - offset);
        hash = hash * 31 + (tested.l4Offset() == 0 ? 0 : tested.l4Offset() - offset);
        hash = hash * 31 + (tested.payloadOffset() == 0 ? 0 : tested.payloadOffset() - offset);
        hash = hash * 31 + tested.payloadLength();
        hash = hash * 31 + tested.srcMac();
        hash = hash * 31 + tested.dstMac();
        hash = hash * 31 + tested.srcIp();
        return hash * 31 + tested.dstIp();
    }

    private static void repairIpv4Checksum(final byte[] frame, final int l3) {
        if (frame.length < l3 + 20) {
            return;
        }
        final int length = (frame[l3] & 0xf) << 2;
        if (frame[l3] >> 4 == 4 && length >= 20 && frame.length >= l3 + length) {
            final UnsafeBuffer buffer = new UnsafeBuffer(frame);
            buffer.putShort(l3 + 10, (short) 0);
            buffer.putShort(l3 + 10, (short) Checksums.checksum(buffer, l3, length), ByteOrder.BIG_ENDIAN);
        }
    }
}
