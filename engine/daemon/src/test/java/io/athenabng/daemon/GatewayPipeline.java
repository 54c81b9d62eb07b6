package io.athenabng.daemon;

import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.config.LoadResult;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.lifecycle.GatewayPorts;
import io.athenabng.core.lifecycle.SubscriberGateway;
import io.athenabng.core.port.SessionStore;
import io.athenabng.core.testkit.FakeDataPlane;
import io.athenabng.daemon.agent.EngineTime;
import io.athenabng.daemon.agent.Mailbox;
import io.athenabng.daemon.agent.SessionAgent;
import io.athenabng.daemon.edge.packet.ReceiverCounters;
import io.athenabng.daemon.edge.packet.TrunkReceiver;
import io.athenabng.daemon.ring.ControlFrameProxy;
import io.athenabng.daemon.ring.ControlFrameTap;
import io.athenabng.daemon.ring.DataPlaneAdapter;
import io.athenabng.daemon.ring.DataPlaneEventProxy;
import io.athenabng.daemon.ring.DataPlaneProxy;
import io.athenabng.daemon.ring.DatagramAdapter;
import io.athenabng.daemon.ring.EventProxy;
import io.athenabng.daemon.ring.PppChannelsProxy;
import io.athenabng.daemon.ring.RadiusUpstreamProxy;
import io.athenabng.daemon.ring.TransmitAdapter;
import io.athenabng.daemon.ring.TransmitProxy;
import io.athenabng.daemon.ring.UpstreamProxy;
import io.athenabng.daemon.testkit.NoPppChannels;
import io.athenabng.ffi.packet.FrameHandler;
import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.dhcp.DhcpOptionAppender;
import io.athenabng.wire.dhcp.DhcpParser;
import io.athenabng.wire.ethernet.FrameClass;
import io.athenabng.wire.ethernet.FrameParser;
import io.athenabng.wire.ethernet.VlanStack;
import io.athenabng.wire.ip.Ipv4UdpFrameAppender;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * The daemon without its threads and its kernel: the receiver's code, every ring, the session agent; stepped by hand. The data plane
 * behind the kernel agent's ring is core's fake; what the sender would get is kept.
 */
public final class GatewayPipeline {
    public static final long GATEWAY_MAC = 0x0200_5e00_0001L;
    public static final int GATEWAY = 0x0a40_0001;
    static final long SECOND_NS = 1_000_000_000L;
    private static final int DHCP_LENGTH = 548;
    private static final int SVLAN = 500;

    /** A DHCP reply as the subscriber sees it. */
    record Reply(int type, int address, int serverId, long vlanStack, long dstMac) {
    }

    public final ErrorLog errorLog = new ErrorLog();
    public final DaemonCounters counters = new DaemonCounters();
    public final FakeDataPlane dataPlane = new FakeDataPlane();
    final Deque<byte[]> sent = new ArrayDeque<>();
    final Deque<byte[]> toServers = new ArrayDeque<>();
    public final RunningConfiguration configuration;
    public final SubscriberGateway gateway;
    final DaemonRings rings;
    public final Mailbox<SubscriberGateway> mailbox = new Mailbox<>();
    final UnsafeBuffer frame = new UnsafeBuffer(ByteBuffer.allocateDirect(2_048));
    long nowNs = 1_700_000_000L * SECOND_NS;
    boolean senderFull;
    boolean keepSent = true;
    long sentCount;

    private final SessionAgent session;
    private final TrunkReceiver receiver;
    private final DataPlaneAdapter requests;
    private final DataPlaneEventProxy answers;
    private final TransmitAdapter sender;
    private final DatagramAdapter upstream;
    public final ControlFrameTap tap;
    private int nextXid = 1;

