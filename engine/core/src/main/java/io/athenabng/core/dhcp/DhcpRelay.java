package io.athenabng.core.dhcp;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.DhcpSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.DhcpUpstream;
import io.athenabng.core.port.EngineClock;
import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpMalformedReason;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.dhcp.DhcpOptionIndex;
import io.athenabng.wire.dhcp.DhcpParser;
import io.athenabng.wire.dhcp.RelayAgentCursor;
import io.athenabng.wire.dhcp.RelayAgentSubOption;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.IntHashSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * The DHCP relay agent (RFC 1542, 4; RFC 3046; RFC 3527; RFC 5010; RFC 5107) of all access groups that have one.
 *
 * <p>A client's message goes to the group's servers with Option 82 as its last option; a reply comes back by its transaction, is checked
 * against the Circuit-ID that the server echoes, and is handed on without Option 82. A message with a trusted downstream relay's giaddr is
 * passed on as it is, one hop older; its reply goes to that relay and not by here.
 *
 * <p>With several servers and {@code failover}, the first that answers gets everything; one that leaves a message unanswered is passed over
 * and, when its time has come, tried with a copy of a Discover, so that no client waits for it.
 *
 * <p>Owned by the session agent.
 */
public final class DhcpRelay {
    /** Told of servers that stop answering, and answer again. */
    public interface ServerListener {
        /**
         * A server left a message unanswered and is passed over.
         *
         * @param server the server
         */
        void onServerTimeout(DhcpRelayServer server);

        /**
         * A server that was passed over has answered.
         *
         * @param server the server
         */
        void onServerBack(DhcpRelayServer server);
    }

    /** Longest reply that is written, bytes. */
    public static final int MAX_REPLY_LENGTH = DhcpReplyWriter.MAX_LENGTH;

    private static final long TRANSACTION_LIFETIME_NS = 60_000_000_000L;
    private static final int MAX_TRANSACTIONS = 1 << 17;
    private static final int EXPIRY_BUDGET = 64;
    private static final int MAX_LENGTH = DhcpReplyWriter.MAX_LENGTH;

    private final EngineClock clock;
    private final DhcpUpstream upstream;
    private final ServerListener listener;
    private DhcpRelayGroup[] groups = new DhcpRelayGroup[0];
    private final IntHashSet ownAddresses = new IntHashSet();
    private final IntHashSet serverAddresses = new IntHashSet();
    private LineNames lineNames;
    private final RelayTransactions transactions = new RelayTransactions(MAX_TRANSACTIONS, TRANSACTION_LIFETIME_NS);
    private final Option82Writer writer = new Option82Writer();
    private final DhcpParser replyParser = new DhcpParser();
    private final DhcpFlyweight header = new DhcpFlyweight();
    private final UnsafeBuffer relayed = new UnsafeBuffer(new byte[MAX_LENGTH]);
    private final DhcpMalformedCounters malformed;
    private final AtomicCounter[] dropped = new AtomicCounter[DhcpDropReason.values().length];
    private final AtomicCounter toServers;
    private final AtomicCounter toClients;
    private final AtomicCounter timeouts;
    private final AtomicCounter withoutOption82;
    // Hash of the Circuit-ID that went out with the last message; NO_NAME if none did.
    private long circuitIdHash;

    /**
     * The relay of a configuration.
     *
     * @param configuration the running configuration
     * @param clock         the engine's clock
     * @param upstream      where messages to servers go
     * @param listener      told of servers that stop answering
     * @param counters      where counters are made
     * @param malformed     counts servers' malformed messages
     */
    public DhcpRelay(
            final RunningConfiguration configuration, final EngineClock clock, final DhcpUpstream upstream, final ServerListener listener,
            final CounterRegistry counters, final DhcpMalformedCounters malformed) {
        this.clock = clock;
        this.upstream = upstream;
        this.listener = listener;
        this.malformed = malformed;
        reconfigure(configuration);
        for (final DhcpDropReason reason : DhcpDropReason.values()) {
            if (!reason.isServers()) {
                dropped[reason.ordinal()] = counters.counter(reason.counterName(), reason.description());
            }
        }
        toServers = counters.counter("dhcp.relay.to_servers", "messages sent to DHCP servers");
        toClients = counters.counter("dhcp.relay.to_clients", "servers' messages handed on to clients");
        timeouts = counters.counter("dhcp.relay.server_timeouts", "times that a DHCP server left a message unanswered");
        withoutOption82 = counters.counter(
                "dhcp.relay.without_option_82", "messages relayed without Option 82 because it would have made them too long");
    }

