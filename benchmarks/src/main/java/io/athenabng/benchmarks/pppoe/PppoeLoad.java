package io.athenabng.benchmarks.pppoe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.athenabng.benchmarks.load.LatencyHistogram;
import io.athenabng.benchmarks.load.LinePlan;
import io.athenabng.benchmarks.load.PacketPort;
import io.athenabng.benchmarks.load.RetransmitPolicy;
import io.athenabng.ffi.packet.ControlFrameFilter;
import io.athenabng.wire.ethernet.EtherType;
import io.athenabng.wire.ethernet.EthernetFlyweight;
import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ip.Ipv4Address;
import io.athenabng.wire.pppoe.PppoeCode;
import io.athenabng.wire.pppoe.PppoeHeader;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The PPPoE load generator's command. Progress on standard error, one JSON object on standard output; status 0 only if every client got an
 * address and kept its session until it left.
 */
@Command(name = "pppoe-load", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Plays PPPoE clients with CHAP on lines behind two VLAN tags. Run it at the other end of the gateway's trunk.")
public final class PppoeLoad implements Callable<Integer>, PppoeOutput, PacketPort.PppoeHandler {
    private static final double NS_PER_S = 1e9;
    private static final double NS_PER_US = 1e3;
    private static final long PROGRESS_NS = 1_000_000_000L;
    private static final int IDLE_WAIT_MS = 2;
    private static final int LARGEST_VID = 4094;
    private static final int FRAME_ROOM = 1_600;
    private static final int HOLD_WAIT_MS = 20;
    private static final long LOOK_NS = 200_000_000L;
    private static final int BURST = 64;
    private static final int IPV4 = 0x0021;
    private static final int IP_HEADER = 20;
    private static final int UDP_HEADER = 8;
    private static final int UDP_PAYLOAD = 100;

    @Option(names = "--interface", required = true, paramLabel = "NAME", description = "Interface that frames leave by, tags in band.")
    private String interfaceName;

    @Option(names = "--clients", defaultValue = "100", paramLabel = "N", description = "Clients (default ${DEFAULT-VALUE}).")
    private int clientCount;

    @Option(names = "--outer", defaultValue = "500", paramLabel = "VID", description = "First outer VID (default ${DEFAULT-VALUE}).")
    private int outer;

    @Option(names = "--inner", defaultValue = "100", paramLabel = "VID", description = "First inner VID (default ${DEFAULT-VALUE}).")
    private int inner;

    @Option(names = "--lines-per-outer", defaultValue = "250", paramLabel = "N",
        description = "Lines below each outer VID (default ${DEFAULT-VALUE}).")
    private int linesPerOuter;

    @Option(names = "--mac-base", defaultValue = "02:00:00:00:00:01", paramLabel = "MAC",
        description = "The first client's address; the others follow (default ${DEFAULT-VALUE}).")
    private String macBase;

    @Option(names = "--window", defaultValue = "32", paramLabel = "N",
        description = "The most clients on their way at a time (default ${DEFAULT-VALUE}).")
    private int window;

    @Option(names = "--retransmit", defaultValue = "4000,2,5", paramLabel = "MS[,FACTOR[,ATTEMPTS]]",
        description = "First time-out, by what each further one is longer, and how often (default ${DEFAULT-VALUE}).")
    private String retransmit;

    @Option(names = "--hold", defaultValue = "0", paramLabel = "SECONDS",
        description = "How long all stay and answer echoes (default ${DEFAULT-VALUE}).")
    private double holdSeconds;

    @Option(names = "--until", paramLabel = "FILE", description = "They stay until this file is there, if that is longer than --hold.")
    private Path untilFile;

    @Option(names = "--echoes", defaultValue = "0", paramLabel = "N",
        description = "Echo-Requests a second to the gateway while they stay, from one client after the other (default ${DEFAULT-VALUE}).")
    private double echoRate;

    @Option(names = "--packets", defaultValue = "0", paramLabel = "N",
        description = "UDP packets a second to --to, port 9, while they stay (default ${DEFAULT-VALUE}).")
    private double packetRate;

    @Option(names = "--to", paramLabel = "ADDRESS", defaultValue = "192.0.2.20",
        description = "Where these packets go (default ${DEFAULT-VALUE}).")
    private String destination;

    @Option(names = "--up-file", paramLabel = "FILE", description = "Is written when every client has its address.")
    private Path upFile;

    @Option(names = "--leave", description = "Clients say at the end that they leave.")
    private boolean leave;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the JSON object to a file as well.")
    private Path json;

    private final UnsafeBuffer datagram = new UnsafeBuffer(new byte[IP_HEADER + UDP_HEADER + UDP_PAYLOAD]);
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[FRAME_ROOM]);
    private final EthernetFlyweight ethernet = new EthernetFlyweight();
    private PacketPort port;
    private PppoeClients clients;
    private LinePlan lines;
    private long stayBeganNs;
    private long packets;
    private int echoTurn;
    private int packetTurn;

    private PppoeLoad() {
    }

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PppoeLoad()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        lines = new LinePlan(clientCount, outer, Math.min(LARGEST_VID, outer + (clientCount - 1) / linesPerOuter), EtherType.SERVICE_VLAN,
            inner, linesPerOuter, 1, MacAddress.parse(macBase));
        try (PacketPort opened = new PacketPort(interfaceName, ControlFrameFilter.builder().pppoe())) {
            port = opened;
            clients = new PppoeClients(lines, window, RetransmitPolicy.parse(retransmit), this);
            port.connect(this);
            play();
            String text = report().toString();
            System.out.println(text);
            if (json != null) {
                Files.writeString(json, text + System.lineSeparator());
            }
            return clients.failed() == 0 && clients.lost() == 0 && clients.malformed() == 0 ? 0 : 1;
        }
    }

    private void play() throws IOException {
        long nextProgressNs = 0;
        long holdUntilNs = Long.MAX_VALUE;
        long nextLookNs = 0;
        boolean stays = true;
        while (stays) {
            int work = port.poll() + clients.doWork(port.nowNs());
            boolean holds = holdUntilNs != Long.MAX_VALUE;
            if (holds) {
                stay(port.nowNs());
            }
            port.flush();
            if (work == 0) {
                port.await(holds ? HOLD_WAIT_MS : IDLE_WAIT_MS);
            }
            long nowNs = port.nowNs();
            if (holds && nowNs >= nextLookNs) {
                nextLookNs = nowNs + LOOK_NS;
                stays = nowNs < holdUntilNs || untilFile != null && !Files.exists(untilFile);
            }
            if (clients.isSettled() && holdUntilNs == Long.MAX_VALUE) {
                holdUntilNs = nowNs + (long) (holdSeconds * NS_PER_S);
                stayBeganNs = nowNs;
                if (upFile != null) {
                    Files.writeString(upFile, clients.up() + System.lineSeparator());
                }
            }
            if (nowNs - nextProgressNs >= 0) {
                nextProgressNs = nowNs + PROGRESS_NS;
                System.err.printf(Locale.ROOT, "%d of %d clients have an address, %d failed, %d lost, %d echoes answered%n", clients.up(),
                    clientCount, clients.failed(), clients.lost(), clients.echoes());
            }
        }
        if (leave) {
            clients.leave();
        }
        port.drain();
    }

    /** Echoes and packets that are due: as many as the time since the beginning asks for, a few at a time. */
    private void stay(long nowNs) {
        double seconds = (nowNs - stayBeganNs) / NS_PER_S;
        int work = 0;
        while (clients.asked() < echoRate * seconds && work < BURST) {
            clients.askEcho(echoTurn++ % clientCount);
            work++;
        }
        while (packets < packetRate * seconds && work < BURST) {
            if (packet(packetTurn++ % clientCount)) {
                packets++;
            }
            work++;
        }
    }

    /** A UDP packet without a checksum from a client's address. */
    private boolean packet(int client) {
        if (!clients.isUp(client)) {
            return false;
        }
        int length = IP_HEADER + UDP_HEADER + UDP_PAYLOAD;
        datagram.setMemory(0, length, (byte) 0);
        datagram.putByte(0, (byte) 0x45);
        datagram.putShort(2, (short) length, ByteOrder.BIG_ENDIAN);
        datagram.putByte(8, (byte) 64);
        datagram.putByte(9, (byte) 17);
        datagram.putInt(12, clients.address(client), ByteOrder.BIG_ENDIAN);
        datagram.putInt(16, Ipv4Address.parse(destination), ByteOrder.BIG_ENDIAN);
        int sum = 0;
        for (int i = 0; i < IP_HEADER; i += Short.BYTES) {
            sum += datagram.getShort(i, ByteOrder.BIG_ENDIAN) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        datagram.putShort(10, (short) ~((sum & 0xffff) + (sum >>> 16)), ByteOrder.BIG_ENDIAN);
        datagram.putShort(IP_HEADER, (short) 9, ByteOrder.BIG_ENDIAN);
        datagram.putShort(IP_HEADER + 2, (short) 9, ByteOrder.BIG_ENDIAN);
        datagram.putShort(IP_HEADER + 4, (short) (UDP_HEADER + UDP_PAYLOAD), ByteOrder.BIG_ENDIAN);
        return ppp(client, IPV4, datagram, length);
    }

    private ObjectNode report() {
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("tool", "PppoeLoad").put("clients", clientCount)
            .put("window", window).put("retransmit", retransmit).put("sessions", clients.up()).put("failed", clients.failed())
            .put("lost", clients.lost()).put("retransmissions", clients.retransmissions()).put("malformed", clients.malformed())
            .put("echoes", clients.echoes()).put("echoesAsked", clients.asked()).put("echoesAnswered", clients.replies())
            .put("longestSilenceSeconds", clients.longestSilenceNs() / NS_PER_S).put("packetsSent", packets)
            .put("bringUpSeconds", clients.bringUpNs() / NS_PER_S)
            .put("sessionsPerSecond", clients.bringUpNs() == 0 ? 0 : Math.round(clients.up() * NS_PER_S * 10 / clients.bringUpNs()) / 10.0);
        LatencyHistogram setUp = clients.setUp();
        report.putObject("setUpMicroseconds").put("p50", Math.round(setUp.percentile(50) / NS_PER_US))
            .put("p99", Math.round(setUp.percentile(99) / NS_PER_US)).put("max", Math.round(setUp.maximum() / NS_PER_US));
        report.putObject("frames").put("sent", port.transmitter().sent()).put("refused", port.transmitter().refused())
            .put("received", port.ring().socket().packets()).put("lost", port.ring().socket().drops());
        return report;
    }

    @Override
    public boolean discovery(DirectBuffer whole, int length) {
        return port.send(whole, length);
    }

    @Override
    public boolean ppp(int client, int protocol, DirectBuffer payload, int length) {
        long stack = lines.vlanStack(client);
        int header = EthernetFlyweight.headerLength(stack);
        ethernet.wrapMutable(frame, 0, FRAME_ROOM).destination(clients.gateway(client)).source(lines.mac(client))
            .tagsAndType(stack, EtherType.PPPOE_SESSION);
        frame.putByte(header, (byte) PppoeHeader.VERSION_AND_TYPE);
        frame.putByte(header + 1, (byte) PppoeCode.SESSION);
        frame.putShort(header + PppoeHeader.SESSION_ID_OFFSET, (short) clients.sessionId(client), ByteOrder.BIG_ENDIAN);
        frame.putShort(header + PppoeHeader.LENGTH - Short.BYTES, (short) (length + PppoeHeader.PPP_PROTOCOL_LENGTH), ByteOrder.BIG_ENDIAN);
        frame.putShort(header + PppoeHeader.LENGTH, (short) protocol, ByteOrder.BIG_ENDIAN);
        frame.putBytes(header + PppoeHeader.LENGTH + PppoeHeader.PPP_PROTOCOL_LENGTH, payload, 0, length);
        return port.send(frame, header + PppoeHeader.LENGTH + PppoeHeader.PPP_PROTOCOL_LENGTH + length);
    }

    @Override
    public void onDiscovery(long srcMac, long dstMac, DirectBuffer buffer, int offset, int length) {
        clients.onDiscovery(srcMac, dstMac, buffer, offset, length);
    }

    @Override
    public void onControl(long dstMac, DirectBuffer buffer, int offset, int length) {
        int client = clients.client(dstMac);
        int payload = offset + PppoeHeader.LENGTH + PppoeHeader.PPP_PROTOCOL_LENGTH;
        int said = (buffer.getShort(offset + PppoeHeader.LENGTH - Short.BYTES, ByteOrder.BIG_ENDIAN) & 0xffff)
            - PppoeHeader.PPP_PROTOCOL_LENGTH;
        int sessionId = buffer.getShort(offset + PppoeHeader.SESSION_ID_OFFSET, ByteOrder.BIG_ENDIAN) & 0xffff;
        if (client >= 0 && clients.sessionId(client) == sessionId && said >= 0 && payload + said <= offset + length) {
            clients.onPpp(client, buffer.getShort(offset + PppoeHeader.LENGTH, ByteOrder.BIG_ENDIAN) & 0xffff, buffer, payload, said);
        }
    }
}
