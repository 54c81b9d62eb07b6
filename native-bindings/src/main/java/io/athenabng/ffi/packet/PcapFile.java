package io.athenabng.ffi.packet;

import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.NativeMemory;
import io.athenabng.ffi.generated.pcap.Pcap;
import io.athenabng.ffi.generated.pcap.pcap_pkthdr;
import io.athenabng.ffi.generated.pcap.timeval;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * Reads a capture file (pcap or pcapng) through libpcap and hands its frames out as a ring would, for tests and replay.
 *
 * <p>All tags are in band: a file keeps the frame as it was on the wire. One owner thread.
 */
public final class PcapFile implements AutoCloseable {
    /** What libpcap's {@code pcap_next_ex} returns at the end of a file (PCAP_ERROR_BREAK). */
    private static final int END = -2;
    private static final long NS_PER_S = 1_000_000_000L;

    private final Arena arena;
    private final MemorySegment handle;
    private final MemorySegment header;
    private final MemorySegment data;
    private boolean closed;

    private PcapFile(Arena arena, MemorySegment handle) {
        this.arena = arena;
        this.handle = handle;
        this.header = arena.allocate(Pcap.C_POINTER);
        this.data = arena.allocate(Pcap.C_POINTER);
    }

    /**
     * Opens a capture of Ethernet frames.
     *
     * @throws NativeException with libpcap's explanation when the file cannot be read or is no such capture
     */
    public static PcapFile open(Path path) {
        Arena arena = Arena.ofShared();
        try {
            MemorySegment error = arena.allocate(Pcap.PCAP_ERRBUF_SIZE());
            MemorySegment handle = Pcap.pcap_open_offline_with_tstamp_precision(arena.allocateFrom(path.toString()),
                Pcap.PCAP_TSTAMP_PRECISION_NANO(), error);
            if (handle.address() == 0) {
                throw new NativeException("pcap_open_offline(" + path + ")", error.getString(0));
            }
            int linkType = Pcap.pcap_datalink(handle);
            if (linkType != Pcap.DLT_EN10MB()) {
                Pcap.pcap_close(handle);
                throw new NativeException("pcap_open_offline(" + path + ")", "link type " + linkType + " is not Ethernet");
            }
            return new PcapFile(arena, handle);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /**
     * Hands out the next frames.
     *
     * @param handler    takes them
     * @param frameLimit the most frames
     * @return how many there were; fewer than the limit at the file's end
     * @throws NativeException with libpcap's explanation when the file is damaged or cut
     */
    public int poll(FrameHandler handler, int frameLimit) {
        int delivered = 0;
        while (delivered < frameLimit) {
            int result = Pcap.pcap_next_ex(handle, header, data);
            if (result == END) {
                break;
            }
            if (result < 0) {
                throw new NativeException("pcap_next_ex", Pcap.pcap_geterr(handle).getString(0));
            }
            long packet = NativeMemory.getLong(header.address());
            long time = packet + pcap_pkthdr.ts$offset();
            delivered++;
            handler.onFrame(NativeMemory.getLong(data.address()), NativeMemory.getInt(packet + pcap_pkthdr.caplen$offset()),
                NativeMemory.getInt(packet + pcap_pkthdr.len$offset()), 0, 0, 0,
                NativeMemory.getLong(time + timeval.tv_sec$offset()) * NS_PER_S + NativeMemory.getLong(time + timeval.tv_usec$offset()), 0);
        }
        return delivered;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Pcap.pcap_close(handle);
            arena.close();
        }
    }
}