    public GatewayPipeline(final RunningConfiguration configuration, final SessionStore store) {
        this.configuration = configuration;
        rings = new DaemonRings(1, configuration.bootstrap().agentRingBytes());
        answers = new DataPlaneEventProxy(rings.kernelToSession, counters);
        requests = new DataPlaneAdapter(rings.sessionToKernel, dataPlane, new NoPppChannels());
        dataPlane.listener(answers);
        receiver = new TrunkReceiver(null, 0, new ControlFrameProxy(rings.receiverToSession.getFirst()),
                new ReceiverCounters(counters, "eth1", 0));
        final EngineTime time = new EngineTime(() -> nowNs);
        tap = new ControlFrameTap(rings.tapToManagement, time, new long[] {GATEWAY_MAC}, counters);
        gateway = new SubscriberGateway(configuration, new GatewayPorts(time,
                new TransmitProxy(rings.sessionToSender, new long[] {GATEWAY_MAC}, tap), new UpstreamProxy(rings.sessionToUpstream),
                new RadiusUpstreamProxy(rings.sessionToRadius), new PppChannelsProxy(rings.sessionToKernel, tap),
                new DataPlaneProxy(rings.sessionToKernel), store, new EventProxy(rings.sessionToManagement, counters), counters));
        session = new SessionAgent(gateway, time, rings.receiverToSession, rings.kernelToSession, rings.upstreamToSession,
                rings.radiusToSession, mailbox, tap);
        sender = new TransmitAdapter(rings.sessionToSender, this::onFrame);
        upstream = new DatagramAdapter(rings.sessionToUpstream, (giaddr, server, buffer, offset, length) -> {
            toServers.add(copy(buffer, offset, length));
            return true;
        });
        settle();
    }

    public static RunningConfiguration load(final String groupKeys, final String dhcp) {
        final LoadResult loaded = ConfigurationLoader.load("test.yaml", """
            bootstrap: { agent-ring-size: 64KiB, max-sessions: 10000 }
            trunks:
              - { name: eth1, max-lines: 100, new-lines-per-second: 100, new-lines-burst: 100 }
            pools:
              - { name: main, ranges: [10.64.0.10-10.64.0.250] }
            access-groups:
              - name: residential
                trunk: eth1
                vlans: [{ stack: 500.100-199, outer-tpid: 802.1ad }]
                gateway: 10.64.0.1/24
                line-idle-timeout: 60s
                GROUP
                shaping: { down: 20mbit, up: 10mbit }
                dhcp: DHCP
            """.replace("GROUP", groupKeys).replace("DHCP", dhcp));
        if (loaded instanceof LoadResult.Refused refused) {
            throw new IllegalStateException(refused.problems().toString());
        }
        return ((LoadResult.Loaded) loaded).configuration();
    }

    public static RunningConfiguration server() {
        return load("", "{ mode: server, server: { pools: [main], lease-time: 1h } }");
    }

    /** The session agent's events, for management. */
    public RingBuffer tapped() {
        return rings.tapToManagement;
    }

    public RingBuffer events() {
        return rings.sessionToManagement;
    }

    /** Requests to RADIUS servers, which this pipeline has none of. */
    public RingBuffer radiusRequests() {
        return rings.sessionToRadius;
    }

    /** RADIUS servers' answers. */
    public RingBuffer radiusAnswers() {
        return rings.radiusToSession;
    }

    /** The upstream agent's events, for management. */
    public RingBuffer radiusEvents() {
        return rings.radiusToManagement;
    }

    private boolean onFrame(final int trunkIndex, final MutableDirectBuffer buffer, final int offset, final int length) {
        if (senderFull) {
            return false;
        }
        sentCount++;
        if (keepSent) {
            sent.add(copy(buffer, offset, length));
        }
        return true;
    }

    private static byte[] copy(final MutableDirectBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }

    static long line(final int cvlan) {
        return VlanStack.appendInner(VlanStack.pushOuter(VlanStack.UNTAGGED, 0x88a8, SVLAN), 0x8100, cvlan);
    }

    /** One turn of every agent but the receiver's. */
    public void step() {
        session.doWork();
        kernelStep();
        sender.poll(64);
        upstream.poll(64);
    }

