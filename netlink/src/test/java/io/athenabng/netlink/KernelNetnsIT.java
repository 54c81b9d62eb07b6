package io.athenabng.netlink;

import static io.athenabng.netlink.message.NetlinkConstants.AF_INET;
import static io.athenabng.netlink.message.NetlinkConstants.AF_INET6;
import static io.athenabng.netlink.message.NetlinkConstants.AF_UNSPEC;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.athenabng.ffi.testkit.NetnsExtension;
import io.athenabng.netlink.address.AddressAttributes;
import io.athenabng.netlink.address.AddressDumpRequest;
import io.athenabng.netlink.address.AddressFlyweight;
import io.athenabng.netlink.address.AddressRequest;
import io.athenabng.netlink.link.IfbLinkRequest;
import io.athenabng.netlink.link.LinkAttributes;
import io.athenabng.netlink.link.LinkDeleteRequest;
import io.athenabng.netlink.link.LinkDumpRequest;
import io.athenabng.netlink.link.LinkFlyweight;
import io.athenabng.netlink.link.LinkPropertyRequest;
import io.athenabng.netlink.link.LinkReply;
import io.athenabng.netlink.link.LinkSetRequest;
import io.athenabng.netlink.link.LinkStatisticsFlyweight;
import io.athenabng.netlink.link.LinkStatisticsRequest;
import io.athenabng.netlink.route.NeighbourDumpRequest;
import io.athenabng.netlink.route.NeighbourFlyweight;
import io.athenabng.netlink.route.NeighbourRequest;
import io.athenabng.netlink.route.RouteAttributes;
import io.athenabng.netlink.route.RouteDumpRequest;
import io.athenabng.netlink.route.RouteFlyweight;
import io.athenabng.netlink.route.RouteRequest;
import io.athenabng.netlink.testkit.RecordingHandler;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Links, addresses, routes and neighbours against the running kernel; what {@code ip} shows is compared with what was asked. */
final class KernelNetnsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    final NetnsExtension netns = new NetnsExtension();

    private final RecordingHandler handler = new RecordingHandler();
    private String namespace;
    private NetlinkClient client;

    @BeforeEach
    void open() {
        namespace = netns.namespace("nl");
        netns.vethPair(namespace, "eth1", namespace, "eth2");
        client = netns.closeAfter(netns.inside(namespace, () -> new NetlinkClient(NetlinkSocketTransport.open(), handler)));
    }

    private JsonNode json(final String... words) {
        try {
            return JSON.readTree(netns.exec(namespace, words));
        } catch (final com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode link(final String name) {
        return json("ip", "-d", "-j", "link", "show", "dev", name).get(0);
    }

    private Map<String, LinkReply> links(final LinkDumpRequest request) {
        final Map<String, LinkReply> links = new TreeMap<>();
        final LinkFlyweight flyweight = new LinkFlyweight();
        client.dump(request, (type, buffer, offset, length) -> {
            assertTrue(flyweight.wrap(buffer, offset, length));
            links.put(flyweight.name(), flyweight.toReply());
        });
        return links;
    }

    private int eth1() {
        return link("eth1").get("ifindex").asInt();
    }

    private static int errno(final Runnable action) {
        return assertThrows(NetlinkException.class, action::run).errno();
    }

    @Test
    void ifbIsCreatedAsAskedInOneBatchWithItsNames() {
        final IfbLinkRequest ifb = new IfbLinkRequest();
        assertTrue(client.submit(ifb.name("ifb-1").index(2000).mtu(1600).txQueueLength(64).group(7), 1));
        assertTrue(client.submit(new LinkPropertyRequest().add(2000, "ifb-eth1.111.500.100"), 2));
        assertTrue(client.submit(new LinkPropertyRequest().add(2000, "second"), 3));
        assertTrue(client.submit(new LinkSetRequest().index(2000).up(), 4));
        drain();
        assertEquals(List.of("ack 1", "ack 2", "ack 3", "ack 4"), handler.lines());
        assertEquals(1, client.batchesSent());
        final JsonNode shown = link("ifb-eth1.111.500.100");
        assertEquals(2000, shown.get("ifindex").asInt());
        assertEquals("ifb-1", shown.get("ifname").asText());
        assertEquals(1600, shown.get("mtu").asInt());
        assertEquals(64, shown.get("txqlen").asInt());
        assertEquals("7", shown.get("group").asText());
        assertEquals("ifb", shown.get("linkinfo").get("info_kind").asText());
        assertTrue(shown.get("flags").toString().contains("\"UP\""));
        final LinkReply reply = links(new LinkDumpRequest().ofKind("ifb")).get("ifb-1");
        assertEquals(List.of("ifb-eth1.111.500.100", "second"), reply.alternativeNames());
        assertEquals("ifb", reply.kind());
        assertEquals(7, reply.group());
        client.execute(new LinkPropertyRequest().delete(2000, "second"));
        assertEquals(1, links(new LinkDumpRequest().all()).get("ifb-1").alternativeNames().size());
        client.execute(new LinkDeleteRequest().byName("ifb-eth1.111.500.100"));
        assertFalse(links(new LinkDumpRequest().all()).containsKey("ifb-1"));
    }

    private void drain() {
        for (int i = 0; i < 100 && (client.pendingRequests() > 0 || i == 0); i++) {
            client.poll(1000);
        }
        assertEquals(0, client.pendingRequests());
    }

    @Test
    void dumpShowsWhatIpShows() {
        client.execute(new IfbLinkRequest().name("ifb-1"));
        final Map<String, LinkReply> links = links(new LinkDumpRequest().all());
        final JsonNode shown = json("ip", "-d", "-j", "link", "show");
        assertEquals(shown.size(), links.size());
        for (final JsonNode node : shown) {
            final LinkReply reply = links.get(node.get("ifname").asText());
            assertEquals(node.get("ifindex").asInt(), reply.index());
            assertEquals(node.get("mtu").asInt(), reply.mtu());
            assertEquals(node.path("linkinfo").path("info_kind").asText(), reply.kind());
            assertEquals(node.get("address").asText(), mac(reply.mac()));
            assertEquals(node.get("flags").toString().contains("\"UP\""), reply.isUp());
            assertEquals(node.path("txqlen").asInt(), reply.txQueueLength());
        }
        assertEquals(links.get("eth2").index(), links.get("eth1").parentIndex());
        assertEquals(List.of("ifb-1"), List.copyOf(links(new LinkDumpRequest().ofKind("ifb")).keySet()));
    }

    private static String mac(final long mac) {
        final StringBuilder text = new StringBuilder(String.format("%012x", mac));
        for (int i = 10; i > 0; i -= 2) {
            text.insert(i, ':');
        }
        return text.toString();
    }

    @Test
    void settingsOfAnInterface() {
        final int index = eth1();
        client.execute(new LinkSetRequest().index(index).mtu(1400).group(12).txQueueLength(55).promiscuous(true)
            .ipv4Setting(LinkAttributes.IPV4_DEVCONF_RP_FILTER, 1).ipv4Setting(LinkAttributes.IPV4_DEVCONF_PROXY_ARP, 1)
            .ipv4Setting(LinkAttributes.IPV4_DEVCONF_FORWARDING, 1).ipv4Setting(LinkAttributes.IPV4_DEVCONF_ACCEPT_LOCAL, 1)
            .ipv4Setting(LinkAttributes.IPV4_DEVCONF_SEND_REDIRECTS, 0).ipv4Setting(LinkAttributes.IPV4_DEVCONF_ARP_IGNORE, 2));
        final JsonNode shown = link("eth1");
        assertEquals(1400, shown.get("mtu").asInt());
        assertEquals("12", shown.get("group").asText());
        assertEquals(55, shown.get("txqlen").asInt());
        assertEquals(1, shown.get("promiscuity").asInt());
        for (final String[] setting : new String[][] {{"rp_filter", "1"}, {"proxy_arp", "1"}, {"forwarding", "1"},
            {"accept_local", "1"}, {"send_redirects", "0"}, {"arp_ignore", "2"}}) {
            assertEquals(setting[1], netns.exec(namespace, "cat", "/proc/sys/net/ipv4/conf/eth1/" + setting[0]).strip(), setting[0]);
        }
        final LinkFlyweight flyweight = new LinkFlyweight();
        final List<Integer> settings = new ArrayList<>();
        client.execute(new LinkDumpRequest().byName("eth1"), (type, buffer, offset, length) -> {
            assertTrue(flyweight.wrap(buffer, offset, length));
            settings.add(flyweight.ipv4Setting(LinkAttributes.IPV4_DEVCONF_ARP_IGNORE));
            settings.add(flyweight.ipv4Setting(LinkAttributes.IPV4_DEVCONF_SEND_REDIRECTS));
        });
        assertEquals(List.of(2, 0), settings);
        client.execute(new LinkSetRequest().index(index).down());
        client.execute(new LinkSetRequest().index(index).name("trunk0").mac(0x020304050607L));
        assertEquals("02:03:04:05:06:07", link("trunk0").get("address").asText());
        assertEquals(Errno.ENODEV, errno(() -> client.execute(new LinkSetRequest().index(9999).up())));
    }

    /** The order that LinkSetRequest's documentation demands: in one message the interface would get its link-local address. */
    @Test
    void noLinkLocalAddressWithGenerationModeNone() {
        netns.enableIpv6(namespace);
        client.execute(new IfbLinkRequest().name("ifb-1").index(2000));
        netns.exec(namespace, "sh", "-c", "echo 0 >/proc/sys/net/ipv6/conf/ifb-1/disable_ipv6");
        client.submit(new LinkSetRequest().index(2000).addressGenerationMode(LinkAttributes.IN6_ADDR_GEN_MODE_NONE), 1);
        client.submit(new LinkSetRequest().index(2000).up(), 2);
        drain();
        assertEquals(List.of("ack 1", "ack 2"), handler.lines());
        assertEquals("none", link("ifb-1").get("inet6_addr_gen_mode").asText());
        assertFalse(netns.exec(namespace, "ip", "-6", "addr", "show", "dev", "ifb-1").contains("fe80"));
        assertEquals(LinkAttributes.IN6_ADDR_GEN_MODE_NONE, links(new LinkDumpRequest().all()).get("ifb-1").addressGenerationMode());
    }

    @Test
    void groupIsDeletedAtOnceAndOthersStay() {
        for (int i = 0; i < 50; i++) {
            assertTrue(client.submitSilently(new IfbLinkRequest().name("ifb-" + i).index(3000 + i).group(i < 40 ? 77 : 78), i));
        }
        drain();
        assertEquals(50, handler.lines().size());
        assertTrue(handler.lines().stream().allMatch(line -> line.startsWith("ack")), handler.lines().toString());
        client.execute(new LinkDeleteRequest().byGroup(77));
        assertEquals(10, links(new LinkDumpRequest().ofKind("ifb")).size());
        assertEquals(Errno.ENODEV, errno(() -> client.execute(new LinkDeleteRequest().byGroup(77))));
        assertThrows(IllegalArgumentException.class, () -> new LinkDeleteRequest().byGroup(0));
        assertEquals(Errno.EOPNOTSUPP, errno(() -> client.execute(new LinkDeleteRequest().byName("lo"))));
    }

    @Test
    void refusalsCarryTheKernelsWords() {
        client.execute(new IfbLinkRequest().name("ifb-1").index(2000));
        assertEquals(Errno.EEXIST, errno(() -> client.execute(new IfbLinkRequest().name("ifb-1"))));
        assertEquals(Errno.EEXIST, errno(() -> client.execute(new IfbLinkRequest().name("ifb-2").index(2000))));
        final NetlinkException e = assertThrows(NetlinkException.class,
            () -> client.execute(new LinkSetRequest().index(eth1()).mtu(1 << 20)));
        assertEquals(Errno.EINVAL, e.errno());
        assertEquals("mtu greater than device maximum", e.extAckText());
        client.submit(new IfbLinkRequest().name("ifb-3").index(2003), 1);
        client.submit(new LinkSetRequest().index(eth1()).mtu(1 << 30), 2);
        client.submit(new IfbLinkRequest().name("ifb-4").index(2004), 3);
        drain();
        assertEquals(List.of("ack 1", "error 2 EINVAL mtu greater than device maximum", "ack 3"), handler.lines());
        assertEquals(3, links(new LinkDumpRequest().ofKind("ifb")).size());
    }

    @Test
    void addresses() {
        netns.enableIpv6(namespace);
        final int index = eth1();
        client.execute(new AddressRequest().index(index).ipv4(0x0a010203, 24).flags(AddressAttributes.IFA_F_NOPREFIXROUTE));
        client.execute(new AddressRequest().replace().index(index).ipv4(0x0a010204, 32).scope(RouteAttributes.RT_SCOPE_LINK));
        client.execute(new AddressRequest().index(index).ipv6(0x20010db8_00000000L, 1, 64).flags(AddressAttributes.IFA_F_NODAD));
        assertEquals(Errno.EEXIST, errno(() -> client.execute(new AddressRequest().index(index).ipv4(0x0a010203, 24))));
        final String shown = netns.exec(namespace, "ip", "addr", "show", "dev", "eth1");
        assertTrue(shown.contains("inet 10.1.2.3/24 scope global noprefixroute"), shown);
        assertTrue(shown.contains("inet 10.1.2.4/32 scope link"), shown);
        assertTrue(shown.contains("inet6 2001:db8::1/64 scope global"), shown);
        assertEquals("", netns.exec(namespace, "ip", "route", "show", "10.1.2.0/24"));
        assertEquals(List.of("10.1.2.3/24", "10.1.2.4/32"), ipv4Addresses(index));
        assertEquals(List.of("127.0.0.1/8"), ipv4Addresses(1), "the kernel filters by interface");
        client.execute(new AddressRequest().delete().index(index).ipv4(0x0a010203, 24));
        assertEquals(Errno.EADDRNOTAVAIL, errno(() -> client.execute(new AddressRequest().delete().index(index).ipv4(0x0a010203, 24))));
        assertEquals(List.of("10.1.2.4/32"), ipv4Addresses(index));
    }

    private List<String> ipv4Addresses(final int index) {
        final List<String> addresses = new ArrayList<>();
        final AddressFlyweight flyweight = new AddressFlyweight();
        client.dump(new AddressDumpRequest().family(AF_INET).index(index), (type, buffer, offset, length) -> {
            assertTrue(flyweight.wrap(buffer, offset, length));
            addresses.add(dotted(flyweight.ipv4()) + "/" + flyweight.prefixLength());
        });
        addresses.sort(null);
        return addresses;
    }

    private static String dotted(final int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }

    @Test
    void routes() {
        final int index = eth1();
        client.execute(new AddressRequest().index(1).ipv4(0x0a000001, 32));
        client.execute(new RouteRequest().ipv4Destination(0x0a090001, 32).outputIndex(index).ipv4PreferredSource(0x0a000001)
            .protocol(66));
        client.execute(new RouteRequest().type(RouteAttributes.RTN_UNREACHABLE).ipv4Destination(0x0a0b0000, 16).metric(9));
        client.execute(new RouteRequest().type(RouteAttributes.RTN_BLACKHOLE).ipv4Destination(0x0a0c0000, 16).table(1000));
        client.execute(new RouteRequest().ipv4Destination(0x0a0d0000, 16).ipv4Gateway(0x0a090001).outputIndex(index));
        client.execute(new RouteRequest().replace().ipv4Destination(0, 0).outputIndex(index).metric(3));
        final String shown = netns.exec(namespace, "ip", "route", "show", "table", "all");
        assertTrue(shown.contains("10.9.0.1 dev eth1 proto 66 scope link src 10.0.0.1"), shown);
        assertTrue(shown.contains("unreachable 10.11.0.0/16 proto static metric 9"), shown);
        assertTrue(shown.contains("blackhole 10.12.0.0/16 table 1000 proto static"), shown);
        assertTrue(shown.contains("10.13.0.0/16 via 10.9.0.1 dev eth1 proto static"), shown);
        assertTrue(shown.contains("default dev eth1 proto static scope link metric 3"), shown);
        assertEquals(List.of("10.9.0.1/32"), destinations(new RouteDumpRequest().family(AF_INET).protocol(66)));
        assertEquals(List.of("10.12.0.0/16"), destinations(new RouteDumpRequest().family(AF_INET).table(1000)));
        assertEquals(Errno.EEXIST, errno(() -> client.execute(new RouteRequest().ipv4Destination(0x0a090001, 32).outputIndex(index))));
        client.execute(new RouteRequest().delete().ipv4Destination(0x0a090001, 32).outputIndex(index));
        assertEquals(Errno.ESRCH,
            errno(() -> client.execute(new RouteRequest().delete().ipv4Destination(0x0a090001, 32).outputIndex(index))));
        assertEquals(List.of(), destinations(new RouteDumpRequest().family(AF_INET).protocol(66)));
    }

    private List<String> destinations(final RouteDumpRequest request) {
        final List<String> destinations = new ArrayList<>();
        final RouteFlyweight flyweight = new RouteFlyweight();
        client.dump(request, (type, buffer, offset, length) -> {
            assertTrue(flyweight.wrap(buffer, offset, length));
            destinations.add(dotted(flyweight.ipv4Destination()) + "/" + flyweight.prefixLength());
        });
        return destinations;
    }

    @Test
    void ipv6Routes() {
        netns.enableIpv6(namespace);
        final int index = eth1();
        client.execute(new RouteRequest().ipv6Destination(0x20010db8_00010000L, 0, 48).outputIndex(index).metric(5));
        client.execute(new RouteRequest().type(RouteAttributes.RTN_UNREACHABLE).ipv6Destination(0x20010db8_00020000L, 0, 48));
        final String shown = netns.exec(namespace, "ip", "-6", "route", "show");
        assertTrue(shown.contains("2001:db8:1::/48 dev eth1 proto static metric 5"), shown);
        assertTrue(shown.contains("unreachable 2001:db8:2::/48 dev lo proto static"), shown);
        final List<Long> found = new ArrayList<>();
        final RouteFlyweight flyweight = new RouteFlyweight();
        client.dump(new RouteDumpRequest().family(AF_INET6).protocol(RouteAttributes.RTPROT_STATIC), (type, buffer, offset, length) -> {
            assertTrue(flyweight.wrap(buffer, offset, length));
            found.add(flyweight.ipv6DestinationHigh());
        });
        assertEquals(List.of(0x20010db8_00010000L, 0x20010db8_00020000L), found);
        client.execute(new RouteRequest().delete().ipv6Destination(0x20010db8_00010000L, 0, 48).outputIndex(index));
    }

    @Test
    void neighbours() {
        final int index = eth1();
        client.execute(new NeighbourRequest().replace(index, 0x020000000011L).ipv4(0x0a090001));
        client.execute(new NeighbourRequest().replace(index, 0x020000000012L).ipv4(0x0a090001));
        client.execute(new NeighbourRequest().replace(index, 0x020000000013L).ipv4(0x0a090002));
        final JsonNode shown = json("ip", "-j", "neigh", "show", "10.9.0.1", "dev", "eth1").get(0);
        assertEquals("02:00:00:00:00:12", shown.get("lladdr").asText());
        assertEquals("PERMANENT", shown.get("state").get(0).asText());
        final Map<String, String> found = new TreeMap<>();
        final NeighbourFlyweight flyweight = new NeighbourFlyweight();
        client.dump(new NeighbourDumpRequest().family(AF_UNSPEC).index(index), (type, buffer, offset, length) -> {
            assertTrue(flyweight.wrap(buffer, offset, length));
            if (flyweight.state() == RouteAttributes.NUD_PERMANENT) {
                found.put(dotted(flyweight.ipv4()), mac(flyweight.mac()));
            }
        });
        assertEquals(Map.of("10.9.0.1", "02:00:00:00:00:12", "10.9.0.2", "02:00:00:00:00:13"), found);
        client.execute(new NeighbourRequest().delete(index).ipv4(0x0a090001));
        assertEquals(Errno.ENOENT, errno(() -> client.execute(new NeighbourRequest().delete(index).ipv4(0x0a090001))));
    }

    @Test
    void statistics() {
        netns.address(namespace, "lo", "10.7.7.7/32");
        netns.exec(namespace, "ping", "-c", "3", "-i", "0.01", "10.7.7.7");
        final JsonNode shown = json("ip", "-s", "-j", "link", "show", "dev", "lo").get(0).get("stats64");
        final LinkStatisticsFlyweight flyweight = new LinkStatisticsFlyweight();
        final Map<Integer, Long> bytes = new TreeMap<>();
        client.dump(new LinkStatisticsRequest().all(), (type, buffer, offset, length) -> {
            assertTrue(flyweight.wrap(buffer, offset, length));
            bytes.put(flyweight.index(), flyweight.counters().rxBytes());
        });
        assertEquals(json("ip", "-j", "link").size(), bytes.size());
        assertTrue(bytes.get(1) >= 6 * 84);
        assertEquals(shown.get("rx").get("bytes").asLong(), bytes.get(1));
        client.execute(new LinkStatisticsRequest().byIndex(1), (type, buffer, offset, length) -> {
            assertTrue(flyweight.wrap(buffer, offset, length));
            assertEquals(shown.get("tx").get("packets").asLong(), flyweight.counters().txPackets());
        });
    }

    @Test
    void eventsOfInterfacesAreHeard() {
        final List<String> events = new ArrayList<>();
        final LinkEventListener listener = netns.closeAfter(netns.inside(namespace,
            () -> new LinkEventListener(NetlinkSocketTransport.open(), new NameCollector(events))));
        netns.exec(namespace, "ip", "link", "add", "ifb-9", "type", "ifb");
        netns.exec(namespace, "ip", "link", "del", "ifb-9");
        assertTrue(listener.poll(100) > 0);
        assertTrue(events.contains("changed ifb-9"), events.toString());
        assertEquals("deleted ifb-9", events.get(events.size() - 1));
    }

    private static final class NameCollector implements LinkEventHandler {
        private final List<String> events;
        private final LinkFlyweight flyweight = new LinkFlyweight();

        NameCollector(final List<String> events) {
            this.events = events;
        }

        @Override
        public void onLinkChanged(final DirectBuffer buffer, final int offset, final int length) {
            events.add("changed " + (flyweight.wrap(buffer, offset, length) ? flyweight.name() : "unreadable"));
        }

        @Override
        public void onLinkDeleted(final DirectBuffer buffer, final int offset, final int length) {
            events.add("deleted " + (flyweight.wrap(buffer, offset, length) ? flyweight.name() : "unreadable"));
        }

        @Override
        public void onOther(final int type, final DirectBuffer buffer, final int offset, final int length) {
            events.add("other " + type);
        }

        @Override
        public void onEventsLost() {
            events.add("lost");
        }
    }
}
