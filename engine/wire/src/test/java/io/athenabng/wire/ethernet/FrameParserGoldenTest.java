package io.athenabng.wire.ethernet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.athenabng.wire.testkit.GoldenFrames;
import io.athenabng.wire.testkit.Hex;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames captured from real clients, with the tags that a trunk would put in front of them. */
class FrameParserGoldenTest {

    private static final int[] TAGS = {0x88a8_006f, 0x8100_01f4, 0x8100_0064, 0x9100_0fa0};
    private static final Map<String, Integer> CLASSES = Map.ofEntries(
        Map.entry("DHCP_DISCOVER", FrameClass.DHCP4_CLIENT), Map.entry("DHCP_OFFER", FrameClass.DHCP4_SERVER),
        Map.entry("DHCP_REQUEST", FrameClass.DHCP4_CLIENT), Map.entry("DHCP_ACK", FrameClass.DHCP4_SERVER),
        Map.entry("DHCLIENT_DISCOVER", FrameClass.DHCP4_CLIENT), Map.entry("ARP_REQUEST", FrameClass.ARP),
        Map.entry("ROUTER_SOLICITATION", FrameClass.ND), Map.entry("NEIGHBOUR_SOLICITATION", FrameClass.ND),
        Map.entry("MLD_REPORT", FrameClass.OTHER), Map.entry("DHCP6_SOLICIT", FrameClass.DHCP6),
        Map.entry("PADI", FrameClass.PPPOE_DISCOVERY), Map.entry("LCP_CONFIGURE_REQUEST", FrameClass.PPPOE_CONTROL));

    private final FrameParser parser = new FrameParser();

    @Test
    void everyFrameOnEveryNumberOfTags() {
        assertEquals(CLASSES.keySet(), GoldenFrames.all().keySet());
        GoldenFrames.all().forEach((name, frame) -> {
            for (int depth = 0; depth <= 4; depth++) {
                final int[] tags = java.util.Arrays.copyOf(TAGS, depth);
                long stack = VlanStack.UNTAGGED;
                for (final int tag : tags) {
                    stack = VlanStack.appendInner(stack, tag >>> 16, tag & 0xfff);
                }
                assertParsed(name, GoldenFrames.withTags(frame, tags), false, 0, stack, depth);
                if (depth > 0) {
                    // As the kernel hands it over: the outermost tag beside the bytes.
                    final int[] inBand = java.util.Arrays.copyOfRange(tags, 1, depth);
                    assertParsed(name, GoldenFrames.withTags(frame, inBand), true, tags[0], stack, depth - 1);
                }
            }
        });
    }

    private void assertParsed(final String name, final byte[] frame, final boolean stripped, final int tag, final long stack,
                              final int inBand) {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final int result = parser.parse(buffer, 0, frame.length, stripped, tag & 0xffff, tag >>> 16);
        assertEquals(FrameClass.name(CLASSES.get(name)), FrameClass.name(result), name);
        assertEquals(MalformedReason.NONE, parser.malformedReason(), name);
        assertEquals(VlanStack.toString(stack), VlanStack.toString(parser.vlanStack()), name);
        assertEquals(stack, parser.vlanStack(), name);
        assertEquals(inBand, parser.tagsInBand(), name);
        assertEquals(stripped ? inBand + 1 : inBand, parser.tagCount(), name);
        assertEquals(14 + 4 * inBand, parser.l3Offset(), name);
    }

    @Test
    void partsOfADiscover() {
        final byte[] frame = GoldenFrames.withTags(Hex.bytes(GoldenFrames.DHCP_DISCOVER), 0x8100_01f4);
        assertEquals(FrameClass.DHCP4_CLIENT, parser.parse(new UnsafeBuffer(frame), 0, frame.length, true, 111, 0x88a8));
        assertEquals(0xffff_ffff_ffffL, parser.dstMac());
        assertEquals(0x0200_0000_0011L, parser.srcMac());
        assertEquals(EtherType.IPV4, parser.etherType());
        assertEquals(0, parser.srcIp());
        assertEquals(0xffff_ffff, parser.dstIp());
        assertEquals(18, parser.l3Offset());
        assertEquals(38, parser.l4Offset());
        assertEquals(46, parser.payloadOffset());
        assertEquals(300, parser.payloadLength());
    }

    @Test
    void partsOfOthers() {
        parse(GoldenFrames.ARP_REQUEST);
        assertEquals(0x0a00_0001, parser.srcIp());
        assertEquals(0x0a00_0077, parser.dstIp());
        assertEquals(28, parser.payloadLength(), "padding left out");
        parse(GoldenFrames.DHCP6_SOLICIT);
        assertEquals(14 + 40 + 8, parser.payloadOffset());
        assertEquals(56, parser.payloadLength());
        parse(GoldenFrames.ROUTER_SOLICITATION);
        assertEquals(54, parser.payloadOffset());
        assertEquals(16, parser.payloadLength());
        parse(GoldenFrames.PADI);
        assertEquals(20, parser.payloadOffset());
        assertEquals(12, parser.payloadLength());
        parse(GoldenFrames.LCP_CONFIGURE_REQUEST);
        assertEquals(20, parser.l4Offset());
        assertEquals(22, parser.payloadOffset());
        assertEquals(14, parser.payloadLength());
    }

    @ParameterizedTest
    @ValueSource(ints = {0x8100_0000, 0x8100_e000, 0x88a8_a000})
    void priorityTagsAreSkippedInTheStackButCounted(final int priorityTag) {
        final byte[] frame = GoldenFrames.withTags(Hex.bytes(GoldenFrames.DHCP_DISCOVER), 0x8100_01f4, priorityTag, 0x8100_6064);
        assertEquals(FrameClass.DHCP4_CLIENT, parser.parse(new UnsafeBuffer(frame), 0, frame.length, true, 0xe000, 0x8100));
        assertEquals(VlanStack.of(500, 100), parser.vlanStack(), "and the priority of a VLAN tag is not in the key");
        assertEquals(4, parser.tagCount());
        assertEquals(3, parser.tagsInBand());
    }

    @Test
    void aStrippedTagWithoutTpidIs8021q() {
        final byte[] frame = Hex.bytes(GoldenFrames.DHCP_DISCOVER);
        parser.parse(new UnsafeBuffer(frame), 0, frame.length, true, 0x6000 | 77, 0);
        assertEquals(VlanStack.of(77), parser.vlanStack());
    }

    private void parse(final String golden) {
        final byte[] frame = Hex.bytes(golden);
        parser.parse(new UnsafeBuffer(frame), 0, frame.length, false, 0, 0);
    }
}
