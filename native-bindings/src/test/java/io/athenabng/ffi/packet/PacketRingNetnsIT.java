package io.athenabng.ffi.packet;

import static io.athenabng.ffi.packet.Frames.TPID_9100;
import static io.athenabng.ffi.packet.Frames.TPID_AD;
import static io.athenabng.ffi.packet.Frames.TPID_Q;
import static io.athenabng.ffi.packet.Frames.frame;
import static io.athenabng.ffi.packet.Frames.tag;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.ffi.Errno;
import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.NativeMemory;
import io.athenabng.ffi.NetworkInterfaces;
import io.athenabng.ffi.testkit.Command;
import io.athenabng.ffi.testkit.NetnsExtension;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The receive ring and the transmitter on the two ends of a veth pair, with the running kernel in between. */
final class PacketRingNetnsIT {
    private static final int SLOTS = 256;

    @RegisterExtension
    final NetnsExtension netns = new NetnsExtension();

    private String gateway;
    private String client;
    private int trunk;
    private PacketTransmitter sender;

    /** A frame as the ring showed it, with the tag put back that the kernel took out. */
    private record Received(byte[] onTheWire, int status, int tci, int tpid, long timestampNs, int packetType, int originalLength) {
    }

    @BeforeEach
    void makeTrunk() {
        gateway = netns.namespace("gw");
        client = netns.namespace("cl");
        netns.vethPair(gateway, "eth1", client, "eth0");
        trunk = index(gateway, "eth1");
        sender = transmitter(client, "eth0");
    }

    private int index(String namespace, String name) {
        return netns.inside(namespace, () -> NetworkInterfaces.index(name));
    }

    private PacketTransmitter transmitter(String namespace, String name) {
        int index = index(namespace, name);
        return netns.closeAfter(netns.inside(namespace, () -> PacketTransmitter.open(index, SLOTS, 2048, false)));
    }

    private TpacketV3Ring ring(ReceiveRingConfig config) {
        return netns.closeAfter(netns.inside(gateway, () -> TpacketV3Ring.open(config)));
    }

    private ReceiveRingConfig config(BpfProgram filter) {
        return ReceiveRingConfig.of(trunk, filter).withBlocks(1 << 16, 8, 1);
    }

    private void send(byte[]... frames) {
        for (byte[] frame : frames) {
            long address = sender.claim(frame.length);
            assertNotEquals(0, address);
            NativeMemory.copy(frame, 0, address, frame.length);
            sender.commit();
        }
        assertEquals(frames.length, sender.flush());
    }

    private static List<Received> receive(TpacketV3Ring ring, int expected) {
        List<Received> received = new ArrayList<>();
        long quietSince = System.nanoTime();
        while (received.size() < expected && System.nanoTime() - quietSince < TimeUnit.SECONDS.toNanos(1)) {
            if (ring.await(100)) {
                quietSince = System.nanoTime();
            }
            ring.poll((address, snapLength, length, status, tci, tpid, timeNs, type) -> {
                boolean stripped = (status & FrameHandler.STATUS_VLAN_VALID) != 0;
                byte[] bytes = new byte[snapLength + (stripped ? 4 : 0)];
                int front = stripped ? 12 : snapLength;
                NativeMemory.copy(address, bytes, 0, front);
                if (stripped) {
                    int outer = (status & FrameHandler.STATUS_VLAN_TPID_VALID) != 0 ? tpid : TPID_Q;
                    bytes[12] = (byte) (outer >>> 8);
                    bytes[13] = (byte) outer;
                    bytes[14] = (byte) (tci >>> 8);
                    bytes[15] = (byte) tci;
                    NativeMemory.copy(address + 12, bytes, 16, snapLength - 12);
                }
                assertTrue(address >= ring.address() && address + snapLength <= ring.address() + ring.size());
                received.add(new Received(bytes, status, tci, tpid, timeNs, type, length));
            }, 64);
        }
        return received;
    }

