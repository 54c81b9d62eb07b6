package io.athenabng.benchmarks.gateway;

import io.athenabng.benchmarks.load.FrameOutput;
import io.athenabng.benchmarks.load.ReplyHandler;
import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.config.LoadResult;
import io.athenabng.core.lifecycle.GatewayPorts;
import io.athenabng.core.lifecycle.SubscriberGateway;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.DhcpUpstream;
import io.athenabng.core.port.EventSink;
import io.athenabng.core.port.FrameSink;
import io.athenabng.core.port.PppChannels;
import io.athenabng.core.port.SessionStore;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.daemon.DaemonCounters;
import io.athenabng.wire.ethernet.FrameClass;
import io.athenabng.wire.ethernet.FrameParser;
import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The gateway's core with its built-in DHCP server: client frames go in, replies come out, to a {@link ReplyHandler} or only counted.
 * Lines 500.1 to 509.4000 (802.1ad outside) on one trunk. The clock stands still until {@link #advance}.
 */
public final class SteppedGateway implements FrameOutput, FrameSink {
    private static final String CONFIGURATION = """
        bootstrap: { max-sessions: 100000 }
        trunks:
          - { name: eth1, max-lines: 100000, new-lines-per-second: 1000000, new-lines-burst: 1000000 }
        pools:
          - { name: main, ranges: [10.64.0.10-10.65.255.250] }
        access-groups:
          - name: residential
            trunk: eth1
            vlans: [{ stack: 500-509.1-4000, outer-tpid: 802.1ad }]
            gateway: 10.64.0.1/15
            line-idle-timeout: 60s
            shaping: { down: 100mbit, up: 50mbit }
            dhcp:
              mode: server
              server: { pools: [main], lease-time: 1h }
        """;
    /** Where the clock stands at first, ns since the epoch. */
    static final long START_NS = 1_700_000_000_000_000_000L;
    private static final long TRUNK_MAC = 0x02ff_0000_0001L;
    private static final int FRAME_ROOM = 2_048;

    private final UnsafeBuffer reply = new UnsafeBuffer(new byte[FRAME_ROOM]);
    private final UnsafeBuffer delivered = new UnsafeBuffer(0, 0);
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final FrameParser parser = new FrameParser();
    private final FrameParser replyParser = new FrameParser();
    private final AnsweringDataPlane dataPlane;
    private final SessionStore store;
    private final SubscriberGateway gateway;
    private final Steps steps;
    private ReplyHandler clients;
    private DiscoveryHandler discovery;
    private long nowNs = START_NS;
    private int claimed;
    private long replies;
    private boolean timed;
    private long spentNs;

    /** What stands between the gateway and the clients, stepped with both. */
    public interface Steps {
        /** How much was done. */
        int step();
    }

    /** Takes a packet of PPPoE discovery for a client. */
    @FunctionalInterface
    public interface DiscoveryHandler {
        /** Its addresses, and where its PPPoE header begins. */
        void onDiscovery(long srcMac, long dstMac, DirectBuffer buffer, int offset, int length);
    }

    /** A gateway of DHCP clients that has nothing to restore. */
    public SteppedGateway() {
        this(CONFIGURATION, new NoChannels());
    }

    /**
     * A gateway that has nothing to restore.
     *
     * @param configuration its configuration
     * @param channels      its way to PPPoE clients; stepped with it if it is {@link Steps}
     */
    public SteppedGateway(String configuration, PppChannels channels) {
        this(configuration, new HeapSessionStore(), new AnsweringDataPlane(), channels);
        settle();
    }

    /** A gateway that has begun, and has done nothing yet. */
    SteppedGateway(String configuration, SessionStore store, AnsweringDataPlane dataPlane) {
        this(configuration, store, dataPlane, new NoChannels());
    }

    private SteppedGateway(String configuration, SessionStore store, AnsweringDataPlane dataPlane, PppChannels channels) {
        this.store = store;
        this.dataPlane = dataPlane;
        steps = channels instanceof Steps also ? also : () -> 0;
        LoadResult loaded = ConfigurationLoader.load("benchmark.yaml", configuration);
        if (!(loaded instanceof LoadResult.Loaded sound)) {
            throw new IllegalStateException(((LoadResult.Refused) loaded).describe());
        }
        CounterRegistry counters = new DaemonCounters();
        gateway = new SubscriberGateway(sound.configuration(),
            new GatewayPorts(() -> nowNs, this, new NoUpstream(), new NoRadius(), channels, dataPlane, store, new NoSubscribers(),
                counters));
        dataPlane.listener(gateway);
    }

    /** A configuration for so many PPPoE clients, each with a local user of its own. */
    public static String pppoeConfiguration(int clients) {
        StringBuilder yaml = new StringBuilder(CONFIGURATION.replace("    dhcp:\n",
            "    authentication: local\n    pppoe: { enabled: true, authentication: [chap-md5], pools: [main] }\n    dhcp:\n"));
        yaml.append("users:\n");
        for (int i = 0; i < clients; i++) {
            yaml.append("  - { name: u").append(i).append(", password: load-secret }\n");
        }
        return yaml.toString();
    }

    /** Says who takes discovery's answers. */
    public void connectDiscovery(DiscoveryHandler handler) {
        discovery = handler;
    }

    /** Who takes what channels say. */
    public PppChannels.Listener listener() {
        return gateway;
    }

    /** Says who takes the replies. */
    public void connect(ReplyHandler handler) {
        clients = handler;
    }

    /** Steps until nothing is left to be done. */
    public void settle() {
        int idle = 0;
        while (idle < 2) {
            idle = step() == 0 ? idle + 1 : 0;
        }
    }

    /** Takes the time of the gateway itself from now on, which costs it two readings of the clock a call. */
    void time() {
        timed = true;
        spentNs = 0;
    }

    /** Time spent in the gateway itself, without clients and kernel, ns. */
    long spentNs() {
        return spentNs;
    }

    /** One turn of everything; how much was done. */
    int step() {
        long from = timed ? System.nanoTime() : 0;
        int work = gateway.onDutyCycle() + dataPlane.answer();
        spentNs += timed ? System.nanoTime() - from : 0;
        return work + steps.step() + deliver();
    }

    /** Whether sessions of the run before are still to be restored. */
    boolean isRestoring() {
        return gateway.isRestoring();
    }

    /** How many sessions the data plane delivers. */
    int upCount() {
        return gateway.upCount();
    }

    public void advance(long ns) {
        nowNs += ns;
    }

    public long nowNs() {
        return nowNs;
    }

    @Override
    public boolean send(DirectBuffer frame, int length) {
        int frameClass = parser.parse(frame, 0, length, false, 0, 0);
        if (frameClass == FrameClass.PPPOE_DISCOVERY) {
            gateway.onPppoeDiscovery(0, parser.vlanStack(), parser.srcMac(), parser.dstMac(), frame, parser.l3Offset(),
                length - parser.l3Offset());
            return true;
        }
        if (frameClass != FrameClass.DHCP4_CLIENT) {
            throw new IllegalStateException("not a client's frame: " + parser.malformedReason());
        }
        long from = timed ? System.nanoTime() : 0;
        gateway.onDhcpClientMessage(0, parser.vlanStack(), parser.srcMac(), parser.dstIp(), frame, parser.payloadOffset(),
            parser.payloadLength());
        spentNs += timed ? System.nanoTime() - from : 0;
        return true;
    }

    @Override
    public int claim(int trunkIndex, int length) {
        claimed = length;
        return 0;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return reply;
    }

    @Override
    public long sourceMac(int trunkIndex) {
        return TRUNK_MAC;
    }

    @Override
    public void commit() {
        replies++;
        if (clients != null || discovery != null) {
            byte[] copy = new byte[claimed];
            reply.getBytes(0, copy);
            waiting.add(copy);
        }
    }

    /** Replies reach the clients when the gateway's own step is over: a client answers at once. */
    private int deliver() {
        int count = waiting.size();
        for (int i = 0; i < count; i++) {
            delivered.wrap(waiting.remove());
            int frameClass = replyParser.parse(delivered, 0, delivered.capacity(), false, 0, 0);
            if (frameClass == FrameClass.PPPOE_DISCOVERY) {
                discovery.onDiscovery(replyParser.srcMac(), replyParser.dstMac(), delivered, replyParser.l3Offset(),
                    delivered.capacity() - replyParser.l3Offset());
                continue;
            }
            if (frameClass != FrameClass.DHCP4_SERVER) {
                throw new IllegalStateException("not a reply: " + replyParser.malformedReason());
            }
            clients.onReply(nowNs, nowNs, replyParser.vlanStack(), replyParser.srcMac(), delivered, replyParser.payloadOffset(),
                replyParser.payloadLength());
        }
        return count;
    }

    @Override
    public void abort() {
        claimed = 0;
    }

    /** Replies that left. */
    public long replies() {
        return replies;
    }

    public int lines() {
        return dataPlane.lines();
    }

    public int sessions() {
        return dataPlane.sessions();
    }

    public long stored() {
        return store.size();
    }

    private static final class NoUpstream implements DhcpUpstream {
        @Override
        public int claim(int giaddr, int serverAddress, int length) {
            return -1;
        }

        @Override
        public MutableDirectBuffer buffer() {
            throw new IllegalStateException("nothing was claimed");
        }

        @Override
        public void commit() {
            throw new IllegalStateException("nothing was claimed");
        }
    }

    /** The benchmark's clients speak DHCP. */
    private static final class NoChannels implements PppChannels {
        @Override
        public boolean open(long channelId, int lineId, int pppoeSessionId, long mac, boolean restored) {
            return false;
        }

        @Override
        public boolean send(long channelId, int protocol, DirectBuffer buffer, int offset, int length) {
            return false;
        }

        @Override
        public boolean networkUp(long channelId, int protocol, boolean up) {
            return false;
        }

        @Override
        public boolean close(long channelId) {
            return false;
        }
    }

    private static final class NoSubscribers implements EventSink {
        @Override
        public void onSessionEvent(Kind kind, SessionRecordFlyweight record) {
            // Nobody has subscribed.
        }

        @Override
        public void onLineEvent(Kind kind, int lineId, int trunkIndex, long vlanStack) {
            // Nobody has subscribed.
        }
    }
}
