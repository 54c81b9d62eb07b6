package io.athenabng.ffi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.ffi.NetworkInterfaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The namespaces that other tests play in are what they are said to be. */
final class NetnsExtensionNetnsIT {
    @RegisterExtension
    final NetnsExtension netns = new NetnsExtension();

    @Test
    void pairJoinsTwoNamespacesAndCarriesIp() throws IOException {
        String left = netns.namespace("l");
        String right = netns.namespace("r");
        netns.vethPair(left, "eth1", right, "eth0");
        netns.address(left, "eth1", "10.9.8.1/24");
        netns.address(right, "eth0", "10.9.8.2/24");
        DatagramChannel receiver = netns.closeAfter(udp(right));
        receiver.bind(new InetSocketAddress("10.9.8.2", 4711));
        netns.closeAfter(udp(left)).send(ByteBuffer.wrap(new byte[] {42}), new InetSocketAddress("10.9.8.2", 4711));
        ByteBuffer received = ByteBuffer.allocate(8);
        receiver.receive(received);
        assertEquals(1, received.position());
        assertEquals(42, received.get(0));
        assertTrue(netns.inside(left, () -> NetworkInterfaces.find("eth1")).orElseThrow().isRunning());
        assertFalse(netns.inside(right, () -> NetworkInterfaces.find("eth1")).isPresent());
        assertEquals(0, NetworkInterfaces.index("eth1-of-nowhere"));
        assertFalse(Command.run("ip", "-n", left, "addr").contains("inet6 fe80"), "IPv6 is off");
    }

    private DatagramChannel udp(String namespace) {
        return netns.inside(namespace, () -> {
            try {
                return DatagramChannel.open(StandardProtocolFamily.INET);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void ipv6ComesBackWhenAsked() {
        String left = netns.namespace("l");
        String right = netns.namespace("r");
        netns.vethPair(left, "eth1", right, "eth0");
        netns.enableIpv6(left);
        assertTrue(Command.run("ip", "-n", left, "addr", "show", "dev", "eth1").contains("inet6 fe80"));
    }

    @Test
    void interfaceIsDescribedAsIpShowsIt() {
        String left = netns.namespace("l");
        netns.vethPair(left, "eth1", left, "eth2");
        Command.run("ip", "-n", left, "link", "set", "eth1", "address", "02:00:00:ab:cd:ef", "mtu", "1508");
        NetworkInterfaces.Info info = netns.inside(left, () -> NetworkInterfaces.find("eth1")).orElseThrow();
        assertEquals(0x020000abcdefL, info.mac());
        assertEquals(1508, info.mtu());
        assertTrue(info.isUp());
        assertTrue(Command.run("ip", "-n", left, "link", "show", "eth1").startsWith(info.index() + ":"));
    }
}
