package io.athenabng.core.dhcp;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.DhcpSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.EngineClock;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.dhcp.DhcpOptionIndex;
import io.athenabng.wire.dhcp.DhcpParser;
import java.util.List;
import java.util.Locale;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * The built-in DHCP server (RFC 2131, 4.3) of all access groups that have one.
 *
 * <p>An address is chosen in this order: the subscriber's own (Framed-IP-Address), a reservation by MAC or Circuit-ID, what the client has
 * or had, what it asks for, the next free one of its pool. It is promised to nobody else while an offer, a lease or a quarantine lasts.
 *
 * <p>Owned by the session agent.
 */
public final class DhcpServer {
    /** Longest reply that is written, bytes. */
    public static final int MAX_REPLY_LENGTH = DhcpReplyWriter.MAX_LENGTH;

    /** Entries that a tick looks at. */
    private static final int SWEEP_BUDGET = 256;
    private static final int ENTRIES_OUTSIDE_POOLS = 1 << 16;

    private final EngineClock clock;
    private DhcpServerGroup[] groups;
    private final LeaseTable leases;
    private final AtomicCounter reservationConflicts;
    private AddressChooser chooser;
    private final DhcpReplyWriter writer = new DhcpReplyWriter();
    private final ClientKey client = new ClientKey();
    private final AtomicCounter[] dropped = new AtomicCounter[DhcpDropReason.values().length];
    private final AtomicCounter[] received = new AtomicCounter[DhcpMessageType.LAST_ASSIGNED + 1];
    private final AtomicCounter[] sent = new AtomicCounter[DhcpMessageType.LAST_ASSIGNED + 1];
    private final AtomicCounter declines;
    private final AtomicCounter moves;
    private final AtomicCounter expired;
    private final AtomicCounter optionsLeftOut;

    /**
     * The server of a configuration, without leases.
     *
     * @param configuration the running configuration
     * @param clock         the engine's clock
     * @param counters      where counters are made
     */
    public DhcpServer(final RunningConfiguration configuration, final EngineClock clock, final CounterRegistry counters) {
        this.clock = clock;
        final AddressPools pools = new AddressPools(configuration);
        leases = new LeaseTable(pools, entriesFor(configuration, pools));
        groups = groupsOf(configuration, pools);
        reservationConflicts = counters.counter(
                "dhcp.server.reservation_conflict", "clients that did not get their reserved address because another client holds it");
        chooser = new AddressChooser(configuration, leases, reservationConflicts);
        for (final DhcpDropReason reason : DhcpDropReason.values()) {
            if (reason.isServers()) {
                dropped[reason.ordinal()] = counters.counter(reason.counterName(), reason.description());
            }
        }
        for (final int type : new int[] {DhcpMessageType.DISCOVER, DhcpMessageType.REQUEST, DhcpMessageType.DECLINE,
            DhcpMessageType.RELEASE, DhcpMessageType.INFORM}) {
            received[type] = counters.counter("dhcp.server.received." + name(type), DhcpMessageType.name(type) + " messages received");
        }
        for (final int type : new int[] {DhcpMessageType.OFFER, DhcpMessageType.ACK, DhcpMessageType.NAK}) {
            sent[type] = counters.counter("dhcp.server.sent." + name(type), DhcpMessageType.name(type) + " messages written");
        }
        declines = counters.counter("dhcp.server.quarantined", "addresses put into quarantine because a client found them in use");
        moves = counters.counter("dhcp.server.moved", "leases that followed their client to another line");
        expired = counters.counter("dhcp.server.expired", "offers, leases and quarantines that ran out");
        optionsLeftOut = counters.counter("dhcp.server.options_left_out", "replies that had no room for all requested options");
    }

    private static int entriesFor(final RunningConfiguration configuration, final AddressPools pools) {
        long poolSize = 0;
        for (int i = 0; i < pools.count(); i++) {
            poolSize += pools.pool(i).size();
        }
        final long wanted = Math.min(poolSize, 4L * configuration.bootstrap().maxSessions()) + ENTRIES_OUTSIDE_POOLS;
        return (int) Math.min(wanted, 1 << 28);
    }

    private static DhcpServerGroup[] groupsOf(final RunningConfiguration configuration, final AddressPools pools) {
        final List<AccessGroupSettings> settings = configuration.accessGroups();
        final DhcpServerGroup[] groups = new DhcpServerGroup[settings.size()];
        for (int i = 0; i < groups.length; i++) {
            if (settings.get(i).dhcp().mode() == DhcpSettings.Mode.SERVER) {
                groups[i] = new DhcpServerGroup(i, settings.get(i), pools);
            }
        }
        return groups;
    }

