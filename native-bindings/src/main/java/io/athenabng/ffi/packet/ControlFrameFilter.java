package io.athenabng.ffi.packet;

import io.athenabng.ffi.generated.linux.Linux;
import io.athenabng.ffi.packet.BpfAssembler.Label;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Builds the filter that lets a trunk's control frames through, whatever tags they are behind, and drops subscriber traffic in
 * the kernel.
 *
 * <p>The kernel takes the outermost 802.1Q or 802.1ad tag out of a frame before the filter sees it:
 * <pre>
 *   on the wire   | dst src | 88a8 S-tag | 8100 C-tag | 0800 ...      in the filter   | dst src | 8100 C-tag | 0800 ...
 *                                                                     ancillary data    VLAN_TAG_PRESENT, VLAN_TAG = S-tag's TCI
 * </pre>
 * Up to four tags are followed in the bytes that are left (TPIDs 0x8100, 0x88a8, 0x9100), so a frame with five tags still reaches the
 * receiver, which counts it; what has more is dropped here. The index register holds the tags' length and everything behind them is
 * loaded relative to it.
 *
 * <p>Matched are, as asked for: DHCPv4 (UDP to port 67, and 68), DHCPv6 (UDP to port 547), PPPoE discovery (0x8863), PPPoE
 * session control (0x8864 with a PPP protocol from 0x8000 up: LCP, PAP, CHAP, IPCP, IPV6CP), ARP, and IPv6 neighbour discovery
 * (ICMPv6 133-136). IPv4 options are skipped by the header's length; fragments other than the first have no ports and do not match.
 */
public final class ControlFrameFilter {
    private static final int VID_COUNT = 4096;
    private static final int VID_MASK = VID_COUNT - 1;
    /** The tree of ranges takes two instructions a range and up to six with far jumps; the kernel takes 4,096 in all. */
    private static final int MAX_RANGES = 512;
    private static final int IN_BAND_TAGS = 4;
    private static final int TAG_LENGTH = 4;
    private static final int ETHERTYPE = 12;
    private static final int PAYLOAD = 14;
    private static final int[] TPIDS = {0x8100, 0x88a8, 0x9100};
    private static final int DHCPV4_SERVER_PORT = 67;
    private static final int DHCPV4_CLIENT_PORT = 68;
    private static final int DHCPV6_SERVER_PORT = 547;
    private static final int ICMPV6_ROUTER_SOLICITATION = 133;
    private static final int ICMPV6_NEIGHBOUR_ADVERTISEMENT = 136;
    private static final int PPP_CONTROL = 0x8000;
    private static final int IPV6_HEADER = 40;

    private final BpfAssembler assembler = new BpfAssembler();
    private final Label accept = new Label();
    private final Label drop = new Label();
    private boolean dhcpv4;
    private boolean dhcpv4Replies;
    private boolean dhcpv6;
    private boolean pppoe;
    private boolean arp;
    private boolean neighbourDiscovery;
    private BitSet outerVids;
    private boolean untagged = true;

    private ControlFrameFilter() {
    }

    /** Starts a filter that matches nothing yet. */
    public static ControlFrameFilter builder() {
        return new ControlFrameFilter();
    }

    /** DHCPv4 from clients: UDP to port 67. */
    public ControlFrameFilter dhcpv4() {
        dhcpv4 = true;
        return this;
    }

    /** DHCPv4 to clients: UDP to port 68. */
    public ControlFrameFilter dhcpv4Replies() {
        dhcpv4Replies = true;
        return this;
    }

    /** DHCPv6 to servers and relays: UDP to port 547. */
    public ControlFrameFilter dhcpv6() {
        dhcpv6 = true;
        return this;
    }

    /** PPPoE discovery and the control protocols of PPPoE sessions. */
    public ControlFrameFilter pppoe() {
        pppoe = true;
        return this;
    }

    public ControlFrameFilter arp() {
        arp = true;
        return this;
    }

    /** IPv6 router and neighbour solicitations and advertisements. */
    public ControlFrameFilter neighbourDiscovery() {
        neighbourDiscovery = true;
        return this;
    }

    /**
     * Lets only frames through whose outermost tag has one of these VIDs.
     *
     * <p>A set that falls into more than 512 ranges is widened by its smallest gaps until it fits; the receiver checks again anyway.
     *
     * @param vids     the outermost VIDs
     * @param untagged whether frames without any tag pass, too
     */
    public ControlFrameFilter outerVids(BitSet vids, boolean untagged) {
        if (vids.length() > VID_COUNT) {
            throw new IllegalArgumentException("VID " + (vids.length() - 1));
        }
        this.outerVids = (BitSet) vids.clone();
        this.untagged = untagged;
        return this;
    }