    /**
     * Works with another configuration from now on: groups and servers may have come and gone. What is known of servers that stay is kept,
     * and so are transactions: an answer of a server that is no longer listed is dropped and counted.
     *
     * @param to the configuration
     */
    public void reconfigure(final RunningConfiguration to) {
        final DhcpRelayGroup[] before = groups;
        final List<AccessGroupSettings> settings = to.accessGroups();
        lineNames = new LineNames(to);
        ownAddresses.clear();
        serverAddresses.clear();
        groups = new DhcpRelayGroup[settings.size()];
        for (int i = 0; i < groups.length; i++) {
            ownAddresses.add(settings.get(i).gateway());
            if (settings.get(i).dhcp().mode() == DhcpSettings.Mode.RELAY) {
                groups[i] = new DhcpRelayGroup(i, settings.get(i), i < before.length ? before[i] : null);
                ownAddresses.add(groups[i].giaddr);
                serverAddresses.addAll(settings.get(i).dhcp().relay().servers());
            }
        }
    }

    /** @return how many transactions are remembered */
    public int transactionCount() {
        return transactions.size();
    }

    /**
     * The servers of an access group, in order of preference.
     *
     * @param groupIndex the group
     * @return how many there are; 0 if the group has no relay
     */
    public int serverCount(final int groupIndex) {
        return groups[groupIndex] == null ? 0 : groups[groupIndex].servers.length;
    }

    /**
     * A server of an access group.
     *
     * @param groupIndex the group
     * @param index      its place, from 0
     * @return the server, live
     */
    public DhcpRelayServer server(final int groupIndex, final int index) {
        return groups[groupIndex].servers[index];
    }

    /**
     * Notices servers that do not answer, forgets old transactions.
     *
     * @param nowNs now
     * @return how much was done
     */
    public int onTick(final long nowNs) {
        int work = transactions.expire(nowNs, EXPIRY_BUDGET);
        for (final DhcpRelayGroup group : groups) {
            if (group != null) {
                work += checkServers(group, nowNs);
            }
        }
        return work;
    }

    private int checkServers(final DhcpRelayGroup group, final long nowNs) {
        int timedOut = 0;
        for (final DhcpRelayServer server : group.servers) {
            final boolean wasUp = server.state() == DhcpRelayServer.State.UP;
            if (server.onTick(nowNs, group.serverTimeoutNs, group.serverRetryNs)) {
                timedOut++;
                timeouts.incrementRelease();
                if (wasUp) {
                    listener.onServerTimeout(server);
                }
            }
        }
        return timedOut;
    }

    /**
     * A client's message, from a subscriber that may be served.
     *
     * @param line    the line it came by
     * @param message the message, parsed as a request and found sound
     * @param srcMac  the frame's source MAC
     * @param unicast whether it was sent to one address and not to everybody, as renewals are
     * @param outcome takes the decision
     */
    public void onClientMessage(
            final AccessLine line, final DhcpParser message, final long srcMac, final boolean unicast, final DhcpOutcome outcome) {
        outcome.reset();
        outcome.line(line);
        outcome.clientMac = message.header().chaddr();
        outcome.xid = message.header().xid();
        final DhcpRelayGroup group = groups[line.groupIndex()];
        final DhcpDropReason refusal = refusal(line, group, message, srcMac);
        if (refusal != null) {
            drop(refusal, outcome);
            return;
        }
        ClientKey.copyClientId(message.options(), outcome);
        final long nowNs = clock.nowNs();
        checkServers(group, nowNs);
        final int length = write(line, group, message, unicast, outcome.clientMac);
        if (length == 0) {
            drop(DhcpDropReason.RELAY_TOO_LONG, outcome);
            return;
        }
        final boolean sent = send(line, group, message, length, nowNs);
        if (sent && message.header().giaddr() == 0 && isAnswered(message.messageType())) {
            transactions.put(outcome, message.messageType(), circuitIdHash, isKept(group, message), nowNs);
        }
        conclude(message, sent, outcome);
    }

