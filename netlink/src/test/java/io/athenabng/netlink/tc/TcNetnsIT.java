package io.athenabng.netlink.tc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.athenabng.ffi.testkit.NetnsExtension;
import io.athenabng.netlink.Errno;
import io.athenabng.netlink.NetlinkClient;
import io.athenabng.netlink.NetlinkException;
import io.athenabng.netlink.NetlinkSocketTransport;
import io.athenabng.netlink.link.IfbLinkRequest;
import io.athenabng.netlink.testkit.RecordingHandler;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Traffic control against the running kernel, as far as it has it: HTB, TBF, ingress, u32 and mirred. */
final class TcNetnsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int IFB = 2000;

    @RegisterExtension
    final NetnsExtension netns = new NetnsExtension();

    private String namespace;
    private NetlinkClient client;
    private int eth1;

    @BeforeEach
    void open() {
        namespace = netns.namespace("tc");
        netns.vethPair(namespace, "eth1", namespace, "eth2");
        client = netns.closeAfter(netns.inside(namespace,
            () -> new NetlinkClient(NetlinkSocketTransport.open(), new RecordingHandler())));
        client.execute(new IfbLinkRequest().name("ifb-1").index(IFB).up(true));
        eth1 = json("ip", "-j", "link", "show", "dev", "eth1").get(0).get("ifindex").asInt();
    }

    private JsonNode json(final String... words) {
        try {
            return JSON.readTree(netns.exec(namespace, words));
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode rootQdisc() {
        return json("tc", "-j", "-s", "qdisc", "show", "dev", "ifb-1").get(0);
    }

    @Test
    void tbfIsSetChangedInPlaceAndRemoved() {
        final TbfQdiscRequest tbf = new TbfQdiscRequest().index(IFB).handle(TcHandle.of(5, 0));
        client.execute(tbf.rateBitsPerSecond(20_000_000).burstBytes(32_768).limitBytes(65_536));
        JsonNode shown = rootQdisc();
        assertEquals("tbf", shown.get("kind").asText());
        assertEquals("5:", shown.get("handle").asText());
        assertEquals(2_500_000, shown.get("options").get("rate").asLong());
        assertEquals(32_768, shown.get("options").get("burst").asLong(), 64);
        client.execute(tbf.change().rateBitsPerSecond(80_000_000_000L).burstBytes(1 << 20));
        shown = rootQdisc();
        assertEquals(10_000_000_000L, shown.get("options").get("rate").asLong());
        assertEquals("5:", shown.get("handle").asText());
        final List<String> kinds = new ArrayList<>();
        final QdiscFlyweight flyweight = new QdiscFlyweight();
        client.dump(new TcDumpRequest().qdiscs(false), (type, buffer, offset, length) -> {
            assertTrue(flyweight.wrap(buffer, offset, length));
            if (flyweight.index() == IFB) {
                kinds.add(flyweight.kind() + " " + Integer.toHexString(flyweight.handle()));
            }
        });
        assertEquals(List.of("tbf 50000"), kinds);
        client.execute(new QdiscDeleteRequest().root(IFB));
        assertFalse(netns.exec(namespace, "tc", "qdisc", "show", "dev", "ifb-1").contains("tbf"));
        assertThrows(NetlinkException.class, () -> client.execute(new QdiscDeleteRequest().root(IFB)));
    }

    @Test
    void htbWithClasses() {
        client.execute(new HtbQdiscRequest().index(IFB).handle(TcHandle.of(1, 0)).defaultClass(0x10).directQueueLength(500));
        final HtbClassRequest leaf = new HtbClassRequest().index(IFB).parent(TcHandle.of(1, 0)).classId(TcHandle.of(1, 0x10));
        client.execute(leaf.rateBitsPerSecond(50_000_000).ceilBitsPerSecond(100_000_000).burstBytes(65_536).quantumBytes(3000)
            .overheadBytes(8).mpuBytes(64).priority(1));
        client.execute(new HtbClassRequest().index(IFB).parent(TcHandle.of(1, 0)).classId(TcHandle.of(1, 0x11))
            .rateBitsPerSecond(40_000_000_000L).quantumBytes(60_000));
        assertEquals("0x10", rootQdisc().get("options").get("default").asText());
        String shown = netns.exec(namespace, "tc", "class", "show", "dev", "ifb-1");
        assertTrue(shown.contains("class htb 1:10 root prio 1 rate 50Mbit overhead 8 ceil 100Mbit burst 64Kb"), shown);
        assertTrue(shown.contains("class htb 1:11 root prio 0 rate 40Gbit ceil 40Gbit"), shown);
        shown = netns.exec(namespace, "tc", "-d", "class", "show", "dev", "ifb-1");
        assertTrue(shown.contains("overhead 8") && shown.contains("mpu 64b"), shown);
        client.execute(leaf.change().rateBitsPerSecond(60_000_000).ceilBitsPerSecond(60_000_000));
        shown = netns.exec(namespace, "tc", "class", "show", "dev", "ifb-1");
        assertTrue(shown.contains("rate 60Mbit overhead 8 ceil 60Mbit"), shown);
        final List<HtbClassOptions> classes = new ArrayList<>();
        final QdiscFlyweight flyweight = new QdiscFlyweight();
        client.dump(new TcDumpRequest().classes(IFB), (type, buffer, offset, length) -> {
            assertTrue(flyweight.wrap(buffer, offset, length));
            classes.add(flyweight.htbClassOptions());
            assertTrue(flyweight.htbClassStatistics().tokens() > 0);
        });
        assertEquals(2, classes.size());
        assertTrue(classes.contains(new HtbClassOptions(60_000_000, 60_000_000, 3000, 1)), classes.toString());
        assertTrue(classes.contains(new HtbClassOptions(40_000_000_000L, 40_000_000_000L, 60_000, 0)), classes.toString());
        client.execute(new HtbClassRequest().delete().index(IFB).classId(TcHandle.of(1, 0x11)));
        assertFalse(netns.exec(namespace, "tc", "class", "show", "dev", "ifb-1").contains("1:11"));
        client.execute(new U32FilterRequest().index(IFB).parent(TcHandle.of(1, 0)).priority(4).protocol(TcAttributes.ETH_P_IP)
            .matchU32(0x0a000000, 0xff00_0000, 16).classId(TcHandle.of(1, 0x10)));
        final String filters = netns.exec(namespace, "tc", "filter", "show", "dev", "ifb-1");
        assertTrue(filters.contains("flowid 1:10") && filters.contains("match 0a000000/ff000000 at 16"), filters);
    }

    @Test
    void redirectToIfbCarriesTraffic() {
        client.execute(new IngressQdiscRequest().index(eth1));
        assertEquals(Errno.EEXIST,
            assertThrows(NetlinkException.class, () -> client.execute(new IngressQdiscRequest().index(eth1))).errno());
        client.execute(new U32FilterRequest().index(eth1).priority(1).action(new MirredRedirectAction().targetIndex(IFB)));
        client.execute(new U32FilterRequest().index(eth1).priority(3).protocol(0x0806).matchU16(0x0806, 0xffff, -2)
            .matchU8(1, 0xff, 7).action(new MirredRedirectAction().targetIndex(IFB)));
        client.execute(new TbfQdiscRequest().index(IFB).rateBitsPerSecond(1_000_000_000).burstBytes(65_536).limitBytes(1 << 20));
        final String shown = netns.exec(namespace, "tc", "filter", "show", "dev", "eth1", "ingress");
        assertTrue(shown.contains("Egress Redirect to device ifb-1"), shown);
        assertTrue(shown.contains("match 00000806/0000ffff at -4"), shown);
        assertTrue(shown.contains("match 00000001/000000ff at 4"), shown);
        final List<String> filters = new ArrayList<>();
        final FilterFlyweight flyweight = new FilterFlyweight();
        client.dump(new TcDumpRequest().filters(eth1, TcHandle.INGRESS_QDISC), (type, buffer, offset, length) -> {
            assertTrue(flyweight.wrap(buffer, offset, length));
            if (flyweight.keyCount() > 0) {
                filters.add(flyweight.priority() + " " + Integer.toHexString(flyweight.protocol()) + " " + flyweight.keyCount() + " "
                    + flyweight.actionKind() + " " + flyweight.redirectTarget());
            }
        });
        assertEquals(List.of("1 3 1 mirred " + IFB, "3 806 2 mirred " + IFB), filters);
        // Whatever leaves eth2 is received on eth1, and must come by the IFB's shaper.
        netns.address(namespace, "eth2", "10.9.8.2/24");
        netns.exec(namespace, "sh", "-c", "ping -c 3 -i 0.05 -W 0.1 -I eth2 10.9.8.77 || true");
        final QdiscFlyweight qdisc = new QdiscFlyweight();
        final long[] packets = new long[1];
        client.dump(new TcDumpRequest().qdiscs(false), (type, buffer, offset, length) -> {
            assertTrue(qdisc.wrap(buffer, offset, length));
            if (qdisc.index() == IFB) {
                packets[0] = qdisc.packets();
            }
        });
        assertTrue(packets[0] > 0, "ARP requests went through the IFB");
        assertEquals(rootQdisc().get("packets").asLong(), packets[0]);
        client.execute(new FilterDeleteRequest().byPriority(eth1, TcHandle.INGRESS_QDISC, 3, 0x0806));
        assertFalse(netns.exec(namespace, "tc", "filter", "show", "dev", "eth1", "ingress").contains("0806"));
        client.execute(new FilterDeleteRequest().all(eth1, TcHandle.INGRESS_QDISC));
        assertEquals("", netns.exec(namespace, "tc", "filter", "show", "dev", "eth1", "ingress").strip());
        client.execute(new QdiscDeleteRequest().ingress(eth1));
        assertFalse(netns.exec(namespace, "tc", "qdisc", "show", "dev", "eth1").contains("ingress"));
    }

    @Test
    void filterIsDeletedByHandle() {
        client.execute(new ClsactQdiscRequest().index(eth1));
        final U32FilterRequest filter = new U32FilterRequest().index(eth1).parent(TcHandle.CLSACT_INGRESS).priority(5)
            .action(new MirredRedirectAction().targetIndex(IFB));
        client.execute(filter.matchU8(1, 0xff, 9));
        client.execute(filter.reset().index(eth1).parent(TcHandle.CLSACT_INGRESS).priority(5).matchU8(17, 0xff, 9)
            .action(new MirredRedirectAction().targetIndex(IFB)));
        client.execute(new FilterDeleteRequest().byHandle(eth1, TcHandle.CLSACT_INGRESS, 5, "u32", 0x8000_0800));
        final String shown = netns.exec(namespace, "tc", "filter", "show", "dev", "eth1", "ingress");
        assertTrue(shown.contains("match 00110000/00ff0000 at 8") && !shown.contains("match 00010000"), shown);
    }

    @Test
    void unknownKindsAreRefusedWithWords() {
        final NetlinkException e = assertThrows(NetlinkException.class,
            () -> client.execute(new TbfQdiscRequest().index(9999).rateBitsPerSecond(1_000_000).burstBytes(2000).limitBytes(2000)));
        assertEquals(Errno.ENODEV, e.errno());
        final NetlinkException parent = assertThrows(NetlinkException.class, () -> client.execute(new U32FilterRequest().index(eth1)
            .priority(1).action(new MirredRedirectAction().targetIndex(IFB))));
        assertTrue(parent.getMessage().contains("Parent Qdisc doesn't exist"), parent.getMessage());
    }
}