    /** The program. A builder builds once. */
    public BpfProgram build() {
        if (outerVids != null) {
            matchOuterVid();
        }
        Label ipv4 = new Label();
        Label ipv6 = new Label();
        Label session = new Label();
        followTags(ipv4, ipv6, session);
        boolean anyDhcpv4 = dhcpv4 || dhcpv4Replies;
        if (anyDhcpv4) {
            assembler.bind(ipv4);
            matchDhcpv4();
        }
        if (dhcpv6 || neighbourDiscovery) {
            assembler.bind(ipv6);
            matchIpv6();
        }
        if (pppoe) {
            assembler.bind(session);
            loadHalf(PAYLOAD + 6);
            assembler.branch(Linux.FFI_BPF_JMP_JGE_K(), PPP_CONTROL, accept, drop);
        }
        assembler.bind(accept);
        assembler.add(Linux.FFI_BPF_RET_K(), BpfProgram.WHOLE_FRAME);
        assembler.bind(drop);
        assembler.add(Linux.FFI_BPF_RET_K(), 0);
        return assembler.assemble();
    }

    /** The outermost tag is in the ancillary data, or in band where the kernel left it (0x9100), or there is none. */
    private void matchOuterVid() {
        Label inBand = new Label();
        Label inBandTag = new Label();
        Label match = new Label();
        Label next = new Label();
        assembler.add(Linux.FFI_BPF_LD_B_ABS(), Linux.FFI_BPF_AD_VLAN_TAG_PRESENT());
        assembler.branch(Linux.FFI_BPF_JMP_JEQ_K(), 0, inBand, null);
        assembler.add(Linux.FFI_BPF_LD_H_ABS(), Linux.FFI_BPF_AD_VLAN_TAG());
        assembler.jump(match);
        assembler.bind(inBand);
        assembler.add(Linux.FFI_BPF_LD_H_ABS(), ETHERTYPE);
        for (int tpid : TPIDS) {
            assembler.branch(Linux.FFI_BPF_JMP_JEQ_K(), tpid, inBandTag, null);
        }
        assembler.jump(untagged ? next : drop);
        assembler.bind(inBandTag);
        assembler.add(Linux.FFI_BPF_LD_H_ABS(), PAYLOAD);
        assembler.bind(match);
        assembler.add(Linux.FFI_BPF_ALU_AND_K(), VID_MASK);
        List<int[]> ranges = ranges(outerVids);
        if (ranges.isEmpty()) {
            assembler.jump(drop);
        } else {
            searchRanges(ranges, 0, ranges.size() - 1, next);
        }
        assembler.bind(next);
    }

    /** A binary search: about log2(n) comparisons a frame instead of n. */
    private void searchRanges(List<int[]> ranges, int low, int high, Label next) {
        if (low == high) {
            assembler.branch(Linux.FFI_BPF_JMP_JGE_K(), ranges.get(low)[0], null, drop);
            assembler.branch(Linux.FFI_BPF_JMP_JGT_K(), ranges.get(low)[1], drop, next);
            return;
        }
        int middle = (low + high + 1) >>> 1;
        Label upper = new Label();
        assembler.branch(Linux.FFI_BPF_JMP_JGE_K(), ranges.get(middle)[0], upper, null);
        searchRanges(ranges, low, middle - 1, next);
        assembler.bind(upper);
        searchRanges(ranges, middle, high, next);
    }

    private static List<int[]> ranges(BitSet vids) {
        List<int[]> ranges = new ArrayList<>();
        for (int first = vids.nextSetBit(0); first >= 0; ) {
            int end = vids.nextClearBit(first);
            ranges.add(new int[] {first, end - 1});
            first = vids.nextSetBit(end);
        }
        while (ranges.size() > MAX_RANGES) {
            int smallest = 0;
            for (int i = 1; i < ranges.size() - 1; i++) {
                if (gap(ranges, i) < gap(ranges, smallest)) {
                    smallest = i;
                }
            }
            ranges.get(smallest)[1] = ranges.remove(smallest + 1)[1];
        }
        return ranges;
    }

    private static int gap(List<int[]> ranges, int index) {
        return ranges.get(index + 1)[0] - ranges.get(index)[1];
    }