    /**
     * Works with another configuration: pools, reservations, and what groups give may differ. Leases stay as they are.
     *
     * @param to the configuration
     */
    public void reconfigure(final RunningConfiguration to) {
        final AddressPools pools = new AddressPools(to);
        leases.reconfigure(pools, entriesFor(to, pools));
        groups = groupsOf(to, pools);
        chooser = new AddressChooser(to, leases, reservationConflicts);
    }

    private static String name(final int messageType) {
        return DhcpMessageType.name(messageType).toLowerCase(Locale.ROOT);
    }

    /** @return the leases, for {@code restore}, {@code release}, {@code onExpiry} and the management's pages */
    public LeaseTable leases() {
        return leases;
    }

    /**
     * Ends what has run out, a bounded part of the table at a time.
     *
     * @param nowNs now
     * @return how many ended
     */
    public int onTick(final long nowNs) {
        final int ended = leases.sweep(nowNs, SWEEP_BUDGET);
        if (ended > 0) {
            expired.getAndAddRelease(ended);
        }
        return ended;
    }

    /**
     * A client's message, from a subscriber that may be served.
     *
     * @param line       the line it came by
     * @param groupIndex the access group that serves: the line's, or its walled garden
     * @param message    the message, parsed as a request and found sound
     * @param srcMac     the frame's source MAC
     * @param profile    what the subscriber gets
     * @param out        where a reply is written, {@link #MAX_REPLY_LENGTH} bytes from the offset
     * @param outOffset  where it begins
     * @param outcome    takes the decision
     */
    public void onClientMessage(
            final AccessLine line, final int groupIndex, final DhcpParser message, final long srcMac, final SubscriberProfile profile,
            final MutableDirectBuffer out, final int outOffset, final DhcpOutcome outcome) {
        final DhcpServerGroup group = begin(line, groupIndex, message, srcMac, outcome);
        if (group == null) {
            return;
        }
        final int type = message.messageType();
        if (received[type] == null) {
            drop(DhcpDropReason.SERVER_UNEXPECTED_TYPE, outcome);
            return;
        }
        received[type].incrementRelease();
        final DhcpOptionIndex options = message.options();
        ClientKey.copyClientId(options, outcome);
        client.set(line, outcome.clientMac, ClientKey.hash(outcome.clientId(), 0, outcome.clientIdLength));
        switch (type) {
            case DhcpMessageType.DISCOVER -> onDiscover(line, group, message, profile, out, outOffset, outcome);
            case DhcpMessageType.REQUEST -> onRequest(line, group, message, profile, out, outOffset, outcome);
            case DhcpMessageType.DECLINE -> onDecline(group, options, outcome);
            case DhcpMessageType.RELEASE -> onRelease(group, message, outcome);
            default -> onInform(group, message, profile, out, outOffset, outcome);
        }
        if (outcome.hasReply()) {
            sent[outcome.replyType].incrementRelease();
            if (writer.isOverflow()) {
                optionsLeftOut.incrementRelease();
            }
        }
    }

    /**
     * A message of a subscriber that may not be served, in any group: a Request is refused, anything else is dropped.
     *
     * @param line      the line it came by
     * @param message   the message, parsed as a request and found sound
     * @param srcMac    the frame's source MAC
     * @param out       where a reply is written, {@link #MAX_REPLY_LENGTH} bytes from the offset
     * @param outOffset where it begins
     * @param outcome   takes the decision
     */
    public void refuse(
            final AccessLine line, final DhcpParser message, final long srcMac, final MutableDirectBuffer out, final int outOffset,
            final DhcpOutcome outcome) {
        identify(line, message, srcMac, outcome);
        final int gateway = line.group().gateway();
        if (message.messageType() != DhcpMessageType.REQUEST || message.header().giaddr() != 0 || srcMac != outcome.clientMac
                || message.options().intValue(DhcpOption.SERVER_IDENTIFIER, gateway) != gateway
                && line.group().dhcp().mode() == DhcpSettings.Mode.SERVER) {
            drop(DhcpDropReason.SERVER_REFUSED, outcome);
            return;
        }
        nak(message, message.options().intValue(DhcpOption.SERVER_IDENTIFIER, gateway), "not authorised", out, outOffset, outcome);
        sent[DhcpMessageType.NAK].incrementRelease();
    }

