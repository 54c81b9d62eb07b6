package io.athenabng.ffi.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.NativeMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Capture files, written here by the format's description (pcap-savefile(5)). */
final class PcapFileTest {
    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int NANOSECONDS = 0xa1b23c4d;

    @TempDir
    Path directory;

    private Path write(int magic, int linkType, int cut, byte[]... frames) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(4096).order(ByteOrder.BIG_ENDIAN);
        file.putInt(magic).putShort((short) 2).putShort((short) 4).putLong(0).putInt(65_535).putInt(linkType);
        for (byte[] frame : frames) {
            file.putInt(1_700_000_000).putInt(123_456).putInt(frame.length).putInt(frame.length + 10).put(frame);
        }
        Path path = directory.resolve("capture.pcap");
        Files.write(path, Arrays.copyOf(file.array(), file.position() - cut));
        return path;
    }

    @Test
    void framesComeOutAsTheyWentIn() throws IOException {
        byte[] first = Frames.frame(0x0800, Frames.udp4(67), Frames.tag(0x88a8, 500), Frames.tag(0x8100, 100));
        byte[] second = Frames.frame(0x0806, new byte[28]);
        List<byte[]> seen = new ArrayList<>();
        try (PcapFile file = PcapFile.open(write(MICROSECONDS, 1, 0, first, second))) {
            FrameHandler handler = (address, snapLength, originalLength, status, tci, tpid, timeNs, type) -> {
                byte[] frame = new byte[snapLength];
                NativeMemory.copy(address, frame, 0, snapLength);
                seen.add(frame);
                assertEquals(snapLength + 10, originalLength);
                assertEquals(0, status);
                assertEquals(1_700_000_000_123_456_000L, timeNs);
            };
            assertEquals(1, file.poll(handler, 1));
            assertEquals(1, file.poll(handler, 100));
            assertEquals(0, file.poll(handler, 100));
        }
        assertArrayEquals(first, seen.get(0));
        assertArrayEquals(second, seen.get(1));
    }

    @Test
    void nanosecondFilesKeepTheirPrecision() throws IOException {
        try (PcapFile file = PcapFile.open(write(NANOSECONDS, 1, 0, new byte[60]))) {
            assertEquals(1, file.poll((a, s, l, st, tci, tpid, timeNs, t) -> assertEquals(1_700_000_000_000_123_456L, timeNs), 1));
        }
    }

    @Test
    void whatIsNoEthernetCaptureIsRefusedWithTheReason() throws IOException {
        Path cut = write(MICROSECONDS, 1, 10, new byte[60]);
        try (PcapFile file = PcapFile.open(cut)) {
            NativeException thrown = assertThrows(NativeException.class, () -> file.poll((a, s, l, st, tci, tpid, time, t) -> {
                throw new AssertionError("a cut frame");
            }, 1));
            assertTrue(thrown.getMessage().contains("truncated"), thrown.getMessage());
        }
        Path raw = write(MICROSECONDS, 101, 0);
        assertTrue(assertThrows(NativeException.class, () -> PcapFile.open(raw)).getMessage().contains("link type"));
        Path text = Files.writeString(directory.resolve("text"), "no capture, but long enough to be read as one");
        assertThrows(NativeException.class, () -> PcapFile.open(text));
        NativeException missing = assertThrows(NativeException.class, () -> PcapFile.open(directory.resolve("missing")));
        assertTrue(missing.getMessage().contains("No such file"), missing.getMessage());
    }
}
