package io.athenabng.ffi.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The filter agrees, on any bytes, with a plain description of what it should match, written down independently of BPF. */
final class ControlFrameFilterFuzzTest {
    private static final int ROUNDS = 300_000;
    private static final int[] ETHER_TYPES = {0x0800, 0x0806, 0x86dd, 0x8863, 0x8864, 0x8100, 0x88a8, 0x9100};
    private static final int[] TPIDS = {0x8100, 0x88a8, 0x9100};

    private final BitSet vids = new BitSet();

    @Test
    void agreesWithTheDescriptionOnMutatedAndRandomFrames() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        vids.set(100, 900);
        vids.set(2000);
        BpfProgram any = ControlFrameFilter.builder().dhcpv4().dhcpv6().pppoe().arp().neighbourDiscovery().build();
        BpfProgram some = ControlFrameFilter.builder().dhcpv4().dhcpv6().pppoe().arp().neighbourDiscovery().outerVids(vids, false).build();
        int matched = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] frame = randomFrame(random);
            int tci = random.nextBoolean() ? BpfInterpreter.NO_TAG : random.nextInt(0x10000);
            boolean expected = matches(frame);
            String where = "seed " + seed + " round " + round;
            assertEquals(expected, BpfInterpreter.run(any, frame, tci) != 0, where);
            assertEquals(expected && outerMatches(frame, tci), BpfInterpreter.run(some, frame, tci) != 0, where);
            matched += expected ? 1 : 0;
        }
        assertTrue(matched > ROUNDS / 20 && matched < ROUNDS - ROUNDS / 20, "both answers occur often: " + matched);
    }

    private static byte[] randomFrame(Random random) {
        int[] tags = new int[random.nextInt(6)];
        for (int i = 0; i < tags.length; i++) {
            tags[i] = Frames.tag(TPIDS[random.nextInt(3)], random.nextInt(4096));
        }
        byte[] payload = switch (random.nextInt(6)) {
            case 0 -> Frames.ipv4(17, 66 + random.nextInt(3), random.nextInt(11), random.nextInt(4) == 0 ? random.nextInt(0x10000) : 0, 9);
            case 1 -> Frames.ipv6(17, "0222022300080000");
            case 2 -> Frames.ipv6(58, "8" + random.nextInt(10) + "00000000000000");
            case 3 -> Frames.pppoeSession(random.nextInt(0x10000));
            default -> {
                byte[] bytes = new byte[random.nextInt(80)];
                random.nextBytes(bytes);
                yield bytes;
            }
        };
        byte[] frame = Frames.frame(ETHER_TYPES[random.nextInt(ETHER_TYPES.length)], payload, tags);
        for (int flips = random.nextInt(4); flips > 0; flips--) {
            frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(frame, random.nextInt(frame.length + 1)) : frame;
    }

    private boolean outerMatches(byte[] frame, int tci) {
        if (tci != BpfInterpreter.NO_TAG) {
            return vids.get(tci & 0xfff);
        }
        return isTpid(half(frame, 12)) && vids.get(half(frame, 14) & 0xfff);
    }

    private static boolean matches(byte[] frame) {
        int at = 12;
        for (int tags = 0; isTpid(half(frame, at)); tags++) {
            if (tags == 4) {
                return false;
            }
            at += 4;
        }
        int payload = at + 2;
        return switch (half(frame, at)) {
            case 0x0806, 0x8863 -> true;
            case 0x8864 -> half(frame, payload + 6) >= 0x8000;
            case 0x0800 -> isDhcpv4(frame, payload);
            case 0x86dd -> octet(frame, payload) >> 4 == 6
                && (octet(frame, payload + 6) == 17 && half(frame, payload + 42) == 547
                || octet(frame, payload + 6) == 58 && octet(frame, payload + 40) >= 133 && octet(frame, payload + 40) <= 136);
            default -> false;
        };
    }

    private static boolean isDhcpv4(byte[] frame, int at) {
        int headerWords = octet(frame, at) & 0x0f;
        return octet(frame, at) >> 4 == 4 && headerWords >= 5 && half(frame, at + 6) >= 0 && (half(frame, at + 6) & 0x1fff) == 0
            && octet(frame, at + 9) == 17 && half(frame, at + 4 * headerWords + 2) == 67;
    }

    private static boolean isTpid(int type) {
        return type == 0x8100 || type == 0x88a8 || type == 0x9100;
    }

    /** -1 beyond the end, which equals no field's value. */
    private static int octet(byte[] frame, int at) {
        return at < frame.length ? frame[at] & 0xff : -1;
    }

    private static int half(byte[] frame, int at) {
        return at + 1 < frame.length ? octet(frame, at) << 8 | octet(frame, at + 1) : -1;
    }
}
