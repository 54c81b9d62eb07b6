package io.athenabng.core.radius.access;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.AuthenticationQuery;
import io.athenabng.core.port.Authenticator;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.RadiusUpstream;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.wire.radius.RadiusCode;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Authentication by RADIUS servers, for everybody in the gateway that authenticates subscribers: each asks by an {@link Authenticator} of
 * their own and gets its answers. An answer to a request that nobody waits for is counted and changes nothing. Owner: the session agent.
 */
public final class RadiusAccess {
    private static final System.Logger LOG = System.getLogger(RadiusAccess.class.getName());

    private RunningConfiguration configuration;
    private final RadiusUpstream upstream;
    private final AccessRequestComposer composer;
    private final AccessAnswerDecoder decoder;
    private final UnsafeBuffer list = new UnsafeBuffer(new byte[AccessRequestComposer.MAX_LENGTH]);
    private final Long2ObjectHashMap<Waiting> waiting = new Long2ObjectHashMap<>();
    private long lastId;

    private final AtomicCounter requests;
    private final AtomicCounter accepts;
    private final AtomicCounter rejects;
    private final AtomicCounter challenges;
    private final AtomicCounter unanswered;
    private final AtomicCounter strayAnswers;

    private record Waiting(Authenticator.Listener listener, long correlationId, String userName) {
    }

    /**
     * Authentication.
     *
     * @param configuration the running configuration
     * @param upstream      takes the requests
     * @param counters      where counters are made
     */
    public RadiusAccess(final RunningConfiguration configuration, final RadiusUpstream upstream, final CounterRegistry counters) {
        this.configuration = configuration;
        this.upstream = upstream;
        composer = new AccessRequestComposer(configuration);
        decoder = new AccessAnswerDecoder(configuration, counters);
        requests = counters.counter("radius.access.requests", "Subscribers that RADIUS was asked for");
        accepts = counters.counter("radius.access.accepts", "Access-Accepts that were obeyed");
        rejects = counters.counter("radius.access.rejects", "Access-Rejects");
        challenges = counters.counter("radius.access.challenges", "Access-Challenges, which are taken for rejects");
        unanswered = counters.counter("radius.access.unanswered", "Subscribers about whom no server answered");
        strayAnswers = counters.counter("radius.access.stray_answers", "Answers that nobody waited for");
    }

    /**
     * Works with another configuration from now on. What was asked is answered as it was asked, and the answer read by the new settings.
     *
     * @param to the configuration
     */
    public void reconfigure(final RunningConfiguration to) {
        configuration = to;
        composer.reconfigure(to);
        decoder.reconfigure(to);
    }

    /**
     * Who asks the servers of a query's access group.
     *
     * @param listener takes the answers
     * @return the authenticator
     */
    public Authenticator authenticator(final Authenticator.Listener listener) {
        return query -> ask(query, listener);
    }

    /** @return decodes answers, and requests for changes, whose attributes mean the same */
    public AccessAnswerDecoder decoder() {
        return decoder;
    }

    private boolean ask(final AuthenticationQuery query, final Authenticator.Listener listener) {
        final int group = configuration.accessGroups().get(query.groupIndex).radius().authenticationGroup();
        final int length = composer.compose(query, list, 0);
        final long id = lastId + 1;
        if (group < 0 || length < 0 || !upstream.request(RadiusCode.ACCESS_REQUEST, group, id, list, 0, length)) {
            return false;
        }
        lastId = id;
        waiting.put(id, new Waiting(listener, query.correlationId, query.userName));
        requests.increment();
        return true;
    }

    /**
     * A server answered.
     *
     * @param id         the request's
     * @param code       Access-Accept, Access-Reject or Access-Challenge
     * @param attributes where the answer's attributes are
     * @param offset     where they begin
     * @param length     their length, octets
     */
    public void onAnswer(final long id, final int code, final DirectBuffer attributes, final int offset, final int length) {
        final Waiting asked = waiting.remove(id);
        if (asked == null) {
            strayAnswers.increment();
            return;
        }
        if (code != RadiusCode.ACCESS_ACCEPT) {
            (code == RadiusCode.ACCESS_CHALLENGE ? challenges : rejects).increment();
            final String message = decoder.rejection(attributes, offset, length);
            log(asked.userName, message);
            asked.listener.onReject(asked.correlationId, message);
            return;
        }
        final SubscriberProfile profile = decoder.decode(attributes, offset, length, asked.userName);
        if (profile == null) {
            LOG.log(System.Logger.Level.WARNING, "the Access-Accept for {0} is refused: {1}", printable(asked.userName),
                    printable(decoder.problem()));
            asked.listener.onReject(asked.correlationId, "");
            return;
        }
        accepts.increment();
        log(asked.userName, profile.extras().message());
        asked.listener.onAccept(asked.correlationId, profile);
    }

    /**
     * No server answered.
     *
     * @param id the request's
     */
    public void onUnanswered(final long id) {
        final Waiting asked = waiting.remove(id);
        if (asked == null) {
            strayAnswers.increment();
            return;
        }
        unanswered.increment();
        asked.listener.onUnavailable(asked.correlationId);
    }

    private static void log(final String userName, final String message) {
        if (!message.isEmpty()) {
            LOG.log(System.Logger.Level.INFO, "RADIUS says of {0}: {1}", printable(userName), printable(message));
        }
    }

    /** What others wrote does not break the log's lines. */
    private static String printable(final String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
