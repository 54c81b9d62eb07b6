package io.athenabng.benchmarks.load;

import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpMalformedReason;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.dhcp.DhcpParser;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2IntHashMap;

/**
 * All clients' automata (RFC 2131, figure 5, as far as a load needs it), stepped from outside: {@link #doWork} begins exchanges, repeats
 * and gives up; {@link #onReply} takes answers. It has no clock and no socket, and allocates nothing for a message. One owner thread.
 *
 * <pre>
 *   WARM_UP, if there are clients for it; then the rounds
 *   a round:  BRING_UP → HOLD → RENEW (n times) → RELEASE → PAUSE → the next round
 *   a client: IDLE → SELECTING (Discover sent) → REQUESTING (Request sent) → BOUND → RENEWING → BOUND → IDLE
 *   xid:      transaction number (12 bits) | client (20 bits)
 * </pre>
 */
public final class LoadEngine implements ReplyHandler {
    /** As many as an xid can name. */
    public static final int MAX_CLIENTS = 1 << 20;

    /** Sessions of a stretch whose time is taken. */
    public static final int STRETCH = 100;

    private static final int CLIENT_MASK = MAX_CLIENTS - 1;
    private static final int STARTS_PER_CYCLE = 256;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final int NOBODY = -1;
    private static final int CONTINUE = 0;

    /** What all clients are doing. */
    public enum Phase { WARM_UP, BRING_UP, HOLD, RENEW, RELEASE, PAUSE, FINISHED }

    private enum State { IDLE, SELECTING, REQUESTING, BOUND, RENEWING }

    private final LoadPlan plan;
    private final FrameOutput output;
    private final ClientMessages messages;
    private final LoadStatistics statistics = new LoadStatistics();
    private final DhcpParser parser = new DhcpParser();

    private final State[] states;
    private final long[] stacks;
    private final int[] xids;
    private final int[] addresses;
    private final int[] servers;
    private final long[] serverMacs;
    private final long[] firstSentNs;
    private final long[] requestSentNs;
    private final long[] deadlineNs;
    private final int[] attempts;
    private final int[] outstanding;
    private final int[] outstandingIndex;
    private final Int2IntHashMap holders = new Int2IntHashMap(NOBODY);

    private Phase phase = Phase.BRING_UP;
    private int outstandingCount;
    private int next;
    private int transactions;
    private int round;
    private int renewal;
    private int boundInRound;
    private boolean begun;
    private boolean held;
    private long phaseBeganNs;
    private long stretchBeganNs;
    private long phaseEndsNs;
    private long earliestDeadlineNs = Long.MAX_VALUE;

    /**
     * An engine.
     *
     * @param plan      what to play
     * @param broadcast whether clients set the broadcast flag
     * @param output    takes their frames
     */
    public LoadEngine(LoadPlan plan, boolean broadcast, FrameOutput output) {
        this.plan = plan;
        this.output = output;
        this.messages = new ClientMessages(broadcast);
        int clients = plan.lines().clients();
        states = new State[clients];
        Arrays.fill(states, State.IDLE);
        stacks = new long[clients];
        for (int client = 0; client < clients; client++) {
            stacks[client] = plan.lines().vlanStack(client);
        }
        xids = new int[clients];
        addresses = new int[clients];
        servers = new int[clients];
        serverMacs = new long[clients];
        firstSentNs = new long[clients];
        requestSentNs = new long[clients];
        deadlineNs = new long[clients];
        attempts = new int[clients];
        outstanding = new int[Math.min(clients, plan.window())];
        outstandingIndex = new int[clients];
        Arrays.fill(outstandingIndex, NOBODY);
    }

    /**
     * Does what is due.
     *
     * @param nowNs the time, on the same clock as that of {@link #onReply}
     * @return how much was done
     */
    public int doWork(long nowNs) {
        if (!begun) {
            begun = true;
            enter(plan.warmUp() > 0 ? Phase.WARM_UP : Phase.BRING_UP, nowNs);
        }
        return retransmit(nowNs) + step(nowNs);
    }

