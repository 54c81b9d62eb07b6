package io.athenabng.daemon.edge.upstream;

import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.DhcpSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.daemon.StartException;
import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.packet.UdpSocket;
import io.athenabng.ffi.packet.UdpSocketConfig;
import io.athenabng.wire.ip.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Opens a relay socket for each giaddr. The addresses exist already: the data plane has made them. */
public final class RelaySockets {
    private static final int DHCP_SERVER_PORT = 67;

    private RelaySockets() {
    }

    /**
     * The relay agent's addresses.
     *
     * @param configuration the running configuration
     * @return the giaddrs, host order
     */
    public static Set<Integer> giaddrs(final RunningConfiguration configuration) {
        final Set<Integer> giaddrs = new TreeSet<>();
        for (final AccessGroupSettings group : configuration.accessGroups()) {
            if (group.dhcp().mode() == DhcpSettings.Mode.RELAY) {
                giaddrs.add(group.dhcp().relay().giaddr() == 0 ? group.gateway() : group.dhcp().relay().giaddr());
            }
        }
        return giaddrs;
    }

    /**
     * The sockets.
     *
     * @param giaddrs   the relay agent's addresses, host order
     * @param toSession the ring to the session agent
     * @param registry  makes the counters
     * @return the sockets, one for each giaddr
     * @throws StartException if one cannot be had; none is left open
     */
    public static List<RelaySocket> open(final Set<Integer> giaddrs, final RingBuffer toSession, final CounterRegistry registry) {
        final List<RelaySocket> sockets = new ArrayList<>();
        for (final int giaddr : giaddrs) {
            try {
                sockets.add(new RelaySocket(giaddr, UdpSocket.open(UdpSocketConfig.ipv4(giaddr, DHCP_SERVER_PORT)), toSession, registry));
            } catch (final NativeException exception) {
                sockets.forEach(RelaySocket::close);
                throw new StartException("the DHCP relay cannot use UDP " + Ipv4Address.toString(giaddr) + ":67: " + exception.getMessage()
                        + ". The address must be on this machine, and no other DHCP server or relay may run here "
                        + "('ss -ulpn sport = :67' shows it)", exception);
            }
        }
        return sockets;
    }
}
