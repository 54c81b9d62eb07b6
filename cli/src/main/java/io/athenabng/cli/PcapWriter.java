package io.athenabng.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a capture file of Ethernet frames that tcpdump and Wireshark read.
 *
 * <pre>
 *   file   magic 0xa1b2c3d4 (4) | version 2.4 (2+2) | 0 (8) | longest frame (4) | link type 1 (4)
 *   frame  seconds (4) | microseconds (4) | octets kept (4) | octets on the wire (4) | the frame
 * </pre>
 */
final class PcapWriter implements AutoCloseable {
    private static final int MAGIC = 0xa1b2c3d4;
    private static final short MAJOR = 2;
    private static final short MINOR = 4;
    private static final int LONGEST = 65_535;
    private static final int ETHERNET = 1;
    private static final int FILE_HEADER = 24;
    private static final int FRAME_HEADER = 16;
    private static final long US_PER_S = 1_000_000L;

    private final OutputStream out;

    private PcapWriter(final OutputStream out) {
        this.out = out;
    }

    /** A new file; one that is there is not overwritten. */
    static PcapWriter create(final Path path) throws IOException {
        final PcapWriter writer = new PcapWriter(new BufferedOutputStream(
            Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)));
        writer.out.write(ByteBuffer.allocate(FILE_HEADER).order(ByteOrder.LITTLE_ENDIAN).putInt(MAGIC).putShort(MAJOR).putShort(MINOR)
            .putLong(0).putInt(LONGEST).putInt(ETHERNET).array());
        writer.out.flush();
        return writer;
    }

    /** One frame; it is in the file when this returns. */
    void write(final long timeUs, final byte[] frame) throws IOException {
        out.write(ByteBuffer.allocate(FRAME_HEADER).order(ByteOrder.LITTLE_ENDIAN).putInt((int) (timeUs / US_PER_S))
            .putInt((int) (timeUs % US_PER_S)).putInt(frame.length).putInt(frame.length).array());
        out.write(frame);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