    /** Leaves the tags' length in X and goes on by the EtherType behind them. */
    private void followTags(Label ipv4, Label ipv6, Label session) {
        Label dispatch = new Label();
        for (int tags = 0; tags <= IN_BAND_TAGS; tags++) {
            Label tagged = new Label();
            assembler.add(Linux.FFI_BPF_LDX_IMM(), tags * TAG_LENGTH);
            assembler.add(Linux.FFI_BPF_LD_H_ABS(), ETHERTYPE + tags * TAG_LENGTH);
            for (int tpid : TPIDS) {
                assembler.branch(Linux.FFI_BPF_JMP_JEQ_K(), tpid, tags == IN_BAND_TAGS ? drop : tagged, null);
            }
            if (tags < IN_BAND_TAGS) {
                assembler.jump(dispatch);
                assembler.bind(tagged);
            }
        }
        assembler.bind(dispatch);
        if (dhcpv4 || dhcpv4Replies) {
            assembler.branch(Linux.FFI_BPF_JMP_JEQ_K(), Linux.ETH_P_IP(), ipv4, null);
        }
        if (dhcpv6 || neighbourDiscovery) {
            assembler.branch(Linux.FFI_BPF_JMP_JEQ_K(), Linux.ETH_P_IPV6(), ipv6, null);
        }
        if (pppoe) {
            assembler.branch(Linux.FFI_BPF_JMP_JEQ_K(), Linux.ETH_P_PPP_DISC(), accept, null);
            assembler.branch(Linux.FFI_BPF_JMP_JEQ_K(), Linux.ETH_P_PPP_SES(), session, null);
        }
        if (arp) {
            assembler.branch(Linux.FFI_BPF_JMP_JEQ_K(), Linux.ETH_P_ARP(), accept, null);
        }
        assembler.jump(drop);
    }

    /** {@code 0x4? .. | +6 flags, fragment offset | +9 protocol | header length * 4: UDP | +2 destination port}. */
    private void matchDhcpv4() {
        loadByte(PAYLOAD);
        assembler.add(Linux.FFI_BPF_ALU_AND_K(), 0xf0);
        assembler.branch(Linux.FFI_BPF_JMP_JEQ_K(), 0x40, null, drop);
        loadHalf(PAYLOAD + 6);
        assembler.branch(Linux.FFI_BPF_JMP_JSET_K(), 0x1fff, drop, null);
        loadByte(PAYLOAD + 9);
        assembler.branch(Linux.FFI_BPF_JMP_JEQ_K(), Linux.IPPROTO_UDP(), null, drop);
        loadByte(PAYLOAD);
        assembler.add(Linux.FFI_BPF_ALU_AND_K(), 0x0f);
        assembler.branch(Linux.FFI_BPF_JMP_JGE_K(), 5, null, drop);
        assembler.add(Linux.FFI_BPF_ALU_LSH_K(), 2);
        assembler.add(Linux.FFI_BPF_ALU_ADD_X(), 0);
        assembler.add(Linux.FFI_BPF_MISC_TAX(), 0);
        loadHalf(PAYLOAD + 2);
        if (dhcpv4) {
            assembler.branch(Linux.FFI_BPF_JMP_JEQ_K(), DHCPV4_SERVER_PORT, accept, null);
        }
        if (dhcpv4Replies) {
            assembler.branch(Linux.FFI_BPF_JMP_JEQ_K(), DHCPV4_CLIENT_PORT, accept, null);
        }
        assembler.jump(drop);
    }

    /** {@code 0x6? .. | +6 next header | +40 UDP, +42 destination port, or +40 ICMPv6 type}. */
    private void matchIpv6() {
        Label icmp = new Label();
        loadByte(PAYLOAD);
        assembler.add(Linux.FFI_BPF_ALU_AND_K(), 0xf0);
        assembler.branch(Linux.FFI_BPF_JMP_JEQ_K(), 0x60, null, drop);
        loadByte(PAYLOAD + 6);
        if (neighbourDiscovery) {
            assembler.branch(Linux.FFI_BPF_JMP_JEQ_K(), Linux.IPPROTO_ICMPV6(), icmp, null);
        }
        if (dhcpv6) {
            assembler.branch(Linux.FFI_BPF_JMP_JEQ_K(), Linux.IPPROTO_UDP(), null, drop);
            loadHalf(PAYLOAD + IPV6_HEADER + 2);
            assembler.branch(Linux.FFI_BPF_JMP_JEQ_K(), DHCPV6_SERVER_PORT, accept, drop);
        } else {
            assembler.jump(drop);
        }
        if (neighbourDiscovery) {
            assembler.bind(icmp);
            loadByte(PAYLOAD + IPV6_HEADER);
            assembler.branch(Linux.FFI_BPF_JMP_JGE_K(), ICMPV6_ROUTER_SOLICITATION, null, drop);
            assembler.branch(Linux.FFI_BPF_JMP_JGT_K(), ICMPV6_NEIGHBOUR_ADVERTISEMENT, drop, accept);
        }
    }

    private void loadHalf(int offset) {
        assembler.add(Linux.FFI_BPF_LD_H_IND(), offset);
    }

    private void loadByte(int offset) {
        assembler.add(Linux.FFI_BPF_LD_B_IND(), offset);
    }
}