    private void conclude(final DhcpParser message, final boolean sent, final DhcpOutcome outcome) {
        // What a client gives up is given up, whether or not the server learns of it now.
        if (message.header().giaddr() != 0) {
            outcome.kind = sent ? DhcpOutcome.Kind.RELAYED : DhcpOutcome.Kind.DROP;
        } else if (message.messageType() == DhcpMessageType.RELEASE) {
            outcome.kind = DhcpOutcome.Kind.RELEASED;
            outcome.address = message.header().ciaddr();
        } else if (message.messageType() == DhcpMessageType.DECLINE) {
            outcome.kind = DhcpOutcome.Kind.DECLINED;
            outcome.address = message.options().intValue(DhcpOption.REQUESTED_ADDRESS, 0);
        } else if (sent) {
            outcome.kind = DhcpOutcome.Kind.RELAYED;
        }
        if (!sent) {
            dropped[DhcpDropReason.RELAY_UPSTREAM_FULL.ordinal()].incrementRelease();
            outcome.dropReason = DhcpDropReason.RELAY_UPSTREAM_FULL;
        }
    }

    private DhcpDropReason refusal(
            final AccessLine line, final DhcpRelayGroup group, final DhcpParser message, final long srcMac) {
        if (group == null || group.servers.length == 0) {
            return DhcpDropReason.RELAY_NOT_CONFIGURED;
        }
        final DhcpFlyweight from = message.header();
        if (from.hops() >= group.maxHops) {
            return DhcpDropReason.RELAY_HOPS;
        }
        if (from.giaddr() != 0) {
            if (ownAddresses.contains(from.giaddr())) {
                return DhcpDropReason.RELAY_LOOP;
            }
            return group.isTrustedRelay(from.giaddr()) ? null : DhcpDropReason.RELAY_UNTRUSTED_RELAY;
        }
        if (srcMac != from.chaddr()) {
            return DhcpDropReason.RELAY_CHADDR_MISMATCH;
        }
        if (!isFromClient(message.messageType())) {
            return DhcpDropReason.RELAY_UNEXPECTED_TYPE;
        }
        if (message.hasRelayAgent() && group.policy == DhcpSettings.Option82Policy.DROP) {
            return DhcpDropReason.RELAY_OPTION_82;
        }
        final boolean busy = transactions.countOf(line.lineId()) >= group.transactionsPerLine
                && transactions.find(from.xid(), from.chaddr(), line) == RelayTransactions.NONE;
        return busy ? DhcpDropReason.RELAY_LINE_BUSY : null;
    }

    private static boolean isFromClient(final int type) {
        return type == DhcpMessageType.RELEASE || type == DhcpMessageType.DECLINE || isAnswered(type);
    }

    private static boolean isAnswered(final int type) {
        return type == DhcpMessageType.DISCOVER || type == DhcpMessageType.REQUEST || type == DhcpMessageType.INFORM;
    }

    /** Writes what goes to the servers; 0 if it is too long. */
    private int write(
            final AccessLine line, final DhcpRelayGroup group, final DhcpParser message, final boolean unicast, final long mac) {
        final DhcpFlyweight from = message.header();
        circuitIdHash = LineNames.NO_NAME;
        if (message.options().optionsEnd() - from.offset() >= MAX_LENGTH) {
            return 0;
        }
        final boolean direct = from.giaddr() == 0;
        final int length;
        if (direct && !isKept(group, message)) {
            writer.copyWithout(message, relayed, 0);
            final StringBuilder circuitId = lineNames.circuitId(line, mac);
            final int withOption = writer.append(
                    group, circuitId, lineNames.remoteId(line, mac), unicast, relayed, 0, MAX_LENGTH);
            if (withOption != 0) {
                circuitIdHash = LineNames.hash(circuitId);
                length = withOption;
            } else {
                // RFC 3046, 2.1: rather without the option than not at all.
                withoutOption82.incrementRelease();
                length = writer.finish(relayed, 0, MAX_LENGTH);
            }
        } else {
            writer.copy(message, relayed, 0);
            length = writer.finish(relayed, 0, MAX_LENGTH);
            circuitIdHash = circuitIdHash(message);
        }
        header.wrapMutable(relayed, 0, length).hops(from.hops() + 1);
        if (direct) {
            header.giaddr(group.giaddr);
        }
        return length;
    }

    private static boolean isKept(final DhcpRelayGroup group, final DhcpParser message) {
        return message.hasRelayAgent() && group.policy == DhcpSettings.Option82Policy.KEEP;
    }

    private static long circuitIdHash(final DhcpParser message) {
        if (!message.hasRelayAgent()) {
            return LineNames.NO_NAME;
        }
        final RelayAgentCursor cursor = message.relayAgent();
        return cursor.find(RelayAgentSubOption.CIRCUIT_ID)
                ? LineNames.hash(message.header().buffer(), cursor.valueOffset(), cursor.valueLength()) : LineNames.NO_NAME;
    }