    private static void identify(final AccessLine line, final DhcpParser message, final long srcMac, final DhcpOutcome outcome) {
        outcome.reset();
        outcome.line(line);
        outcome.clientMac = message.header().chaddr();
        outcome.xid = message.header().xid();
        outcome.destinationMac = srcMac;
    }

    private DhcpServerGroup begin(
            final AccessLine line, final int groupIndex, final DhcpParser message, final long srcMac, final DhcpOutcome outcome) {
        identify(line, message, srcMac, outcome);
        final DhcpServerGroup group = groups[groupIndex];
        final DhcpFlyweight header = message.header();
        if (group == null) {
            drop(DhcpDropReason.SERVER_NOT_CONFIGURED, outcome);
            return null;
        }
        if (header.giaddr() != 0) {
            if (!group.isTrustedRelay(header.giaddr())) {
                drop(DhcpDropReason.SERVER_UNTRUSTED_RELAY, outcome);
                return null;
            }
        } else if (srcMac != outcome.clientMac) {
            drop(DhcpDropReason.SERVER_CHADDR_MISMATCH, outcome);
            return null;
        }
        return group;
    }

    private void onDiscover(
            final AccessLine line, final DhcpServerGroup group, final DhcpParser message, final SubscriberProfile profile,
            final MutableDirectBuffer out, final int outOffset, final DhcpOutcome outcome) {
        final long nowNs = clock.nowNs();
        final int wanted = message.options().intValue(DhcpOption.REQUESTED_ADDRESS, 0);
        if (!chooser.choose(line, group, client, profile, wanted, nowNs)) {
            drop(chooser.dropReason(), outcome);
            return;
        }
        final int address = chooser.address();
        final int held = leases.entryOf(address);
        // A lease that the client has already is offered as it is, and stays where it is until it is requested.
        if (held == LeaseTable.NONE || leases.state(held) != LeaseState.BOUND) {
            leases.releaseOthers(client, held, false, outcome);
            if (leases.offersOf(line.lineId()) >= group.offersPerLine && !isOfferedTo(held)) {
                drop(DhcpDropReason.SERVER_LINE_BUSY, outcome);
                return;
            }
            if (leases.hold(address, client, LeaseState.OFFERED, nowNs + group.offerNs) == LeaseTable.NONE) {
                drop(DhcpDropReason.SERVER_TABLE_FULL, outcome);
                return;
            }
        }
        writer.writeLease(DhcpMessageType.OFFER, message, group, profile.extras(), address, leaseSeconds(group, message), out, outOffset,
                outcome);
        outcome.kind = DhcpOutcome.Kind.OFFER;
    }

    private boolean isOfferedTo(final int entry) {
        return entry != LeaseTable.NONE && leases.state(entry) == LeaseState.OFFERED && leases.isOf(entry, client)
                && leases.isOnLine(entry, client);
    }

    private static long leaseSeconds(final DhcpServerGroup group, final DhcpParser message) {
        return group.leaseSeconds(Integer.toUnsignedLong(message.options().intValue(DhcpOption.LEASE_TIME, 0)));
    }

    private void onRequest(
            final AccessLine line, final DhcpServerGroup group, final DhcpParser message, final SubscriberProfile profile,
            final MutableDirectBuffer out, final int outOffset, final DhcpOutcome outcome) {
        final DhcpOptionIndex options = message.options();
        final boolean selecting = options.contains(DhcpOption.SERVER_IDENTIFIER);
        if (selecting && options.intValue(DhcpOption.SERVER_IDENTIFIER, 0) != group.gateway) {
            // The client took another server's offer: ours is free again.
            leases.releaseOthers(client, LeaseTable.NONE, false, outcome);
            drop(DhcpDropReason.SERVER_OTHER_SERVER, outcome);
            return;
        }
        final int ciaddr = message.header().ciaddr();
        // SELECTING and INIT-REBOOT name the address in option 50, RENEWING and REBINDING in ciaddr (RFC 2131, 4.3.2).
        final int address = options.intValue(DhcpOption.REQUESTED_ADDRESS, ciaddr);
        if (address == 0) {
            drop(DhcpDropReason.SERVER_NO_ADDRESS, outcome);
            return;
        }
        final long nowNs = clock.nowNs();
        final int entry = leases.entryOf(address);
        final boolean known = entry != LeaseTable.NONE && leases.isOf(entry, client)
                && leases.state(entry) != LeaseState.QUARANTINED;
        if ((known || selecting) && chooser.mayHave(line, group, client, profile, address, nowNs)) {
            bind(group, message, profile, address, entry, nowNs, out, outOffset, outcome);
        } else if (known || selecting || group.authoritative || leases.entryOf(client) != LeaseTable.NONE) {
            // A client that the server knows, or that asks this very server, is told of a wrong address whoever else may serve here.
            nak(message, group.gateway, "address not available", out, outOffset, outcome);
        } else {
            drop(DhcpDropReason.SERVER_UNKNOWN_LEASE, outcome);
        }
    }

