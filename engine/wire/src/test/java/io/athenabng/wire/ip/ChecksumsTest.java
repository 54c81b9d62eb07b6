package io.athenabng.wire.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.testkit.FuzzBytes;
import io.athenabng.wire.testkit.GoldenFrames;
import io.athenabng.wire.testkit.Hex;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ChecksumsTest {

    @Test
    void theExampleOfRfc1071() {
        // Section 3: 0001 f203 f4f5 f6f7 sum to ddf2.
        final UnsafeBuffer bytes = new UnsafeBuffer(Hex.bytes("0001 f203 f4f5 f6f7"));
        assertEquals(0xddf2, Checksums.sum(bytes, 0, 8));
        assertEquals(0x220d, Checksums.checksum(bytes, 0, 8));
    }

    @Test
    void equalsTheSumWordByWord() {
        final FuzzBytes fuzz = FuzzBytes.create("ChecksumsTest");
        for (int i = 0; i < fuzz.iterations() / 4; i++) {
            final byte[] bytes = fuzz.random(100);
            if (fuzz.oneIn(8)) {
                Arrays.fill(bytes, (byte) 0xff);
            }
            assertEquals(wordByWord(bytes), Checksums.sum(new UnsafeBuffer(bytes), 0, bytes.length), () -> Hex.toString(bytes));
        }
    }

    @Test
    void aLargeBufferOfOnesDoesNotOverflow() {
        final byte[] bytes = new byte[1 << 20];
        Arrays.fill(bytes, (byte) 0xff);
        assertEquals(0xffff, Checksums.sum(new UnsafeBuffer(bytes), 0, bytes.length));
    }

    @Test
    void udpOfACapture() {
        final byte[] frame = Hex.bytes(GoldenFrames.DHCP_OFFER);
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        assertTrue(Checksums.isIpv4TransportValid(frame, buffer.addressOffset() + 34, 345, 0x0a00_0001, 0xffff_ffff, IpProtocol.UDP));
        assertFalse(Checksums.isIpv4TransportValid(frame, buffer.addressOffset() + 34, 345, 0x0a00_0002, 0xffff_ffff, IpProtocol.UDP));
        buffer.putShort(40, (short) 0);
        assertEquals(0x8ac6, Checksums.udpOverIpv4(buffer, 34, 345, 0x0a00_0001, 0xffff_ffff));
    }

    @Test
    void aUdpChecksumThatSumsToZeroIsSentAsOnes() {
        // Source, destination, protocol, lengths and ports sum to 0xffff with this payload word.
        final UnsafeBuffer datagram = new UnsafeBuffer(Hex.bytes("0001 0002 000a 0000 0000"));
        final int before = ~Checksums.udpOverIpv4(datagram, 0, 10, 0x0a00_0001, 0x0a00_0002) & 0xffff;
        datagram.putShort(8, (short) (0xffff - before), java.nio.ByteOrder.BIG_ENDIAN);
        assertEquals(0xffff, Checksums.udpOverIpv4(datagram, 0, 10, 0x0a00_0001, 0x0a00_0002));
    }

    private static int wordByWord(final byte[] bytes) {
        int sum = 0;
        for (int i = 0; i < bytes.length; i += 2) {
            sum += (bytes[i] & 0xff) << 8 | (i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0);
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }
}