    /** Sends to the servers that get this message; true if one of them did. */
    private boolean send(
            final AccessLine line, final DhcpRelayGroup group, final DhcpParser message, final int length, final long nowNs) {
        final int type = message.messageType();
        final DhcpRelayServer chosen = chosen(line, group, message);
        if (group.all && chosen == null) {
            boolean sent = false;
            for (final DhcpRelayServer server : group.servers) {
                sent |= sendTo(group, server, type, length, nowNs);
            }
            return sent;
        }
        final DhcpRelayServer target = chosen != null ? chosen : group.preferred();
        final boolean sent = sendTo(group, target, type, length, nowNs);
        if (type == DhcpMessageType.DISCOVER) {
            for (final DhcpRelayServer server : group.servers) {
                if (server != target && server.isRetryDue(nowNs)) {
                    server.onRetry(nowNs, group.serverRetryNs);
                    sendTo(group, server, type, length, nowNs);
                }
            }
        }
        return sent;
    }

    /**
     * The one server that a message is for; null if it may go to any. Who chose a server speaks to that one (others could only refuse),
     * unless all are to learn whom the client chose.
     */
    private DhcpRelayServer chosen(final AccessLine line, final DhcpRelayGroup group, final DhcpParser message) {
        final int serverId = message.options().intValue(DhcpOption.SERVER_IDENTIFIER, 0);
        if (serverId == group.giaddr && group.serverIdOverride) {
            // Our own address stands for whichever server made the offer (RFC 5107).
            final int transaction = transactions.find(message.header().xid(), message.header().chaddr(), line);
            return transaction == RelayTransactions.NONE ? null : group.server(transactions.offeringServer(transaction));
        }
        return group.all ? null : group.server(serverId);
    }

    private boolean sendTo(
            final DhcpRelayGroup group, final DhcpRelayServer server, final int type, final int length, final long nowNs) {
        final int at = upstream.claim(group.giaddr, server.address(), length);
        if (at < 0) {
            return false;
        }
        upstream.buffer().putBytes(at, relayed, 0, length);
        upstream.commit();
        server.onSent(isAnswered(type), nowNs);
        toServers.incrementRelease();
        return true;
    }

    /**
     * A message from a DHCP server.
     *
     * @param giaddr        the relay agent's address that it came to, host order
     * @param serverAddress where it came from, host order
     * @param buffer        the message
     * @param offset        where it begins
     * @param length        its length, bytes
     * @param out           where a reply is written, {@link #MAX_REPLY_LENGTH} bytes from the offset
     * @param outOffset     where it begins
     * @param outcome       takes the decision
     */
    public void onServerMessage(
            final int giaddr, final int serverAddress, final DirectBuffer buffer, final int offset, final int length,
            final MutableDirectBuffer out, final int outOffset, final DhcpOutcome outcome) {
        outcome.reset();
        if (!serverAddresses.contains(serverAddress)) {
            drop(DhcpDropReason.RELAY_UNKNOWN_SERVER, outcome);
            return;
        }
        final int reason = replyParser.parse(buffer, offset, length, DhcpFlyweight.BOOTREPLY);
        if (reason != DhcpMalformedReason.NONE) {
            malformed.increment(reason);
            drop(DhcpDropReason.RELAY_REPLY_MALFORMED, outcome);
            return;
        }
        final DhcpFlyweight from = replyParser.header();
        outcome.xid = from.xid();
        outcome.clientMac = from.chaddr();
        if (from.giaddr() != giaddr) {
            drop(DhcpDropReason.RELAY_REPLY_GIADDR, outcome);
            return;
        }
        final int transaction = transactionOf(outcome);
        if (transaction == RelayTransactions.NONE) {
            return;
        }
        final AccessLine line = transactions.line(transaction);
        outcome.line(line);
        // The group of a commit that was taken back is gone.
        final DhcpRelayGroup group = line.groupIndex() < groups.length ? groups[line.groupIndex()] : null;
        final DhcpRelayServer server = group == null ? null : group.server(serverAddress);
        if (server == null) {
            drop(DhcpDropReason.RELAY_UNKNOWN_SERVER, outcome);
        } else if (giaddr != group.giaddr) {
            drop(DhcpDropReason.RELAY_REPLY_GIADDR, outcome);
        } else {
            answered(server);
            handOn(transaction, serverAddress, out, outOffset, outcome);
        }
    }

