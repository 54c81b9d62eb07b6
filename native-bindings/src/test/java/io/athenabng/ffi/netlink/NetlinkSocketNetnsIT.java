package io.athenabng.ffi.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.ffi.Errno;
import io.athenabng.ffi.FileDescriptor;
import io.athenabng.ffi.NativeBuffer;
import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.NativeMemory;
import io.athenabng.ffi.Syscalls;
import io.athenabng.ffi.generated.linux.Linux;
import io.athenabng.ffi.testkit.Command;
import io.athenabng.ffi.testkit.NetnsExtension;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The netlink socket against the running kernel: batches, groups, overruns, and what does not come from the kernel. */
final class NetlinkSocketNetnsIT {
    private static final int RTM_NEWLINK = 16;
    private static final int RTM_GETLINK = 18;
    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    private static final int NLM_F_REQUEST = 1;
    private static final int NLM_F_ACK = 4;
    private static final int NLM_F_DUMP = 0x300;
    private static final int NLM_F_ACK_TLVS = 0x200;
    private static final int RTNLGRP_LINK = 1;
    private static final int MESSAGE = 32;

    @RegisterExtension
    final NetnsExtension netns = new NetnsExtension();

    private String namespace;

    @BeforeEach
    void makeNamespace() {
        namespace = netns.namespace("nl");
    }

    private NetlinkSocket open(NetlinkSocket.Settings settings) {
        return netns.closeAfter(netns.inside(namespace, () -> NetlinkSocket.open(NetlinkSocket.ROUTE, settings)));
    }

    /** nlmsghdr and ifinfomsg. */
    private static void putLinkMessage(long address, int type, int flags, int sequence, int index) {
        NativeMemory.zero(address, MESSAGE);
        NativeMemory.putInt(address, MESSAGE);
        NativeMemory.putShort(address + 4, (short) type);
        NativeMemory.putShort(address + 6, (short) flags);
        NativeMemory.putInt(address + 8, sequence);
        NativeMemory.putInt(address + 20, index);
    }

    private static int receive(NetlinkSocket socket) {
        assertTrue(socket.await(5_000), "an answer");
        return socket.receive();
    }

    @Test
    void batchOfRequestsIsAnsweredOneByOne() {
        NetlinkSocket socket = open(NetlinkSocket.Settings.DEFAULT);
        assertEquals(0, socket.receive());
        assertFalse(socket.await(10));
        int requests = 1000;
        for (int i = 0; i < requests; i++) {
            // Every second one asks for a link that does not exist.
            putLinkMessage(socket.sendAddress() + (long) i * MESSAGE, RTM_GETLINK, NLM_F_REQUEST, 1 + i, i % 2 == 0 ? 1 : 9999);
        }
        socket.send(socket.sendAddress(), requests * MESSAGE);
        for (int i = 0; i < requests; i++) {
            int length = receive(socket);
            long answer = socket.receiveAddress();
            assertEquals(length, NativeMemory.getInt(answer));
            assertEquals(1 + i, NativeMemory.getInt(answer + 8), "sequence");
            assertEquals(socket.portId(), NativeMemory.getInt(answer + 12));
            if (i % 2 == 0) {
                assertEquals(RTM_NEWLINK, NativeMemory.getShort(answer + 4));
            } else {
                assertEquals(NLMSG_ERROR, NativeMemory.getShort(answer + 4));
                assertEquals(-Errno.ENODEV, NativeMemory.getInt(answer + 16));
            }
        }
        assertEquals(0, socket.receive());
    }

