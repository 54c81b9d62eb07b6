package io.athenabng.benchmarks.receive;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.BlockingMode;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.packet.Packet;

/**
 * A reader over pcap4j: {@code Pcap4jReader INTERFACE EXPRESSION raw|objects}, bytes of each frame or the library's packet objects. It
 * prints {@code ready}, reads until standard input ends, and then prints one JSON object.
 */
public final class Pcap4jReader {
    private static final int SNAP_LENGTH = 1_600;
    private static final int TIMEOUT_MS = 8;
    private static final int BUFFER = 256 << 20;
    private static final int QUIET_READS = 20;

    private Pcap4jReader() {
    }

    /** Runs it. */
    public static void main(String[] arguments) throws PcapNativeException, NotOpenException, IOException, InterruptedException {
        boolean raw = arguments[2].equals("raw");
        PcapHandle handle = new PcapHandle.Builder(arguments[0]).snaplen(SNAP_LENGTH).timeoutMillis(TIMEOUT_MS).bufferSize(BUFFER).build();
        handle.setFilter(arguments[1], BpfCompileMode.OPTIMIZE);
        // Otherwise it waits for ever once nothing comes.
        handle.setBlockingMode(BlockingMode.NONBLOCKING);
        System.out.println("ready");
        System.out.flush();
        long packets = 0;
        long bytes = 0;
        long cpuBefore = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int quiet = 0; quiet < QUIET_READS;) {
            int length;
            if (raw) {
                byte[] frame = handle.getNextRawPacket();
                length = frame == null ? 0 : frame.length;
            } else {
                Packet packet = handle.getNextPacket();
                length = packet == null ? 0 : packet.length();
            }
            if (length > 0) {
                packets++;
                bytes += length;
                quiet = 0;
            } else if (System.in.available() > 0) {
                quiet++;
            } else {
                Thread.sleep(1);
            }
        }
        System.out.printf(Locale.ROOT, "{\"packets\": %d, \"cpuNs\": %d, \"drops\": %d, \"bytes\": %d}%n", packets,
            ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuBefore, handle.getStats().getNumPacketsDropped(), bytes);
        handle.close();
    }
}
