package io.athenabng.ffi.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.athenabng.ffi.Errno;
import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.NativeMemory;
import io.athenabng.ffi.NetworkInterfaces;
import io.athenabng.ffi.Poller;
import io.athenabng.ffi.testkit.NetnsExtension;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** UDP over veth pairs: devices, broadcast, IPv6. */
final class UdpSocketNetnsIT {
    private static final int ALL = 0xffffffff;

    @RegisterExtension
    final NetnsExtension netns = new NetnsExtension();

    private UdpSocket open(String namespace, UdpSocketConfig config) {
        return netns.closeAfter(netns.inside(namespace, () -> UdpSocket.open(config)));
    }

    private static List<Integer> received(UdpSocket socket, int timeoutMs) {
        List<Integer> values = new ArrayList<>();
        try (Poller poller = new Poller(1)) {
            poller.add(socket.fd(), Poller.IN);
            if (poller.poll(timeoutMs) > 0) {
                socket.receive((address, length, high, low, port, scope) -> values.add(NativeMemory.getInt(address)));
            }
        }
        return values;
    }

    @Test
    void deviceDecidesWhichSocketGetsABroadcast() {
        String gateway = netns.namespace("gw");
        String one = netns.namespace("one");
        String two = netns.namespace("two");
        netns.vethPair(gateway, "eth1", one, "eth0");
        netns.vethPair(gateway, "eth2", two, "eth0");
        netns.address(gateway, "eth1", "10.1.0.1/24");
        netns.address(gateway, "eth2", "10.2.0.1/24");
        netns.address(one, "eth0", "10.1.0.2/24");
        UdpSocketConfig server = UdpSocketConfig.ipv4(0, 67).withOptions(true, true, 1 << 20);
        UdpSocket first = open(gateway, server.withDevice("eth1"));
        UdpSocket second = open(gateway, server.withDevice("eth2"));
        UdpSocket client = open(one, UdpSocketConfig.ipv4(0, 68).withOptions(false, true, 0).withDevice("eth0"));
        NativeMemory.putInt(client.claim(ALL, 67, 4), 42);
        client.commit();
        assertEquals(1, client.flush());
        assertEquals(List.of(42), received(first, 5_000));
        assertEquals(List.of(), received(second, 100));
        NativeException thrown = assertThrows(NativeException.class, () -> open(gateway, server.withDevice("eth9")));
        assertEquals(Errno.ENODEV, thrown.errno());
    }

    @Test
    void ipv6LinkLocalKeepsItsScope() {
        String left = netns.namespace("l");
        String right = netns.namespace("r");
        netns.vethPair(left, "eth1", right, "eth0");
        netns.enableIpv6(left);
        netns.enableIpv6(right);
        netns.exec(left, "ip", "addr", "add", "fe80::1/64", "dev", "eth1", "nodad");
        netns.exec(right, "ip", "addr", "add", "fe80::2/64", "dev", "eth0", "nodad");
        int leftIndex = netns.inside(left, () -> NetworkInterfaces.index("eth1"));
        int rightIndex = netns.inside(right, () -> NetworkInterfaces.index("eth0"));
        UdpSocket server = open(left, UdpSocketConfig.ipv6(0, 0, 547));
        UdpSocket client = open(right, UdpSocketConfig.ipv6(0xfe80L << 48, 2, 546).withScopeId(rightIndex));
        NativeMemory.putInt(client.claim(0xfe80L << 48, 1, 547, rightIndex, 4), 7);
        client.commit();
        assertEquals(1, client.flush());
        try (Poller poller = new Poller(1)) {
            poller.add(server.fd(), Poller.IN);
            assertEquals(1, poller.poll(5_000));
        }
        assertEquals(1, server.receive((address, length, high, low, port, scope) -> {
            assertEquals(0xfe80L << 48, high);
            assertEquals(2, low);
            assertEquals(546, port);
            assertEquals(leftIndex, scope);
            assertEquals(7, NativeMemory.getInt(address));
        }));
    }
}
