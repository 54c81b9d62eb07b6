package io.athenabng.core.lifecycle;

import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.config.LoadResult;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.testkit.FakeDataPlane;
import io.athenabng.core.testkit.FakeDhcpUpstream;
import io.athenabng.core.testkit.FakeFrameSink;
import io.athenabng.core.testkit.FakePppChannels;
import io.athenabng.core.testkit.FakeRadiusUpstream;
import io.athenabng.core.testkit.FakeSessionStore;
import io.athenabng.core.testkit.ManualClock;
import io.athenabng.core.testkit.RecordedEvents;
import io.athenabng.core.testkit.TestCounters;
import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.dhcp.DhcpOptionAppender;
import io.athenabng.wire.dhcp.DhcpParser;
import io.athenabng.wire.ethernet.FrameClass;
import io.athenabng.wire.ethernet.FrameParser;
import io.athenabng.wire.ethernet.VlanStack;
import org.agrona.concurrent.UnsafeBuffer;

/** A gateway on fakes, and a DHCP client that talks to it. */
final class GatewayHarness {
    static final int BROADCAST = 0xffff_ffff;
    static final int DHCP_LENGTH = 600;
    static final String CONFIGURATION = """
            trunks:
              - name: eth1
                new-lines-per-second: 100
                new-lines-burst: 100
            pools:
              - name: main
                ranges: [10.64.0.10-10.64.0.250]
            access-groups:
              - name: residential
                trunk: eth1
                vlans:
                  - { stack: 500.100-199, outer-tpid: 802.1ad }
                gateway: 10.64.0.1/24
                line-idle-timeout: 60s
                GROUP
                shaping: { down: 20mbit, up: 10mbit }
                dhcp:
                  mode: server
                  server: { pools: [main], lease-time: 1h }
            users:
              - { name: "02:00:00:00:00:01", down: 100mbit, up: 50mbit }
              - { name: alice, password: secret, down: 100mbit, up: 50mbit }
              - { name: bob, password: secret }
            """;

    final ManualClock clock = new ManualClock(1_700_000_000L * ManualClock.SECOND_NS);
    final FakeDataPlane dataPlane = new FakeDataPlane();
    final FakeFrameSink frames = new FakeFrameSink();
    final FakeDhcpUpstream upstream = new FakeDhcpUpstream();
    final FakePppChannels channels = new FakePppChannels();
    final FakeRadiusUpstream radius = new FakeRadiusUpstream();
    final FakeSessionStore store;
    final RecordedEvents events = new RecordedEvents();
    TestCounters counters = new TestCounters();
    SubscriberGateway gateway;
    final RunningConfiguration configuration;
    /** Option 12 of what the client sends; null is none. */
    String hostName;
    /** Where what the client sends comes in. */
    int trunkIndex;
    private int nextXid = 1;

    GatewayHarness(final String groupKeys) {
        this(groupKeys, new FakeSessionStore());
    }

    GatewayHarness(final String groupKeys, final FakeSessionStore store) {
        this(store, CONFIGURATION.replace("GROUP", groupKeys));
    }

    GatewayHarness(final FakeSessionStore store, final String yaml) {
        this.store = store;
        final LoadResult loaded = ConfigurationLoader.load("test.yaml", yaml);
        if (loaded instanceof LoadResult.Refused refused) {
            throw new IllegalStateException(refused.problems().toString());
        }
        configuration = ((LoadResult.Loaded) loaded).configuration();
        restart();
    }

    /** The daemon dies and starts again, and has done all that a start brings with it; the store and the kernel stay. */
    void restart() {
        start();
        settle();
    }

    /** The daemon dies and starts again, and has done nothing yet. */
    void start() {
        dataPlane.lines.clear();
        counters = new TestCounters();
        gateway = new SubscriberGateway(configuration, new GatewayPorts(
                clock, frames, upstream, radius, channels, dataPlane, store, events, counters));
        dataPlane.listener(gateway);
        channels.listener(gateway);
        channels.lineIsUp = dataPlane.lines::containsKey;
    }

