package io.athenabng.ffi.packet;

import static io.athenabng.ffi.packet.Frames.TPID_9100;
import static io.athenabng.ffi.packet.Frames.TPID_AD;
import static io.athenabng.ffi.packet.Frames.TPID_Q;
import static io.athenabng.ffi.packet.Frames.frame;
import static io.athenabng.ffi.packet.Frames.tag;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** The control-frame filter on frames as the kernel shows them, run by an interpreter of our own. */
final class ControlFrameFilterTest {
    private static final int[][] STACKS = {
        {},
        {tag(TPID_Q, 100)},
        {tag(TPID_AD, 500), tag(TPID_Q, 100)},
        {tag(TPID_9100, 500), tag(TPID_Q, 100)},
        {tag(TPID_AD, 111), tag(TPID_Q, 500), tag(TPID_Q, 100)},
        {tag(TPID_AD, 111), tag(TPID_AD, 500), tag(TPID_Q, 100), tag(TPID_9100, 7)},
    };

    private static ControlFrameFilter all() {
        return ControlFrameFilter.builder().dhcpv4().dhcpv4Replies().dhcpv6().pppoe().arp().neighbourDiscovery();
    }

    /** As the kernel does it: the outermost 802.1Q or 802.1ad tag goes into the ancillary data. */
    private static boolean passes(BpfProgram program, byte[] onTheWire) {
        int tci = Frames.strippedTci(onTheWire);
        return BpfInterpreter.run(program, tci < 0 ? onTheWire : Frames.withoutOuterTag(onTheWire), tci) != 0;
    }

    private static void assertPasses(BpfProgram program, int etherType, byte[] payload) {
        for (int[] stack : STACKS) {
            byte[] frame = frame(etherType, payload, stack);
            assertTrue(passes(program, frame), () -> "tags " + stack.length);
            assertTrue(BpfInterpreter.run(program, frame, BpfInterpreter.NO_TAG) != 0, () -> "all in band, tags " + stack.length);
        }
    }

    private static void assertDrops(BpfProgram program, int etherType, byte[] payload) {
        for (int[] stack : STACKS) {
            byte[] frame = frame(etherType, payload, stack);
            assertFalse(passes(program, frame), () -> "tags " + stack.length);
            assertEquals(0, BpfInterpreter.run(program, frame, BpfInterpreter.NO_TAG), () -> "in band, tags " + stack.length);
        }
    }

    @Test
    void everyControlProtocolPassesBehindEveryStack() {
        BpfProgram program = all().build();
        assertPasses(program, 0x0800, Frames.udp4(67));
        assertPasses(program, 0x0800, Frames.udp4(68));
        assertPasses(program, 0x86dd, Frames.ipv6(17, "0222022300080000"));
        assertPasses(program, 0x8863, Frames.hex("110900000000"));
        for (int protocol : new int[] {0xc021, 0xc023, 0xc223, 0x8021, 0x8057}) {
            assertPasses(program, 0x8864, Frames.pppoeSession(protocol));
        }
        assertPasses(program, 0x0806, new byte[28]);
        for (String type : new String[] {"85", "86", "87", "88"}) {
            assertPasses(program, 0x86dd, Frames.ipv6(58, type + "00000000000000"));
        }
    }

    @Test
    void subscriberTrafficIsDroppedBehindEveryStack() {
        BpfProgram program = all().build();
        assertDrops(program, 0x0800, Frames.udp4(53));
        assertDrops(program, 0x0800, Frames.ipv4(6, 67, 0, 0, 20));
        assertDrops(program, 0x86dd, Frames.ipv6(17, "0222003500080000"));
        assertDrops(program, 0x86dd, Frames.ipv6(6, "0222022300080000"));
        assertDrops(program, 0x86dd, Frames.ipv6(58, "8000000000000000"));
        assertDrops(program, 0x86dd, Frames.ipv6(58, "8900000000000000"));
        assertDrops(program, 0x8864, Frames.pppoeSession(0x0021));
        assertDrops(program, 0x8864, Frames.pppoeSession(0x0057));
        assertDrops(program, 0x88cc, new byte[50]);
        assertDrops(program, 0x0026, new byte[50]);
    }

    @Test
    void onlyWhatWasAskedForPasses() {
        BpfProgram dhcp = ControlFrameFilter.builder().dhcpv4().build();
        assertPasses(dhcp, 0x0800, Frames.udp4(67));
        assertDrops(dhcp, 0x0800, Frames.udp4(68));
        assertDrops(dhcp, 0x0806, new byte[28]);
        assertDrops(dhcp, 0x8863, new byte[20]);
        assertDrops(dhcp, 0x86dd, Frames.ipv6(17, "0222022300080000"));
        BpfProgram discovery = ControlFrameFilter.builder().neighbourDiscovery().build();
        assertPasses(discovery, 0x86dd, Frames.ipv6(58, "8700000000000000"));
        assertDrops(discovery, 0x86dd, Frames.ipv6(17, "0222022300080000"));
        assertDrops(ControlFrameFilter.builder().build(), 0x0800, Frames.udp4(67));
    }