    @Test
    void everyTagStackComesOutAsItWasSent() {
        TpacketV3Ring ring = ring(config(BpfProgram.acceptAll()));
        byte[][] frames = {
            frame(0x0800, Frames.udp4(67)),
            frame(0x0800, Frames.udp4(67), tag(TPID_Q, 100)),
            frame(0x0800, Frames.udp4(67), tag(TPID_AD, 500), tag(TPID_Q, 100)),
            frame(0x0800, Frames.udp4(67), tag(TPID_Q, 500), tag(TPID_Q, 100)),
            frame(0x0800, Frames.udp4(67), tag(TPID_AD, 111), tag(TPID_Q, 500), tag(TPID_Q, 100)),
            frame(0x0800, Frames.udp4(67), tag(TPID_AD, 111), tag(TPID_AD, 222), tag(TPID_Q, 500), tag(TPID_Q, 100)),
            frame(0x0800, Frames.udp4(67), tag(TPID_9100, 111), tag(TPID_Q, 100)),
        };
        long before = System.currentTimeMillis() * 1_000_000;
        send(frames);
        List<Received> received = receive(ring, frames.length);
        assertEquals(frames.length, received.size());
        for (int i = 0; i < frames.length; i++) {
            assertArrayEquals(frames[i], received.get(i).onTheWire(), "frame " + i);
            assertEquals(1, received.get(i).packetType(), "broadcast");
            assertTrue(Math.abs(received.get(i).timestampNs() - before) < TimeUnit.SECONDS.toNanos(30), "timestamp");
        }
        assertEquals(0, received.get(0).status() & FrameHandler.STATUS_VLAN_VALID);
        assertEquals(TPID_AD, received.get(2).tpid());
        assertEquals(0x6000 | 500, received.get(2).tci());
        assertEquals(0, received.get(6).status() & FrameHandler.STATUS_VLAN_VALID, "0x9100 stays in band");
        assertEquals(0, ring.malformedFrames());
        assertEquals(0, ring.malformedBlocks());
    }

