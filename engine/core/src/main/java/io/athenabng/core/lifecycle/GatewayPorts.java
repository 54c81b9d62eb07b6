package io.athenabng.core.lifecycle;

import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.DataPlane;
import io.athenabng.core.port.DhcpUpstream;
import io.athenabng.core.port.EngineClock;
import io.athenabng.core.port.EventSink;
import io.athenabng.core.port.FrameSink;
import io.athenabng.core.port.PppChannels;
import io.athenabng.core.port.RadiusUpstream;
import io.athenabng.core.port.SessionStore;

/**
 * All that the core needs of the outside.
 *
 * @param clock        the engine's clock
 * @param frames       frames to the trunks
 * @param dhcpUpstream datagrams to DHCP servers
 * @param radius       requests to RADIUS servers, answers to dynamic authorisation clients
 * @param pppChannels  PPP control frames
 * @param dataPlane    lines and sessions in the kernel
 * @param store        sessions that outlive the daemon
 * @param events       takes what happened
 * @param counters     makes counters
 */
public record GatewayPorts(
        EngineClock clock,
        FrameSink frames,
        DhcpUpstream dhcpUpstream,
        RadiusUpstream radius,
        PppChannels pppChannels,
        DataPlane dataPlane,
        SessionStore store,
        EventSink events,
        CounterRegistry counters) {
}
