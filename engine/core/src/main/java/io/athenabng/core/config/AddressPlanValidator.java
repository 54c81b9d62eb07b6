package io.athenabng.core.config;

import static io.athenabng.core.config.ConfigurationValueException.quote;

import io.athenabng.core.config.ConfigurationProblems.Place;
import io.athenabng.core.config.ConfigurationSchema.Dhcp;
import io.athenabng.core.config.ConfigurationSchema.Group;
import io.athenabng.core.config.ConfigurationSchema.Pool;
import io.athenabng.core.config.ConfigurationSchema.Relay;
import io.athenabng.core.config.ConfigurationSchema.Reservation;
import io.athenabng.core.config.ConfigurationSchema.Server;
import io.athenabng.core.config.ConfigurationSchema.User;
import io.athenabng.core.config.PoolSettings.AddressRange;
import io.athenabng.wire.ip.Ipv4Address;
import io.athenabng.wire.ip.Ipv4Prefix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks that addresses fit together: subnets, gateways, pools, reservations, users. */
final class AddressPlanValidator {
    private static final long POOL_ADDRESSES_MAX = 1L << 24;

    private final ConfigSection root;
    private final ConfigurationProblems problems;
    private final List<Subnet> subnets = new ArrayList<>();
    private final Map<String, ConfigSection> poolByName = new HashMap<>();

    AddressPlanValidator(final ConfigSection root, final ConfigurationProblems problems) {
        this.root = root;
        this.problems = problems;
    }

    /** The subnet of a group. */
    private record Subnet(ConfigSection group, Ipv4Prefix prefix, int gateway, boolean server, boolean local) {
        boolean holds(final int address) {
            return prefix.contains(address) && address != prefix.network() && address != prefix.last();
        }

        String name() {
            return quote(String.valueOf(group.get(Group.NAME)));
        }
    }

    /** A range, and where it stands. */
    private record PoolRange(AddressRange range, Place place) {
    }

    void validate() {
        for (final ConfigSection pool : root.get(Pool.LIST)) {
            if (pool.get(Pool.NAME) != null) {
                poolByName.putIfAbsent(pool.get(Pool.NAME), pool);
            }
        }
        collectSubnets();
        checkSubnets();
        checkPools();
        for (final Subnet subnet : subnets) {
            checkGroup(subnet);
        }
        checkReservations();
        checkUsers();
    }

    private void collectSubnets() {
        for (final ConfigSection group : root.get(Group.LIST)) {
            final AddressText.InterfaceAddress gateway = group.get(Group.GATEWAY);
            final ConfigSection dhcp = group.get(Dhcp.SECTION);
            if (gateway != null) {
                // What is not known is taken as the kind that allows more: it was reported already.
                subnets.add(new Subnet(group, gateway.prefix(), gateway.address(),
                        dhcp == null || dhcp.get(Dhcp.MODE) != DhcpSettings.Mode.RELAY,
                        group.get(Group.AUTHENTICATION) != AccessGroupSettings.Authentication.NONE));
            }
        }
    }

    private void checkSubnets() {
        for (int i = 1; i < subnets.size(); i++) {
            final Subnet subnet = subnets.get(i);
            for (int j = 0; j < i; j++) {
                final Subnet other = subnets.get(j);
                final boolean overlap = subnet.prefix.contains(other.prefix.network()) || other.prefix.contains(subnet.prefix.network());
                if (overlap && (subnet.gateway != other.gateway || subnet.prefix.length() != other.prefix.length())) {
                    problems.add(subnet.group.place(Group.GATEWAY), "the subnet " + subnet.prefix + " overlaps " + other.prefix
                            + " of the group " + other.name() + ", which has another gateway or length",
                            "write the same gateway for both groups, or subnets that do not overlap");
                    break;
                }
            }
        }
    }