    void kernelStep() {
        answers.flush();
        if (answers.isClear()) {
            requests.poll(64);
        }
        dataPlane.answer();
    }

    public void settle() {
        for (int i = 0; i < 12; i++) {
            step();
        }
    }

    /** Builds a client's frame as the kernel hands it over: the outer tag is in the metadata. Its length. */
    int build(final int cvlan, final long mac, final int type, final int ciaddr, final int requested, final int serverId) {
        final UnsafeBuffer dhcp = new UnsafeBuffer(new byte[DHCP_LENGTH]);
        new DhcpFlyweight().wrapMutable(dhcp, 0, DhcpFlyweight.HEADER_LENGTH).initialise(DhcpFlyweight.BOOTREQUEST)
                .chaddr(mac).xid(nextXid++).ciaddr(ciaddr);
        final DhcpOptionAppender options = new DhcpOptionAppender().wrap(
                dhcp, DhcpFlyweight.HEADER_LENGTH, DHCP_LENGTH - DhcpFlyweight.HEADER_LENGTH);
        options.appendByte(DhcpOption.MESSAGE_TYPE, type);
        if (requested != 0) {
            options.appendInt(DhcpOption.REQUESTED_ADDRESS, requested);
        }
        if (serverId != 0) {
            options.appendInt(DhcpOption.SERVER_IDENTIFIER, serverId);
        }
        final int length = options.end(0);
        final long inner = VlanStack.appendInner(VlanStack.UNTAGGED, 0x8100, cvlan);
        final Ipv4UdpFrameAppender appender = new Ipv4UdpFrameAppender().wrap(frame, 0, inner);
        frame.putBytes(appender.payloadOffset(), dhcp, 0, length);
        appender.finish(mac, ciaddr == 0 ? 0xffff_ffff_ffffL : GATEWAY_MAC, ciaddr, ciaddr == 0 ? -1 : GATEWAY, 68, 67, length);
        return appender.payloadOffset() + length;
    }

    /** The frame arrives. */
    void receive(final int length) {
        receiver.onFrame(frame.addressOffset(), length, length, FrameHandler.STATUS_VLAN_VALID | FrameHandler.STATUS_VLAN_TPID_VALID,
                SVLAN, 0x88a8, nowNs, 0);
    }

    void send(final int cvlan, final long mac, final int type, final int ciaddr, final int requested, final int serverId) {
        receive(build(cvlan, mac, type, ciaddr, requested, serverId));
    }

    /** The only reply since the last look; null if there is none. */
    Reply takeReply() {
        if (sent.isEmpty()) {
            return null;
        }
        if (sent.size() > 1) {
            throw new IllegalStateException(sent.size() + " replies");
        }
        final UnsafeBuffer reply = new UnsafeBuffer(sent.poll());
        final FrameParser parser = new FrameParser();
        final DhcpParser dhcp = new DhcpParser();
        if (parser.parse(reply, 0, reply.capacity(), false, 0, 0) != FrameClass.DHCP4_SERVER
                || dhcp.parse(reply, parser.payloadOffset(), parser.payloadLength(), DhcpFlyweight.BOOTREPLY) != 0) {
            throw new IllegalStateException("no DHCP reply");
        }
        return new Reply(dhcp.messageType(), dhcp.header().yiaddr(), dhcp.options().intValue(DhcpOption.SERVER_IDENTIFIER, 0),
                parser.vlanStack(), parser.dstMac());
    }

    /** Discover to ACK; the address, or 0. */
    public int bringUp(final int cvlan, final long mac) {
        send(cvlan, mac, DhcpMessageType.DISCOVER, 0, 0, 0);
        settle();
        final Reply offer = takeReply();
        if (offer == null || offer.type != DhcpMessageType.OFFER) {
            return 0;
        }
        send(cvlan, mac, DhcpMessageType.REQUEST, 0, offer.address, offer.serverId);
        settle();
        final Reply ack = takeReply();
        return ack == null || ack.type != DhcpMessageType.ACK ? 0 : ack.address;
    }
}
