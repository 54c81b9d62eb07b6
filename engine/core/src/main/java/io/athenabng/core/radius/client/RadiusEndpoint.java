package io.athenabng.core.radius.client;

import io.athenabng.core.config.RadiusServerSettings;
import io.athenabng.wire.radius.RadiusSecret;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * One side of a server, authentication or accounting: whether it is alive, its sources, how fast it answers. Each side lives and dies by
 * itself: they are two ports, often two processes. Owned by the upstream agent.
 *
 * <pre>
 *            deadAfter requests in a row unanswered, or no connection
 *   ALIVE ------------------------------------------------------------> DEAD <---------+
 *     ^                                                                  | dead time   | unanswered
 *     |            any valid answer                                      v is over     |
 *     +------------------------------------------- PROBED (Status-Server) or ON_TRIAL -+
 *                                                  (one live request)
 * </pre>
 */
public final class RadiusEndpoint {
    /** Whether the server is used. */
    public enum State {
        /** It answers, or was not asked yet. */
        ALIVE,
        /** It left requests unanswered and is left alone. */
        DEAD,
        /** It was dead; a Status-Server is on its way to it. */
        PROBED,
        /** It was dead; the next request, and only that, may go to it. */
        ON_TRIAL
    }

    private final boolean accounting;
    private final RadiusSecret secret;
    private final EndpointCounters counters;
    private RadiusServerSettings settings;
    private boolean retired;
    private final RttHistogram rtt = new RttHistogram();
    private final List<RadiusSource> sources = new ArrayList<>();
    private State state = State.ALIVE;
    private int firstFree;
    private int outstanding;
    private int unansweredInRow;
    private int openFailures;
    private boolean onTrial;
    private long deadUntilNs;
    private long lastAnswerNs;

    RadiusEndpoint(final boolean accounting, final RadiusServerSettings settings, final EndpointCounters counters) {
        this.accounting = accounting;
        this.settings = settings;
        this.secret = new RadiusSecret(settings.secret().octets());
        this.counters = counters;
    }

    /**
     * What the names of an endpoint's counters begin with.
     *
     * @param serverName the server's name
     * @param accounting whether it is the accounting side
     * @return {@code radius.server.NAME.auth.} or {@code ....acct.}
     */
    public static String counterPrefix(final String serverName, final boolean accounting) {
        return "radius.server." + serverName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_")
                + (accounting ? ".acct." : ".auth.");
    }

    /** @return whether it is the accounting side */
    public boolean accounting() {
        return accounting;
    }

    /** @return the server's settings */
    public RadiusServerSettings settings() {
        return settings;
    }

    /**
     * Whether other settings are of this very endpoint: then they can be taken in place, and what is known of it and under way to it
     * stays. Another address, port, secret or transport is another endpoint.
     */
    boolean isOf(final RadiusServerSettings other) {
        return settings.name().equals(other.name()) && settings.address().equals(other.address()) && port(settings) == port(other)
                && settings.secret().equals(other.secret()) && Objects.equals(settings.sourceAddress(), other.sourceAddress())
                && settings.sourceInterface().equals(other.sourceInterface()) && Objects.equals(settings.tls(), other.tls());
    }

    private int port(final RadiusServerSettings of) {
        return accounting && of.tls() == null ? of.accountingPort() : of.authenticationPort();
    }

    /** Takes other settings of the same endpoint. */
    void settings(final RadiusServerSettings to) {
        settings = to;
    }

    /** It is no longer configured: what was sent to it is waited for once more, and nothing else goes to it. */
    void retire() {
        retired = true;
    }

    boolean isRetired() {
        return retired;
    }

    /** @return whether it is used */
    public State state() {
        return state;
    }

    /** @return requests that wait for it */
    public int outstanding() {
        return outstanding;
    }

    /** @return its open sockets or connections */
    public int sourceCount() {
        return sources.size();
    }

    /** @return how fast it answers, lately */
    public RttHistogram rtt() {
        return rtt;
    }

    /** @return what is counted */
    public EndpointCounters counters() {
        return counters;
    }

    /** @return when it answered last, on the client's clock; 0 if never */
    public long lastAnswerNs() {
        return lastAnswerNs;
    }

    RadiusSecret secret() {
        return secret;
    }