    private void checkPools() {
        final List<PoolRange> ranges = new ArrayList<>();
        long addresses = 0;
        for (final ConfigSection pool : root.get(Pool.LIST)) {
            final List<AddressRange> values = pool.get(Pool.RANGES);
            for (int i = 0; values != null && i < values.size(); i++) {
                if (values.get(i) != null) {
                    ranges.add(new PoolRange(values.get(i), pool.itemPlace(Pool.RANGES, i)));
                    addresses += Integer.toUnsignedLong(values.get(i).last()) - Integer.toUnsignedLong(values.get(i).first()) + 1;
                }
            }
        }
        if (addresses > POOL_ADDRESSES_MAX) {
            problems.add(root.place(Pool.LIST), "the pools have " + addresses + " addresses", "write at most " + POOL_ADDRESSES_MAX);
        }
        for (final PoolRange range : ranges) {
            for (final Subnet subnet : subnets) {
                if (contains(range.range, subnet.gateway)) {
                    problems.add(range.place, "the range holds " + Ipv4Address.toString(subnet.gateway) + ", the gateway of the group "
                            + subnet.name(), "leave it out of the range");
                    break;
                }
            }
        }
        ranges.sort(Comparator.comparingLong(range -> Integer.toUnsignedLong(range.range.first())));
        PoolRange highest = null;
        for (final PoolRange range : ranges) {
            if (highest != null && Integer.compareUnsigned(range.range.first(), highest.range.last()) <= 0) {
                final boolean later = range.place.line() > highest.place.line()
                        || range.place.line() == highest.place.line() && range.place.column() > highest.place.column();
                final PoolRange blamed = later ? range : highest;
                final PoolRange other = later ? highest : range;
                problems.add(blamed.place, AddressText.formatRange(blamed.range) + " overlaps " + AddressText.formatRange(other.range)
                        + " of " + other.place.path() + " in line " + other.place.line(), "give every address to one pool, once");
            }
            if (highest == null || Integer.compareUnsigned(range.range.last(), highest.range.last()) > 0) {
                highest = range;
            }
        }
    }

    private void checkGroup(final Subnet subnet) {
        final ConfigSection dhcp = subnet.group.get(Dhcp.SECTION);
        if (dhcp == null) {
            return;
        }
        final ConfigSection server = dhcp.get(Server.SECTION);
        if (server != null) {
            final List<String> names = server.get(Server.POOLS);
            for (int i = 0; names != null && i < names.size(); i++) {
                if (names.get(i) != null) {
                    checkPoolReference(names.get(i), server.itemPlace(Server.POOLS, i), List.of(subnet), false);
                }
            }
            final List<DhcpSettings.Route> routes = server.get(Server.ROUTES);
            for (int i = 0; routes != null && i < routes.size(); i++) {
                final DhcpSettings.Route route = routes.get(i);
                if (route != null && route.gateway() != 0 && !subnet.holds(route.gateway())) {
                    problems.add(server.itemPlace(Server.ROUTES, i),
                            Ipv4Address.toString(route.gateway()) + " is not in the subnet " + subnet.prefix,
                            "route via an address of the subnet, like the gateway " + Ipv4Address.toString(subnet.gateway));
                }
            }
        }
        final ConfigSection relay = dhcp.get(Relay.SECTION);
        if (relay != null) {
            final Integer link = relay.get(Relay.LINK_SELECTION);
            if (link != null && link != 0 && !subnet.prefix.contains(link)) {
                problems.add(relay.place(Relay.LINK_SELECTION), Ipv4Address.toString(link) + " is not in the subnet " + subnet.prefix,
                        "write an address of the subnet, or leave the key out");
            }
        }
    }