    private int step(long nowNs) {
        switch (phase) {
            case WARM_UP, BRING_UP, RENEW -> {
                int started = start(nowNs);
                if (next < starting() || outstandingCount > 0) {
                    return started;
                }
                endExchanges(nowNs);
                return 1;
            }
            case RELEASE -> {
                int released = release(nowNs);
                if (next < states.length) {
                    return released;
                }
                enter(round + 1 < plan.rounds() ? Phase.PAUSE : Phase.FINISHED, nowNs);
                return 1;
            }
            case HOLD -> {
                return held || nowNs - phaseEndsNs < 0 ? CONTINUE : afterHold(nowNs);
            }
            case PAUSE -> {
                if (nowNs - phaseEndsNs < 0) {
                    return CONTINUE;
                }
                round++;
                enter(Phase.BRING_UP, nowNs);
                return 1;
            }
            default -> {
                return CONTINUE;
            }
        }
    }

    private int afterHold(long nowNs) {
        renewal = 0;
        enter(plan.renewals() > 0 ? Phase.RENEW : leaving(), nowNs);
        return 1;
    }

    private void endExchanges(long nowNs) {
        if (phase == Phase.WARM_UP) {
            if (statistics.failed() > 0) {
                throw new IllegalStateException(statistics.failed() + " of the clients that warm the gateway up got no address");
            }
            statistics.clear();
            enter(Phase.BRING_UP, nowNs);
            next = plan.warmUp();
        } else if (phase == Phase.BRING_UP) {
            statistics.rounds.add(new LoadStatistics.Round(boundInRound, nowNs - phaseBeganNs));
            enter(Phase.HOLD, nowNs);
        } else {
            renewal++;
            enter(renewal < plan.renewals() ? Phase.RENEW : leaving(), nowNs);
        }
    }

    private Phase leaving() {
        return plan.release() || round + 1 < plan.rounds() ? Phase.RELEASE : Phase.FINISHED;
    }

    private void enter(Phase entered, long nowNs) {
        phase = entered;
        phaseBeganNs = nowNs;
        next = 0;
        if (entered == Phase.BRING_UP) {
            boundInRound = 0;
            stretchBeganNs = nowNs;
        }
        phaseEndsNs = nowNs + (entered == Phase.HOLD ? plan.holdNs() : plan.pauseNs());
    }

    /** The client after the last one that begins an exchange in this phase. */
    private int starting() {
        return phase == Phase.WARM_UP ? plan.warmUp() : states.length;
    }

    /** How many of this phase's exchanges the rate allows by now. */
    private long allowed(long nowNs) {
        return plan.rate() == 0 ? Long.MAX_VALUE : (long) ((nowNs - phaseBeganNs) * plan.rate() / NS_PER_S) + 1;
    }

    private int start(long nowNs) {
        long allowed = Math.min(allowed(nowNs), (long) next + STARTS_PER_CYCLE);
        int before = next;
        int end = starting();
        while (next < end && next < allowed && outstandingCount < outstanding.length) {
            if (phase == Phase.RENEW && states[next] != State.BOUND) {
                next++;
                continue;
            }
            State wanted = phase == Phase.RENEW ? State.RENEWING : State.SELECTING;
            xids[next] = newXid(next);
            attempts[next] = 0;
            firstSentNs[next] = nowNs;
            requestSentNs[next] = nowNs;
            if (!send(next, wanted, nowNs)) {
                break;
            }
            if (wanted == State.SELECTING) {
                statistics.started++;
            }
            outstandingIndex[next] = outstandingCount;
            outstanding[outstandingCount++] = next;
            next++;
        }
        return next - before;
    }

    private int newXid(int client) {
        transactions++;
        return transactions << 20 | client;
    }