    void settle() {
        for (int i = 0; i < 10; i++) {
            gateway.onDutyCycle();
            dataPlane.answer();
            channels.answer();
        }
    }

    static long line(final int cvlan) {
        return VlanStack.appendInner(VlanStack.pushOuter(VlanStack.UNTAGGED, 0x88a8, 500), 0x8100, cvlan);
    }

    /** What a client reads of a reply. */
    record Reply(int type, int address, int serverId, long vlanStack, long dstMac, int dstAddress, int netmask, int dns) {
    }

    void send(final long stack, final long mac, final int type, final int ciaddr, final int requested, final int serverId) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[DHCP_LENGTH]);
        new DhcpFlyweight().wrapMutable(buffer, 0, DhcpFlyweight.HEADER_LENGTH).initialise(DhcpFlyweight.BOOTREQUEST)
                .chaddr(mac).xid(nextXid++).ciaddr(ciaddr);
        final DhcpOptionAppender options = new DhcpOptionAppender().wrap(
                buffer, DhcpFlyweight.HEADER_LENGTH, DHCP_LENGTH - DhcpFlyweight.HEADER_LENGTH);
        options.appendByte(DhcpOption.MESSAGE_TYPE, type);
        if (requested != 0) {
            options.appendInt(DhcpOption.REQUESTED_ADDRESS, requested);
        }
        if (serverId != 0) {
            options.appendInt(DhcpOption.SERVER_IDENTIFIER, serverId);
        }
        if (hostName != null) {
            options.appendAscii(DhcpOption.HOST_NAME, hostName);
        }
        final int length = options.end(0);
        gateway.onDhcpClientMessage(trunkIndex, stack, mac, ciaddr == 0 ? BROADCAST : 0x0a40_0001, buffer, 0, length);
    }

    /** The last reply, which is the only one since the last look; null if there is none. */
    Reply takeReply() {
        if (frames.frames.isEmpty()) {
            return null;
        }
        if (frames.frames.size() > 1) {
            throw new IllegalStateException(frames.frames.size() + " replies");
        }
        final UnsafeBuffer frame = new UnsafeBuffer(frames.frames.removeFirst());
        final FrameParser parser = new FrameParser();
        if (parser.parse(frame, 0, frame.capacity(), false, 0, 0) != FrameClass.DHCP4_SERVER) {
            throw new IllegalStateException("the reply is no DHCP reply: " + parser.malformedReason());
        }
        final DhcpParser dhcp = new DhcpParser();
        if (dhcp.parse(frame, parser.payloadOffset(), parser.payloadLength(), DhcpFlyweight.BOOTREPLY) != 0) {
            throw new IllegalStateException("the reply is malformed");
        }
        return new Reply(dhcp.messageType(), dhcp.header().yiaddr(), dhcp.options().intValue(DhcpOption.SERVER_IDENTIFIER, 0),
                parser.vlanStack(), parser.dstMac(), parser.dstIp(), dhcp.options().intValue(DhcpOption.SUBNET_MASK, 0),
                dhcp.options().intValue(DhcpOption.DOMAIN_NAME_SERVER, 0));
    }

    /** Discover to ACK; the address, or 0 if any step was not answered. */
    int bringUp(final long stack, final long mac) {
        send(stack, mac, DhcpMessageType.DISCOVER, 0, 0, 0);
        settle();
        final Reply offer = takeReply();
        if (offer == null || offer.type != DhcpMessageType.OFFER) {
            return 0;
        }
        send(stack, mac, DhcpMessageType.REQUEST, 0, offer.address, offer.serverId);
        settle();
        final Reply ack = takeReply();
        return ack == null || ack.type != DhcpMessageType.ACK ? 0 : ack.address;
    }
}
