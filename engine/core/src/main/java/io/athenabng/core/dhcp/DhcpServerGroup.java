package io.athenabng.core.dhcp;

import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.DhcpSettings;
import io.athenabng.wire.dhcp.ClasslessRoutes;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.dhcp.DomainSearchEncoder;
import io.athenabng.wire.ip.Ipv4Prefix;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.IntHashSet;

/** What the server says to one access group: times, pools, and its options encoded once. */
final class DhcpServerGroup {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long INFINITE_SECONDS = 0xffff_ffffL;
    /** A client that asks for less gets this, so that it cannot keep the gateway busy with renewals. */
    private static final long SHORTEST_LEASE_SECONDS = 60;

    final int groupIndex;
    final int gateway;
    final int[] poolIndexes;
    final long leaseSeconds;
    final long offerNs;
    final long declineQuarantineNs;
    final boolean authoritative;
    final int offersPerLine;
    private final long renewalSeconds;
    private final long rebindingSeconds;
    private final IntHashSet trustedRelays = new IntHashSet();
    private final byte[][] options = new byte[DhcpOption.CODES][];
    private final int[] optionCodes;

    DhcpServerGroup(final int groupIndex, final AccessGroupSettings group, final AddressPools pools) {
        this.groupIndex = groupIndex;
        final DhcpSettings.Server server = group.dhcp().server();
        gateway = group.gateway();
        poolIndexes = server.pools().stream().mapToInt(pools::indexOf).filter(index -> index != AddressPools.NONE).toArray();
        leaseSeconds = Math.max(1, Math.min(INFINITE_SECONDS, server.leaseNs() / SECOND_NS));
        renewalSeconds = server.renewalNs() / SECOND_NS;
        rebindingSeconds = server.rebindingNs() / SECOND_NS;
        offerNs = server.offerNs();
        declineQuarantineNs = server.declineQuarantineNs();
        authoritative = server.authoritative();
        // A few more than subscribers, so that one whose device was exchanged need not wait for the old one's offer to expire.
        offersPerLine = group.subscribersPerLine() + 3;
        if (group.dhcp().relay() != null) {
            trustedRelays.addAll(group.dhcp().relay().trustedRelays());
        }
        encode(group, server);
        optionCodes = codesOf(options);
    }

    private void encode(final AccessGroupSettings group, final DhcpSettings.Server server) {
        options[DhcpOption.SUBNET_MASK] = addresses(List.of(mask(group.gatewayPrefixLength())));
        options[DhcpOption.ROUTER] = addresses(List.of(gateway));
        put(DhcpOption.DOMAIN_NAME_SERVER, addresses(server.dns()));
        put(DhcpOption.NTP_SERVERS, addresses(server.ntp()));
        put(DhcpOption.DOMAIN_NAME, server.domainName().getBytes(StandardCharsets.US_ASCII));
        put(DhcpOption.DOMAIN_SEARCH, DomainSearchEncoder.encode(server.domainSearch()));
        if (server.mtu() != 0) {
            options[DhcpOption.INTERFACE_MTU] = new byte[] {(byte) (server.mtu() >>> 8), (byte) server.mtu()};
        }
        put(DhcpOption.CLASSLESS_ROUTES, ClasslessRoutes.encode(routes(server)));
    }

    private List<ClasslessRoutes.Route> routes(final DhcpSettings.Server server) {
        final List<ClasslessRoutes.Route> routes = new ArrayList<>();
        for (final DhcpSettings.Route route : server.routes()) {
            routes.add(new ClasslessRoutes.Route(
                    new Ipv4Prefix(route.destination() & mask(route.prefixLength()), route.prefixLength()), route.gateway()));
        }
        if (!routes.isEmpty() && server.routes().stream().noneMatch(route -> route.prefixLength() == 0)) {
            // A client that takes option 121 ignores option 3 (RFC 3442).
            routes.add(new ClasslessRoutes.Route(new Ipv4Prefix(0, 0), gateway));
        }
        return routes;
    }

    private void put(final int code, final byte[] value) {
        if (value.length > 0) {
            options[code] = value;
        }
    }

    private static byte[] addresses(final List<Integer> addresses) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (final int address : addresses) {
            for (int shift = 24; shift >= 0; shift -= 8) {
                out.write(address >>> shift);
            }
        }
        return out.toByteArray();
    }

    private static int[] codesOf(final byte[][] options) {
        final List<Integer> codes = new ArrayList<>();
        for (int code = 0; code < options.length; code++) {
            if (options[code] != null && code != DhcpOption.SUBNET_MASK && code != DhcpOption.ROUTER) {
                codes.add(code);
            }
        }
        return codes.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The mask of a prefix length. */
    static int mask(final int prefixLength) {
        return prefixLength == 0 ? 0 : -1 << 32 - prefixLength;
    }

    /** An option's value; null if it is not configured. */
    byte[] option(final int code) {
        return options[code];
    }

    /** The configured options, but for subnet mask and router. */
    int[] optionCodes() {
        return optionCodes;
    }

    boolean isTrustedRelay(final int giaddr) {
        return trustedRelays.contains(giaddr);
    }

    boolean hasPool(final int poolIndex) {
        for (final int index : poolIndexes) {
            if (index == poolIndex) {
                return true;
            }
        }
        return false;
    }

    /** The lease for a client that asked for so many seconds; 0: it did not ask. */
    long leaseSeconds(final long requestedSeconds) {
        if (requestedSeconds == 0 || requestedSeconds >= leaseSeconds) {
            return leaseSeconds;
        }
        return Math.min(leaseSeconds, Math.max(SHORTEST_LEASE_SECONDS, requestedSeconds));
    }

    /** T1 of a lease (RFC 2131, 4.4.5). */
    long renewalSeconds(final long ofLeaseSeconds) {
        return renewalSeconds > 0 && renewalSeconds < ofLeaseSeconds ? renewalSeconds : ofLeaseSeconds / 2;
    }

    /** T2 of a lease: later than T1, earlier than its end. */
    long rebindingSeconds(final long ofLeaseSeconds) {
        final long renewal = renewalSeconds(ofLeaseSeconds);
        if (rebindingSeconds > renewal && rebindingSeconds < ofLeaseSeconds) {
            return rebindingSeconds;
        }
        final long usual = ofLeaseSeconds * 7 / 8;
        return usual > renewal ? usual : renewal + (ofLeaseSeconds - renewal) * 3 / 4;
    }

    /** When a lease that begins now ends; one without an end ends never. */
    static long expiryNs(final long nowNs, final long seconds) {
        return seconds >= INFINITE_SECONDS ? Long.MAX_VALUE : nowNs + seconds * SECOND_NS;
    }
}
