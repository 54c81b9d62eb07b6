package io.athenabng.core.radius.client;

import io.athenabng.core.config.RadiusServerSettings;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.wire.radius.RadiusSecret;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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

    private final int serverIndex;
    private final boolean accounting;
    private final RadiusServerSettings settings;
    private final RadiusSecret secret;
    private final EndpointCounters counters;
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

    RadiusEndpoint(final int serverIndex, final boolean accounting, final RadiusServerSettings settings, final CounterRegistry registry) {
        this.serverIndex = serverIndex;
        this.accounting = accounting;
        this.settings = settings;
        this.secret = new RadiusSecret(settings.secret().octets());
        this.counters = new EndpointCounters(registry, counterPrefix(settings.name(), accounting));
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

    /** @return the server in {@code RadiusSettings.servers} */
    public int serverIndex() {
        return serverIndex;
    }

    /** @return whether it is the accounting side */
    public boolean accounting() {
        return accounting;
    }

    /** @return the server's settings */
    public RadiusServerSettings settings() {
        return settings;
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
        return transaction.tries < settings.maxTries() && !isTls() && (state == State.ALIVE || transaction.trial);
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
        counters.sources.setRelease(sources.size());
    }

    RadiusSource sourceAt(final int index) {
        return sources.get(index);
    }

    void removeSource(final RadiusSource source) {
        sources.remove(source);
        firstFree = 0;
        counters.sources.setRelease(sources.size());
    }

    /** A request or probe has an identifier of a source now. */
    void onAssigned(final RadiusTransaction transaction) {
        outstanding++;
        onTrial |= transaction.trial && !transaction.isProbe();
        counters.outstanding.setRelease(outstanding);
    }

    /** It has it no more. */
    void onReleased(final RadiusTransaction transaction) {
        outstanding--;
        if (transaction.trial && !transaction.isProbe()) {
            onTrial = false;
        }
        counters.outstanding.setRelease(outstanding);
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