    @Test
    void ipHeaderLengthAndFragmentsAreRespected() {
        BpfProgram program = all().build();
        for (int words = 0; words <= 10; words++) {
            assertPasses(program, 0x0800, Frames.ipv4(17, 67, words, 0, 30));
            assertDrops(program, 0x0800, Frames.ipv4(17, 66, words, 0, 30));
        }
        assertPasses(program, 0x0800, Frames.ipv4(17, 67, 0, 0x2000, 30));
        assertPasses(program, 0x0800, Frames.ipv4(17, 67, 0, 0x4000, 30));
        assertDrops(program, 0x0800, Frames.ipv4(17, 67, 0, 0x0001, 30));
        assertDrops(program, 0x0800, Frames.ipv4(17, 67, 0, 0x3fff, 30));
        byte[] shortHeader = Frames.udp4(67);
        shortHeader[0] = 0x44;
        assertDrops(program, 0x0800, shortHeader);
        byte[] version = Frames.udp4(67);
        version[0] = 0x65;
        assertDrops(program, 0x0800, version);
    }

    @Test
    void fiveTagsReachTheReceiverAndSixDoNot() {
        BpfProgram program = all().build();
        int[] six = new int[6];
        Arrays.fill(six, tag(TPID_Q, 1));
        assertTrue(passes(program, frame(0x0806, new byte[28], Arrays.copyOf(six, 5))));
        assertFalse(passes(program, frame(0x0806, new byte[28], six)));
    }

    @Test
    void truncatedFramesAreDroppedAndNeverReadBeyond() {
        BpfProgram program = all().build();
        byte[] whole = frame(0x0800, Frames.udp4(67), STACKS[2]);
        int portEnd = 14 + 8 + 20 + 4;
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertEquals(length >= portEnd, BpfInterpreter.run(program, cut, BpfInterpreter.NO_TAG) != 0, "length " + length);
        }
    }

    @Test
    void outerVidDecidesWhereverTheOuterTagIs() {
        BitSet vids = new BitSet();
        vids.set(100, 200);
        vids.set(500);
        vids.set(4094);
        BpfProgram program = all().outerVids(vids, false).build();
        for (int vid = 0; vid < 4096; vid++) {
            byte[] qinq = frame(0x0800, Frames.udp4(67), tag(TPID_AD, vid), tag(TPID_Q, 7));
            byte[] inBand = frame(0x0800, Frames.udp4(67), tag(TPID_9100, vid), tag(TPID_Q, 100));
            assertEquals(vids.get(vid), passes(program, qinq), "VID " + vid);
            assertEquals(vids.get(vid), passes(program, inBand), "VID " + vid);
        }
        assertFalse(passes(program, frame(0x0800, Frames.udp4(67))));
        BpfProgram withUntagged = all().outerVids(vids, true).build();
        assertTrue(passes(withUntagged, frame(0x0800, Frames.udp4(67))));
        assertFalse(passes(withUntagged, frame(0x0800, Frames.udp4(67), tag(TPID_Q, 99))));
        assertFalse(passes(all().outerVids(new BitSet(), false).build(), frame(0x0806, new byte[28], tag(TPID_Q, 99))));
    }

    @Test
    void worstVidSetStaysBelowTheKernelsLimitAndLosesNoVid() {
        BitSet vids = new BitSet();
        for (int vid = 1; vid < 4095; vid += 2) {
            vids.set(vid);
        }
        BpfProgram program = all().outerVids(vids, false).build();
        assertTrue(program.size() < 4096, () -> program.size() + " instructions");
        vids.stream().forEach(vid -> assertTrue(passes(program, frame(0x0806, new byte[28], tag(TPID_AD, vid))), "VID " + vid));
        BitSet exact = new BitSet();
        for (int vid = 3; vid < 4095; vid += 8) {
            exact.set(vid);
        }
        BpfProgram sparse = all().outerVids(exact, false).build();
        for (int vid = 0; vid < 4096; vid++) {
            assertEquals(exact.get(vid), passes(sparse, frame(0x0806, new byte[28], tag(TPID_Q, vid))), "VID " + vid);
        }
        BitSet tooLarge = new BitSet();
        tooLarge.set(4096);
        assertThrows(IllegalArgumentException.class, () -> all().outerVids(tooLarge, false));
    }
}