    @Test
    void dumpEndsAndErrorsCarryText() {
        NetlinkSocket socket = open(NetlinkSocket.Settings.DEFAULT);
        assertTrue(socket.strictChecking(true));
        putLinkMessage(socket.sendAddress(), RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP, 5, 0);
        socket.send(socket.sendAddress(), MESSAGE);
        boolean done = false;
        boolean loopback = false;
        while (!done) {
            int length = receive(socket);
            for (int at = 0; at < length; at += NativeMemory.getInt(socket.receiveAddress() + at) + 3 & -4) {
                int type = NativeMemory.getShort(socket.receiveAddress() + at + 4);
                done |= type == NLMSG_DONE;
                loopback |= type == RTM_NEWLINK && NativeMemory.getInt(socket.receiveAddress() + at + 20) == 1;
            }
        }
        assertTrue(loopback);
        // An address family that no dump handler takes, refused in words under strict checking.
        putLinkMessage(socket.sendAddress(), RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP, 6, 0);
        NativeMemory.putInt(socket.sendAddress() + 24, 1);
        socket.send(socket.sendAddress(), MESSAGE);
        int length = receive(socket);
        long answer = socket.receiveAddress();
        assertEquals(6, NativeMemory.getInt(answer + 8));
        assertTrue((NativeMemory.getShort(answer + 6) & NLM_F_ACK_TLVS) != 0, "extended acknowledgement");
        byte[] bytes = new byte[length];
        NativeMemory.copy(answer, bytes, 0, length);
        assertTrue(new String(bytes, StandardCharsets.ISO_8859_1).contains("Invalid values in header"), "the text");
    }

    @Test
    void groupIsHeardUntilItIsLeft() {
        NetlinkSocket socket = open(NetlinkSocket.Settings.DEFAULT);
        socket.join(RTNLGRP_LINK);
        Command.run("ip", "-n", namespace, "link", "set", "lo", "mtu", "9000");
        assertTrue(receive(socket) > MESSAGE);
        assertEquals(RTM_NEWLINK, NativeMemory.getShort(socket.receiveAddress() + 4));
        while (socket.await(50)) {
            socket.receive();
        }
        socket.leave(RTNLGRP_LINK);
        Command.run("ip", "-n", namespace, "link", "set", "lo", "mtu", "9001");
        assertFalse(socket.await(100));
        assertThrows(NativeException.class, () -> socket.join(100_000));
    }

    @Test
    void overrunAndCutDatagramsAreToldApart() {
        NetlinkSocket small = open(new NetlinkSocket.Settings(4096, 64, 4096));
        small.join(RTNLGRP_LINK);
        for (int mtu = 2000; mtu < 2040; mtu++) {
            Command.run("ip", "-n", namespace, "link", "set", "lo", "mtu", Integer.toString(mtu));
        }
        boolean overrun = false;
        boolean cut = false;
        for (int result = small.receive(); result != 0; result = small.receive()) {
            overrun |= result == NetlinkSocket.OVERRUN;
            cut |= result == NetlinkSocket.TRUNCATED;
            assertTrue(result < 0, "no link message fits 64 bytes");
        }
        assertTrue(overrun && cut);
        assertEquals(1, small.overruns());
        assertTrue(small.truncations() > 0);
        NativeException thrown = assertThrows(NativeException.class, () -> small.send(small.sendAddress(), 1 << 20));
        assertEquals(Errno.EMSGSIZE, thrown.errno());
    }

    @Test
    void datagramFromAnotherProcessIsNotBelieved() {
        NetlinkSocket socket = open(NetlinkSocket.Settings.DEFAULT);
        int type = Linux.SOCK_RAW() | Linux.SOCK_CLOEXEC();
        try (FileDescriptor forger = netns.inside(namespace, () -> FileDescriptor.own("socket",
                Syscalls.socket(Linux.AF_NETLINK(), type, NetlinkSocket.ROUTE)));
             NativeBuffer memory = NativeBuffer.allocate(64)) {
            long name = memory.address() + MESSAGE;
            NativeMemory.putShort(name, (short) Linux.AF_NETLINK());
            NativeMemory.putInt(name + 4, socket.portId());
            putLinkMessage(memory.address(), RTM_NEWLINK, NLM_F_ACK, 1, 1);
            assertEquals(MESSAGE, Syscalls.sendto(forger.value(), memory.address(), MESSAGE, 0, name, 12));
        }
        assertTrue(socket.await(5_000));
        long start = System.nanoTime();
        assertEquals(0, socket.receive());
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(1));
        assertEquals(1, socket.foreignDatagrams());
    }
}