    @Test
    void filterWorksInTheKernelAsInTheInterpreter() {
        BitSet vids = new BitSet();
        vids.set(500, 600);
        BpfProgram program = ControlFrameFilter.builder().dhcpv4().dhcpv6().pppoe().arp().outerVids(vids, true).build();
        TpacketV3Ring ring = ring(config(program));
        int[][] stacks = {{}, {tag(TPID_Q, 500)}, {tag(TPID_Q, 499)}, {tag(TPID_AD, 555), tag(TPID_Q, 100)}, {tag(TPID_9100, 555)},
            {tag(TPID_9100, 499)}, {tag(TPID_AD, 599), tag(TPID_Q, 1), tag(TPID_Q, 2)},
            {tag(TPID_AD, 599), tag(TPID_AD, 9), tag(TPID_Q, 1), tag(TPID_Q, 2)},
            {tag(TPID_AD, 600), tag(TPID_AD, 9), tag(TPID_Q, 1), tag(TPID_Q, 2)}};
        List<byte[]> sent = new ArrayList<>();
        for (int[] stack : stacks) {
            sent.add(frame(0x0800, Frames.udp4(67), stack));
            sent.add(frame(0x0800, Frames.udp4(53), stack));
            sent.add(frame(0x0800, Frames.ipv4(17, 67, 4, 0, 20), stack));
            sent.add(frame(0x0800, Frames.ipv4(17, 67, 0, 9, 20), stack));
            sent.add(frame(0x86dd, Frames.ipv6(17, "0222022300080000"), stack));
            sent.add(frame(0x8863, new byte[46], stack));
            sent.add(frame(0x8864, Frames.pppoeSession(0xc021), stack));
            sent.add(frame(0x8864, Frames.pppoeSession(0x0021), stack));
            sent.add(frame(0x0806, new byte[28], stack));
        }
        List<byte[]> expected = sent.stream().filter(f -> {
            int tci = Frames.strippedTci(f);
            return BpfInterpreter.run(program, tci < 0 ? f : Frames.withoutOuterTag(f), tci) != 0;
        }).toList();
        assertTrue(expected.size() > 20 && expected.size() < sent.size() / 2 + 10, "a mixture: " + expected.size());
        send(sent.toArray(byte[][]::new));
        List<Received> received = receive(ring, expected.size() + 1);
        assertEquals(expected.size(), received.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), received.get(i).onTheWire(), "frame " + i);
        }
    }

    @Test
    void largestProgramIsTakenByTheKernel() {
        BitSet vids = new BitSet();
        for (int vid = 1; vid < 4095; vid += 8) {
            vids.set(vid);
        }
        BpfProgram program = ControlFrameFilter.builder().dhcpv4().dhcpv4Replies().dhcpv6().pppoe().arp().neighbourDiscovery()
            .outerVids(vids, false).build();
        TpacketV3Ring ring = ring(config(program));
        send(frame(0x0806, new byte[28], tag(TPID_Q, 4089)), frame(0x0806, new byte[28], tag(TPID_Q, 4090)));
        List<Received> received = receive(ring, 2);
        assertEquals(1, received.size());
        assertEquals(4089, received.get(0).tci() & 0xfff);
    }

    @Test
    void outgoingFramesAreNotSeenAndWaitsAreBounded() {
        TpacketV3Ring ring = ring(config(BpfProgram.acceptAll()));
        PacketTransmitter own = transmitter(gateway, "eth1");
        byte[] frame = frame(0x0806, new byte[28]);
        NativeMemory.copy(frame, 0, own.claim(frame.length), frame.length);
        own.commit();
        assertEquals(1, own.flush());
        long start = System.nanoTime();
        assertFalse(ring.await(50));
        long waited = System.nanoTime() - start;
        assertTrue(waited >= TimeUnit.MILLISECONDS.toNanos(45) && waited < TimeUnit.SECONDS.toNanos(5), waited + " ns");
        assertEquals(0, ring.poll((a, s, l, st, tci, tpid, t, ty) -> {
            throw new AssertionError("our own frame");
        }, 10));
    }

    @Test
    void fullRingCountsDropsAndGoesOnAfterwards() {
        TpacketV3Ring ring = ring(config(BpfProgram.acceptAll()).withBlocks(4096, 2, 1));
        int total = 2000;
        for (int sent = 0; sent < total; sent += 100) {
            byte[][] frames = new byte[100][];
            for (int i = 0; i < frames.length; i++) {
                frames[i] = frame(0x0800, Frames.ipv4(17, 67, 0, 0, 700), tag(TPID_Q, 100));
            }
            send(frames);
        }
        int received = receive(ring, total).size();
        ring.socket().updateStatistics();
        assertTrue(received > 0 && received < total, received + " received");
        assertEquals(received, ring.socket().packets());
        assertEquals(total - received, ring.socket().drops());
        assertTrue(ring.socket().queueFreezes() > 0);
        send(frame(0x0806, new byte[28]));
        assertEquals(1, receive(ring, 1).size());
        ring.socket().updateStatistics();
        assertEquals(received + 1, ring.socket().packets());
        assertEquals(total - received, ring.socket().drops());
    }

    @Test
    void fanoutMembersShareTheFrames() {
        ReceiveRingConfig shared = config(BpfProgram.acceptAll())
            .withFanout(new ReceiveRingConfig.Fanout(77, FanoutMode.LOAD_BALANCE, false));
        TpacketV3Ring first = ring(shared);
        TpacketV3Ring second = ring(shared);
        byte[][] frames = new byte[100][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = frame(0x0800, Frames.udp4(1000 + i), tag(TPID_Q, 1 + i));
        }
        send(frames);
        List<Received> all = new ArrayList<>(receive(first, 50));
        assertEquals(50, all.size());
        all.addAll(receive(second, 50));
        assertEquals(100, all.stream().map(r -> r.tci() & 0xfff).distinct().count());
        for (FanoutMode mode : FanoutMode.values()) {
            ring(config(BpfProgram.acceptAll()).withFanout(new ReceiveRingConfig.Fanout(100 + mode.ordinal(), mode,
                mode != FanoutMode.ROLLOVER)));
        }
        assertThrows(NativeException.class, () -> ring(config(BpfProgram.acceptAll())
            .withFanout(new ReceiveRingConfig.Fanout(77, FanoutMode.HASH, false))), "all members have one mode");
    }

    @Test
    void ringOfManyGigabytesIsAddressedWithSixtyFourBits() {
        long want = 3L << 30;
        if (freeMemory() < 2 * want) {
            Assumptions.abort("needs " + 2 * want + " bytes of free memory");
        }
        TpacketV3Ring ring = ring(config(BpfProgram.acceptAll()).withBlocks(4 << 20, 768, 1));
        assertEquals(want, ring.size());
        // One frame a block, by the time-out, until the walk is beyond 2 GiB.
        for (int block = 0; block < 600; block++) {
            send(frame(0x0806, new byte[28], tag(TPID_Q, 1 + block)));
            List<Received> received = receive(ring, 1);
            assertEquals(1, received.size());
            assertEquals(1 + block, received.get(0).tci() & 0xfff);
        }
        assertTrue(ring.blocks() * (4L << 20) > Integer.MAX_VALUE);
    }

    private static long freeMemory() {
        String[] words = Command.run("grep", "MemAvailable", "/proc/meminfo").trim().split("\\s+");
        return Long.parseLong(words[1]) * 1024;
    }

    @Test
    void interfaceThatGoesDownAndComesBackIsReceivedFromAgain() {
        TpacketV3Ring ring = ring(config(BpfProgram.acceptAll()));
        Command.run("ip", "-n", gateway, "link", "set", "eth1", "down");
        assertFalse(ring.await(20));
        assertEquals(1, ring.errors());
        assertEquals(Errno.ENETDOWN, ring.lastError());
        long start = System.nanoTime();
        assertFalse(ring.await(50));
        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(45), "the error does not make waits spin");
        Command.run("ip", "-n", gateway, "link", "set", "eth1", "up");
        send(frame(0x0806, new byte[28]));
        assertEquals(1, receive(ring, 1).size());
    }

    @Test
    void refusedFramesAreCountedAndTheOthersLeave() {
        TpacketV3Ring ring = ring(config(BpfProgram.acceptAll()));
        byte[] small = frame(0x0806, new byte[28]);
        byte[] large = frame(0x0800, new byte[1600]);
        for (byte[] frame : new byte[][] {small, large, small}) {
            NativeMemory.copy(frame, 0, sender.claim(frame.length), frame.length);
            sender.commit();
        }
        assertEquals(2, sender.flush());
        assertEquals(1, sender.refused());
        assertEquals(Errno.EMSGSIZE, sender.lastErrno());
        assertEquals(2, receive(ring, 2).size());
        Command.run("ip", "-n", client, "link", "set", "eth0", "down");
        NativeMemory.copy(small, 0, sender.claim(small.length), small.length);
        sender.commit();
        assertEquals(0, sender.flush());
        assertEquals(2, sender.refused());
        assertEquals(Errno.ENETDOWN, sender.lastErrno());
        assertEquals(0, sender.queued());
    }

    @Test
    void noFrameIsLostOnTheWayThroughQueueAndRing() {
        TpacketV3Ring ring = ring(config(BpfProgram.acceptAll()).withBlocks(1 << 20, 16, 1));
        PacketTransmitter bypassing = netns.closeAfter(netns.inside(client,
            () -> PacketTransmitter.open(NetworkInterfaces.index("eth0"), 64, 256, true)));
        int total = 50_000;
        int committed = 0;
        int[] next = new int[1];
        FrameHandler inOrder = (address, snapLength, l, st, tci, tpid, t, ty) -> {
            assertEquals(next[0]++, NativeMemory.getInt(address + 14));
        };
        byte[] template = frame(0x88b5, new byte[46]);
        while (committed < total) {
            long address;
            while (committed < total && (address = bypassing.claim(template.length)) != 0) {
                NativeMemory.copy(template, 0, address, template.length);
                NativeMemory.putInt(address + 14, committed++);
                bypassing.commit();
            }
            bypassing.flush();
            ring.poll(inOrder, 1000);
        }
        while (bypassing.queued() > 0) {
            bypassing.flush();
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (next[0] < total && System.nanoTime() < deadline) {
            ring.await(10);
            ring.poll(inOrder, 1000);
        }
        ring.socket().updateStatistics();
        assertEquals(total, next[0], () -> "dropped " + ring.socket().drops() + ", refused " + bypassing.refused());
        assertEquals(total, bypassing.sent());
    }

    @Test
    void missingInterfaceIsNamedInTheError() {
        NativeException thrown = assertThrows(NativeException.class,
            () -> ring(ReceiveRingConfig.of(9999, BpfProgram.acceptAll())));
        assertEquals(Errno.ENODEV, thrown.errno());
        assertTrue(thrown.getMessage().contains("9999") && thrown.getMessage().contains("ENODEV"), thrown.getMessage());
    }
}