    private void answered(final DhcpRelayServer server) {
        final boolean wasDown = server.state() == DhcpRelayServer.State.DOWN;
        server.onReceived();
        if (wasDown) {
            listener.onServerBack(server);
        }
    }

    /** The transaction that the parsed reply answers; none, and the reply is dropped, if there is none or it is not certain which. */
    private int transactionOf(final DhcpOutcome outcome) {
        final int first = transactions.first(outcome.xid, outcome.clientMac);
        if (first == RelayTransactions.NONE) {
            drop(DhcpDropReason.RELAY_NO_TRANSACTION, outcome);
            return RelayTransactions.NONE;
        }
        final long echoed = circuitIdHash(replyParser);
        if (echoed == LineNames.NO_NAME) {
            if (transactions.following(first) != RelayTransactions.NONE) {
                drop(DhcpDropReason.RELAY_AMBIGUOUS, outcome);
                return RelayTransactions.NONE;
            }
            return first;
        }
        int transaction = first;
        while (transaction != RelayTransactions.NONE && transactions.circuitIdHash(transaction) != echoed) {
            transaction = transactions.following(transaction);
        }
        if (transaction == RelayTransactions.NONE) {
            drop(DhcpDropReason.RELAY_CIRCUIT_ID_MISMATCH, outcome);
        }
        return transaction;
    }

    private void handOn(
            final int transaction, final int serverAddress, final MutableDirectBuffer out, final int outOffset,
            final DhcpOutcome outcome) {
        final DhcpFlyweight from = replyParser.header();
        final DhcpOptionIndex options = replyParser.options();
        if (outcome.line.state() == AccessLine.State.REMOVING || outcome.line.state() == AccessLine.State.FAILED) {
            drop(DhcpDropReason.RELAY_LINE_GONE, outcome);
            return;
        }
        if (options.optionsEnd() - from.offset() >= MAX_LENGTH) {
            drop(DhcpDropReason.RELAY_TOO_LONG, outcome);
            return;
        }
        if (transactions.isOption82Kept(transaction)) {
            writer.copy(replyParser, out, outOffset);
        } else {
            writer.copyWithout(replyParser, out, outOffset);
        }
        if (replyParser.messageType() == DhcpMessageType.OFFER) {
            transactions.onOffer(transaction, serverAddress);
        }
        outcome.replyLength = writer.finish(out, outOffset, MAX_LENGTH);
        outcome.replyType = replyParser.messageType();
        outcome.serverId = options.intValue(DhcpOption.SERVER_IDENTIFIER, 0);
        outcome.address = from.yiaddr() != 0 ? from.yiaddr() : from.ciaddr();
        outcome.leaseSeconds = Integer.toUnsignedLong(options.intValue(DhcpOption.LEASE_TIME, 0));
        outcome.clientIdLength = transactions.copyClientId(transaction, outcome.clientId());
        outcome.kind = kindOf(transaction, from.yiaddr(), outcome.leaseSeconds);
        // A reply to a client that has its address already goes there; others as the client asked (RFC 2131, 4.1).
        final boolean everybody = outcome.replyType == DhcpMessageType.NAK || from.isBroadcast() && from.ciaddr() == 0;
        DhcpReplyWriter.toClient(outcome, everybody, from.ciaddr() != 0 ? from.ciaddr() : from.yiaddr(), from.chaddr());
        toClients.incrementRelease();
    }

    private DhcpOutcome.Kind kindOf(final int transaction, final int yiaddr, final long leaseSeconds) {
        return switch (replyParser.messageType()) {
            case DhcpMessageType.OFFER -> DhcpOutcome.Kind.OFFER;
            case DhcpMessageType.NAK -> DhcpOutcome.Kind.NAK;
            case DhcpMessageType.ACK -> yiaddr != 0 && leaseSeconds != 0
                    && transactions.messageType(transaction) != DhcpMessageType.INFORM
                    ? DhcpOutcome.Kind.ACK_BIND : DhcpOutcome.Kind.ACK_INFORM;
            default -> DhcpOutcome.Kind.FORWARD;
        };
    }

    private void drop(final DhcpDropReason reason, final DhcpOutcome outcome) {
        outcome.kind = DhcpOutcome.Kind.DROP;
        outcome.dropReason = reason;
        dropped[reason.ordinal()].incrementRelease();
    }
}