    private int release(long nowNs) {
        long allowed = Math.min(allowed(nowNs), (long) next + STARTS_PER_CYCLE);
        int before = next;
        while (next < states.length && next < allowed) {
            if (states[next] == State.BOUND) {
                int length = messages.release(stacks[next], plan.lines().mac(next), newXid(next), addresses[next], servers[next],
                    serverMacs[next]);
                if (!output.send(messages.frame(), length)) {
                    statistics.sendBlocked++;
                    break;
                }
                statistics.released++;
                holders.remove(addresses[next]);
                states[next] = State.IDLE;
            }
            next++;
        }
        return next - before;
    }

    /** Sends what a client sends in a state, for the first time or again; false if there is no room now. */
    private boolean send(int client, State state, long nowNs) {
        long mac = plan.lines().mac(client);
        int secs = (int) ((nowNs - firstSentNs[client]) / NS_PER_S);
        int length = switch (state) {
            case SELECTING -> messages.discover(stacks[client], mac, xids[client], secs);
            case REQUESTING -> messages.request(stacks[client], mac, xids[client], secs, addresses[client], servers[client]);
            default -> messages.renew(stacks[client], mac, xids[client], secs, addresses[client], servers[client], serverMacs[client]);
        };
        boolean sent = output.send(messages.frame(), length);
        if (sent) {
            states[client] = state;
            attempts[client]++;
            deadlineNs[client] = nowNs + plan.retransmit().timeoutNs(attempts[client]);
            earliestDeadlineNs = Math.min(earliestDeadlineNs, deadlineNs[client]);
        } else {
            statistics.sendBlocked++;
        }
        return sent;
    }

    private int retransmit(long nowNs) {
        if (outstandingCount == 0 || nowNs < earliestDeadlineNs) {
            return 0;
        }
        int work = 0;
        earliestDeadlineNs = Long.MAX_VALUE;
        // Backwards, since a client that gives up is replaced by the last one.
        for (int i = outstandingCount - 1; i >= 0; i--) {
            int client = outstanding[i];
            if (nowNs >= deadlineNs[client]) {
                work++;
                if (attempts[client] >= plan.retransmit().attempts()) {
                    giveUp(client);
                    continue;
                }
                boolean again = attempts[client] > 0;
                if (send(client, states[client], nowNs) && again) {
                    statistics.retransmissions++;
                }
            }
            earliestDeadlineNs = Math.min(earliestDeadlineNs, deadlineNs[client]);
        }
        return work;
    }

    private void giveUp(int client) {
        switch (states[client]) {
            case SELECTING -> fail(client, FailureReason.TIMEOUT_OFFER);
            case REQUESTING -> fail(client, FailureReason.TIMEOUT_ACK);
            default -> fail(client, FailureReason.TIMEOUT_RENEW);
        }
    }

    private void fail(int client, FailureReason reason) {
        statistics.failures[reason.ordinal()]++;
        if (states[client] == State.RENEWING) {
            if (reason == FailureReason.TIMEOUT_RENEW) {
                states[client] = State.BOUND;
                done(client);
                return;
            }
            holders.remove(addresses[client]);
        }
        states[client] = State.IDLE;
        done(client);
    }

    private void done(int client) {
        int index = outstandingIndex[client];
        int last = outstanding[--outstandingCount];
        outstanding[index] = last;
        outstandingIndex[last] = index;
        outstandingIndex[client] = NOBODY;
    }

    @Override
    public void onReply(long receivedNs, long nowNs, long vlanStack, long srcMac, DirectBuffer buffer, int offset, int length) {
        if (parser.parse(buffer, offset, length, DhcpFlyweight.BOOTREPLY) != DhcpMalformedReason.NONE) {
            statistics.malformed++;
            return;
        }
        int xid = parser.header().xid();
        int client = xid & CLIENT_MASK;
        if (client >= states.length || xids[client] != xid || parser.header().chaddr() != plan.lines().mac(client)) {
            statistics.ignoredUnknown++;
        } else if (vlanStack != stacks[client]) {
            statistics.ignoredOtherLine++;
        } else {
            onReply(client, receivedNs, nowNs, srcMac);
        }
    }