    boolean isTls() {
        return settings.tls() != null;
    }

    /** Whether a request of a group may go to it. */
    boolean isSelectable() {
        return state == State.ALIVE || state == State.ON_TRIAL && !onTrial;
    }

    boolean hasRoom() {
        return outstanding < settings.maxOutstanding();
    }

    /** Whether what was sent to it is to be sent again. */
    boolean isWorthAnotherTry(final RadiusTransaction transaction) {
        return !retired && transaction.tries < settings.maxTries() && !isTls() && (state == State.ALIVE || transaction.trial);
    }

    /** A source with a free identifier, or null. The first ones are filled first, so that the last ones become idle. */
    RadiusSource sourceWithRoom(final long nowNs) {
        while (firstFree < sources.size() && !sources.get(firstFree).hasRoom(nowNs)) {
            firstFree++;
        }
        return firstFree < sources.size() ? sources.get(firstFree) : null;
    }

    /** Identifiers of the first sources may be free again: they are to be looked at. */
    void lookAgain() {
        firstFree = 0;
    }

    void onSourceOpened(final RadiusSource source) {
        sources.add(source);
        counters.sourcesOpened.incrementRelease();
        counters.sources.incrementRelease();
    }

    RadiusSource sourceAt(final int index) {
        return sources.get(index);
    }

    void removeSource(final RadiusSource source) {
        if (sources.remove(source)) {
            counters.sources.getAndAddRelease(-1);
        }
        firstFree = 0;
    }

    /** A request or probe has an identifier of a source now. */
    void onAssigned(final RadiusTransaction transaction) {
        outstanding++;
        onTrial |= transaction.trial && !transaction.isProbe();
        counters.outstanding.incrementRelease();
    }

    /** It has it no more. */
    void onReleased(final RadiusTransaction transaction) {
        outstanding--;
        if (transaction.trial && !transaction.isProbe()) {
            onTrial = false;
        }
        counters.outstanding.getAndAddRelease(-1);
    }

    /** An identifier is free again in a source. */
    void onIdentifierFree(final RadiusSource source) {
        final int index = firstFree > 0 ? sources.indexOf(source) : -1;
        if (index >= 0 && index < firstFree) {
            firstFree = index;
        }
    }

    /**
     * It gave a valid answer.
     *
     * @return whether it was not alive before
     */
    boolean onAnswer(final long nowNs) {
        unansweredInRow = 0;
        openFailures = 0;
        lastAnswerNs = nowNs;
        if (retired) {
            return false;
        }
        final boolean revived = state != State.ALIVE;
        state = State.ALIVE;
        counters.alive.setRelease(1);
        return revived;
    }

    /**
     * It left a request unanswered.
     *
     * @return whether it is found dead by that
     */
    boolean onUnanswered(final boolean trial, final long nowNs) {
        unansweredInRow++;
        if (retired) {
            return false;
        }
        if (state == State.ALIVE && unansweredInRow >= settings.deadAfter()) {
            die(nowNs + settings.deadTimeNs());
            counters.deaths.incrementRelease();
            return true;
        }
        if (trial && state != State.ALIVE) {
            die(nowNs + settings.deadTimeNs());
        }
        return false;
    }

    /**
     * No source can be opened, or one failed before anything came through it.
     *
     * @param backOffNs how long to wait before the first next try; doubled with each failure, at most the dead time
     * @return whether it is found dead by that
     */
    boolean onUnreachable(final long nowNs, final long backOffNs) {
        if (retired) {
            return false;
        }
        final boolean died = state == State.ALIVE;
        openFailures++;
        die(nowNs + Math.min(Math.max(settings.deadTimeNs(), backOffNs), backOffNs << Math.min(openFailures - 1, 16)));
        if (died) {
            counters.deaths.incrementRelease();
        }
        return died;
    }

    private void die(final long untilNs) {
        state = State.DEAD;
        deadUntilNs = untilNs;
        counters.alive.setRelease(0);
    }

    boolean isProbeDue(final long nowNs) {
        return state == State.DEAD && nowNs >= deadUntilNs;
    }

    void onProbed() {
        state = State.PROBED;
    }

    void onTrial() {
        state = State.ON_TRIAL;
    }
}