    private void nak(
            final DhcpParser message, final int serverId, final String text, final MutableDirectBuffer out, final int outOffset,
            final DhcpOutcome outcome) {
        writer.writeNak(message, serverId, text, out, outOffset, outcome);
        outcome.kind = DhcpOutcome.Kind.NAK;
    }

    private void bind(
            final DhcpServerGroup group, final DhcpParser message, final SubscriberProfile profile, final int address, final int entry,
            final long nowNs, final MutableDirectBuffer out, final int outOffset, final DhcpOutcome outcome) {
        final long seconds = leaseSeconds(group, message);
        if (entry != LeaseTable.NONE && leases.state(entry) == LeaseState.BOUND && !leases.isOnLine(entry, client)) {
            outcome.previousAddress = address;
            outcome.previousLineId = leases.lineId(entry);
        }
        final int bound = leases.hold(address, client, LeaseState.BOUND, DhcpServerGroup.expiryNs(nowNs, seconds));
        if (bound == LeaseTable.NONE) {
            drop(DhcpDropReason.SERVER_TABLE_FULL, outcome);
            return;
        }
        leases.releaseOthers(client, bound, true, outcome);
        if (outcome.previousLineId != DhcpOutcome.NO_LINE && outcome.previousLineId != client.lineId) {
            moves.incrementRelease();
        }
        writer.writeLease(DhcpMessageType.ACK, message, group, profile.extras(), address, seconds, out, outOffset, outcome);
        outcome.kind = DhcpOutcome.Kind.ACK_BIND;
    }

    private void onDecline(final DhcpServerGroup group, final DhcpOptionIndex options, final DhcpOutcome outcome) {
        final int address = options.intValue(DhcpOption.REQUESTED_ADDRESS, 0);
        final int entry = heldBy(group, options, address, outcome);
        if (entry != LeaseTable.NONE) {
            leases.quarantine(entry, clock.nowNs() + group.declineQuarantineNs);
            declines.incrementRelease();
            outcome.kind = DhcpOutcome.Kind.DECLINED;
            outcome.address = address;
        }
    }

    private void onRelease(final DhcpServerGroup group, final DhcpParser message, final DhcpOutcome outcome) {
        final int address = message.header().ciaddr();
        final int entry = heldBy(group, message.options(), address, outcome);
        if (entry != LeaseTable.NONE) {
            leases.toFormer(entry);
            outcome.kind = DhcpOutcome.Kind.RELEASED;
            outcome.address = address;
        }
    }

    /** The client's entry of an address that it gives back; none, and the message is dropped, if it has no such entry on this line. */
    private int heldBy(
            final DhcpServerGroup group, final DhcpOptionIndex options, final int address, final DhcpOutcome outcome) {
        if (address == 0) {
            drop(DhcpDropReason.SERVER_NO_ADDRESS, outcome);
            return LeaseTable.NONE;
        }
        if (options.intValue(DhcpOption.SERVER_IDENTIFIER, group.gateway) != group.gateway) {
            drop(DhcpDropReason.SERVER_OTHER_SERVER, outcome);
            return LeaseTable.NONE;
        }
        final int entry = leases.entryOf(address);
        if (entry == LeaseTable.NONE || !leases.isOf(entry, client) || !leases.isOnLine(entry, client)
                || leases.state(entry) == LeaseState.FORMER) {
            drop(DhcpDropReason.SERVER_UNKNOWN_LEASE, outcome);
            return LeaseTable.NONE;
        }
        return entry;
    }

    private void onInform(
            final DhcpServerGroup group, final DhcpParser message, final SubscriberProfile profile, final MutableDirectBuffer out,
            final int outOffset, final DhcpOutcome outcome) {
        if (message.header().ciaddr() == 0) {
            drop(DhcpDropReason.SERVER_NO_ADDRESS, outcome);
            return;
        }
        writer.writeInform(message, group, profile.extras(), out, outOffset, outcome);
        outcome.kind = DhcpOutcome.Kind.ACK_INFORM;
    }

    private void drop(final DhcpDropReason reason, final DhcpOutcome outcome) {
        outcome.kind = DhcpOutcome.Kind.DROP;
        outcome.dropReason = reason;
        dropped[reason.ordinal()].incrementRelease();
    }
}