    private void onReply(int client, long receivedNs, long nowNs, long srcMac) {
        int type = parser.messageType();
        State state = states[client];
        if (type == DhcpMessageType.OFFER && state == State.SELECTING) {
            onOffer(client, receivedNs, nowNs);
        } else if (type == DhcpMessageType.ACK && (state == State.REQUESTING || state == State.RENEWING)) {
            onAck(client, receivedNs, srcMac);
        } else if (type == DhcpMessageType.NAK && (state == State.REQUESTING || state == State.RENEWING)) {
            fail(client, state == State.REQUESTING ? FailureReason.NAK : FailureReason.NAK_RENEW);
        } else {
            statistics.ignoredLate++;
        }
    }

    private void onOffer(int client, long receivedNs, long nowNs) {
        addresses[client] = parser.header().yiaddr();
        servers[client] = parser.options().intValue(DhcpOption.SERVER_IDENTIFIER, 0);
        statistics.offer.record(receivedNs - firstSentNs[client]);
        attempts[client] = 0;
        requestSentNs[client] = nowNs;
        states[client] = State.REQUESTING;
        if (!send(client, State.REQUESTING, nowNs)) {
            deadlineNs[client] = nowNs;
            earliestDeadlineNs = nowNs;
        }
    }

    private void onAck(int client, long receivedNs, long srcMac) {
        int address = parser.header().yiaddr();
        if (address == 0 || parser.options().intValue(DhcpOption.LEASE_TIME, 0) == 0
            || parser.options().intValue(DhcpOption.SERVER_IDENTIFIER, 0) == 0) {
            fail(client, FailureReason.INCOMPLETE_ACK);
            return;
        }
        if (address != addresses[client]) {
            fail(client, FailureReason.ADDRESS_CHANGED);
            return;
        }
        if (states[client] == State.RENEWING) {
            statistics.renew.record(receivedNs - requestSentNs[client]);
            statistics.renewed++;
        } else {
            int holder = holders.get(address);
            if (holder != NOBODY && holder != client) {
                fail(client, FailureReason.DUPLICATE_ADDRESS);
                return;
            }
            holders.put(address, client);
            serverMacs[client] = srcMac;
            statistics.ack.record(receivedNs - requestSentNs[client]);
            statistics.session.record(receivedNs - firstSentNs[client]);
            statistics.bound++;
            boundInRound++;
            if (boundInRound % STRETCH == 0 && round == 0) {
                statistics.stretches.add(new LoadStatistics.Stretch(boundInRound, receivedNs - stretchBeganNs));
                stretchBeganNs = receivedNs;
            }
        }
        states[client] = State.BOUND;
        done(client);
    }

    /** Whether all stay for longer than the plan says. */
    public void hold(boolean on) {
        held = on;
    }

    /** A UDP packet of a client to somebody behind the gateway; false if it has no address or there is no room now. */
    public boolean packet(int client, int destination) {
        if (states[client] != State.BOUND) {
            return false;
        }
        return output.send(messages.frame(),
            messages.packet(stacks[client], plan.lines().mac(client), addresses[client], serverMacs[client], destination));
    }

    @Override
    public void onMalformedFrame() {
        statistics.malformed++;
    }

    public boolean isFinished() {
        return phase == Phase.FINISHED;
    }

    public Phase phase() {
        return phase;
    }

    /** The round that is being played, from 1. */
    public int round() {
        return round + 1;
    }

    /** How many clients have an address now. */
    public int holding() {
        return holders.size();
    }

    /** How many exchanges wait for an answer. */
    public int outstanding() {
        return outstandingCount;
    }

    public LoadStatistics statistics() {
        return statistics;
    }
}