    /** The pool exists, and lies whole in one of the subnets. */
    private void checkPoolReference(
            final String name, final Place place, final List<Subnet> candidates, final boolean anywhere) {
        final ConfigSection pool = poolByName.get(name);
        if (pool == null) {
            final String meant = Suggestions.closest(name, poolByName.keySet());
            problems.add(place, "there is no pool " + quote(name), meant == null ? "add it to pools" : "did you mean " + meant + "?");
            return;
        }
        for (final AddressRange range : nonNull(pool.get(Pool.RANGES))) {
            if (!anywhere && candidates.stream().noneMatch(subnet -> subnet.holds(range.first()) && subnet.holds(range.last()))) {
                final boolean one = candidates.size() == 1;
                problems.add(place, "the pool " + quote(name) + " has the range " + AddressText.formatRange(range)
                        + ", which is outside of " + (one ? "the subnet " + candidates.getFirst().prefix
                        : "every subnet that it could be used in"),
                        "name a pool whose addresses are in the subnet, without its first and last address");
                return;
            }
        }
    }

    private void checkReservations() {
        final List<Subnet> served = subnets.stream().filter(Subnet::server).toList();
        final Map<Integer, ConfigSection> known = new HashMap<>();
        for (final ConfigSection reservation : root.get(Reservation.LIST)) {
            final boolean mac = reservation.isWritten(Reservation.MAC);
            if (mac == reservation.isWritten(Reservation.CIRCUIT_ID)) {
                problems.add(reservation.place(), mac ? "a reservation is for a mac or for a circuit-id, not for both"
                        : "the reservation does not say whom it is for", "write either mac or circuit-id");
            }
            checkFixedAddress(reservation, Reservation.ADDRESS, served, known, "a group with the built-in DHCP server", false);
        }
    }

    private void checkUsers() {
        final List<Subnet> local = subnets.stream().filter(subnet -> subnet.server && subnet.local).toList();
        final Map<Integer, ConfigSection> known = new HashMap<>();
        // A PPPoE session's address is routed to its own link: it may be of any subnet.
        final boolean anywhere = root.get(Group.LIST).stream().anyMatch(PppoeValidator::isEnabled);
        for (final ConfigSection user : root.get(User.LIST)) {
            checkFixedAddress(user, User.ADDRESS, local, known, "a group with authentication: local and the built-in DHCP server",
                    anywhere);
            final String pool = user.get(User.POOL);
            if (pool != null && !pool.isEmpty()) {
                if (user.isWritten(User.ADDRESS)) {
                    problems.add(user.place(User.POOL), "a user with an address does not use a pool", "write either address or pool");
                }
                checkPoolReference(pool, user.place(User.POOL), local, anywhere);
            }
        }
    }

    private void checkFixedAddress(final ConfigSection section, final ConfigKey.Value<Integer> key, final List<Subnet> candidates,
            final Map<Integer, ConfigSection> known, final String where, final boolean anywhere) {
        final Integer address = section.get(key);
        if (address == null) {
            return;
        }
        final String text = Ipv4Address.toString(address);
        final ConfigSection first = known.putIfAbsent(address, section);
        if (first != null) {
            problems.add(section.place(key), text + " is given twice, first in line " + first.place(key).line(), "keep one of them");
        }
        boolean held = anywhere;
        for (final Subnet subnet : subnets) {
            if (subnet.gateway == address) {
                problems.add(section.place(key), text + " is the gateway of the group " + subnet.name(), "write another address");
                return;
            }
        }
        for (int i = 0; i < candidates.size() && !held; i++) {
            held = candidates.get(i).holds(address);
        }
        if (!held) {
            problems.add(section.place(key), text + " is not a host's address in the subnet of " + where,
                    candidates.isEmpty() ? "there is no such group" : "write an address of such a subnet, like one of "
                    + candidates.getFirst().prefix);
        }
    }

    private static boolean contains(final AddressRange range, final int address) {
        return Integer.compareUnsigned(range.first(), address) <= 0 && Integer.compareUnsigned(address, range.last()) <= 0;
    }

    private static List<AddressRange> nonNull(final List<AddressRange> ranges) {
        return ranges == null ? Collections.emptyList() : ranges.stream().filter(range -> range != null).toList();
    }
}
