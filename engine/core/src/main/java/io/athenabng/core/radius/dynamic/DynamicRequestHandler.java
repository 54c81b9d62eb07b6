package io.athenabng.core.radius.dynamic;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.RadiusUpstream;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionTable;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributeCursor;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.radius.RadiusValues;
import java.util.ArrayDeque;
import java.util.Locale;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * CoA-Requests and Disconnect-Requests (RFC 5176) that are beyond doubt: finds the session, has it changed or ended, and answers. An ACK is
 * sent only after the kernel has done it; a refusal says why ({@link ErrorCause}), and nothing has changed then.
 *
 * <p>A CoA-Request with any attribute that is neither identification nor obeyed here is refused as a whole. While a change of a session is
 * under way another one is refused with {@link ErrorCause#RESOURCES_UNAVAILABLE}: its client asks again.
 *
 * <p>Owner: the session agent.
 */
public final class DynamicRequestHandler {
    private static final long NO_TOKEN = 0;
    private static final int ANSWER_MAX = 512;

    /** An answer that waits for room in the ring. */
    private record Answer(long token, int code, byte[] attributes) {
    }

    private final SessionControl control;
    private final ProfileReader reader;
    private final RadiusUpstream upstream;
    private final SessionSelection selection;
    private final RadiusAttributeCursor cursor = new RadiusAttributeCursor();
    private final RadiusAttributeAppender appender = new RadiusAttributeAppender();
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[ANSWER_MAX]);
    private final UnsafeBuffer state = new UnsafeBuffer(new byte[256]);
    private final Long2LongHashMap changeTokens = new Long2LongHashMap(NO_TOKEN);
    private final Long2LongHashMap endTokens = new Long2LongHashMap(NO_TOKEN);
    private final ArrayDeque<Answer> waiting = new ArrayDeque<>();
    private final AtomicCounter changed;
    private final AtomicCounter ended;
    private final AtomicCounter reauthenticated;
    private final AtomicCounter[] refused = new AtomicCounter[ErrorCause.values().length];

    private int stateLength;
    private boolean hasState;
    private boolean authorizeOnly;
    private boolean reauthenticate;
    private boolean hasChange;
    private ErrorCause unsupported;

    /**
     * A handler.
     *
     * @param configuration the running configuration
     * @param sessions      the sessions
     * @param control       does what is asked
     * @param reader        reads what a session gets
     * @param upstream      takes the answers
     * @param registry      makes the counters
     */
    public DynamicRequestHandler(
            final RunningConfiguration configuration, final SessionTable sessions, final SessionControl control, final ProfileReader reader,
            final RadiusUpstream upstream, final CounterRegistry registry) {
        this.control = control;
        this.reader = reader;
        this.upstream = upstream;
        selection = new SessionSelection(configuration, sessions);
        cursor.athenaVendor(configuration.radius().athenaVendor());
        changed = registry.counter("radius.dynamic.sessions.changed", "Sessions changed by a CoA-Request");
        ended = registry.counter("radius.dynamic.sessions.ended", "Sessions ended by a Disconnect-Request");
        reauthenticated = registry.counter("radius.dynamic.sessions.reauthenticated", "Sessions authenticated anew for a CoA-Request");
        for (final ErrorCause cause : ErrorCause.values()) {
            if (cause != ErrorCause.NONE) {
                refused[cause.ordinal()] = registry.counter("radius.dynamic.nak." + cause.name().toLowerCase(Locale.ROOT),
                        "CoA- and Disconnect-NAKs with Error-Cause " + cause.code());
            }
        }
    }

    /**
     * Works with another configuration from now on; the reader has it already.
     *
     * @param to the configuration
     */
    public void reconfigure(final RunningConfiguration to) {
        selection.reconfigure(to);
        cursor.athenaVendor(to.radius().athenaVendor());
    }

    /**
     * A session is up: it can be found by its Circuit-ID from now on.
     *
     * @param session the session
     */
    public void onSessionUp(final SessionRecordFlyweight session) {
        selection.onSessionUp(session);
    }

    /**
     * A request.
     *
     * @param token      names it in the answer
     * @param code       CoA-Request or Disconnect-Request
     * @param attributes where its attributes are, valid until the call returns
     * @param offset     where they begin
     * @param length     their length, bytes
     */
    public void onDynamicRequest(final long token, final int code, final DirectBuffer attributes, final int offset, final int length) {
        final boolean coa = code == RadiusCode.COA_REQUEST;
        read(coa, attributes, offset, length);
        ErrorCause cause = selection.problem();
        if (cause == ErrorCause.NONE) {
            cause = unsupported;
        }
        if (cause == ErrorCause.NONE) {
            cause = selection.find();
        }
        if (cause != ErrorCause.NONE) {
            answer(token, coa, cause);
        } else if (coa) {
            change(token, attributes, offset, length);
        } else {
            end(token);
        }
    }

    private void read(final boolean coa, final DirectBuffer attributes, final int offset, final int length) {
        selection.clear();
        hasState = false;
        stateLength = 0;
        authorizeOnly = false;
        reauthenticate = false;
        hasChange = false;
        unsupported = ErrorCause.NONE;
        cursor.wrap(attributes, offset, length);
        while (cursor.next()) {
            if (!selection.take(cursor) && !isOfThePacket(cursor.key()) && !(coa && takeChange())) {
                unsupported = unsupported == ErrorCause.NONE ? ErrorCause.UNSUPPORTED_ATTRIBUTE : unsupported;
            }
        }
        if (cursor.malformed()) {
            unsupported = ErrorCause.INVALID_REQUEST;
        } else if (coa && unsupported == ErrorCause.NONE) {
            unsupported = contradiction();
        }
    }

    /** Asked for is a change, or a new authentication: by our own attribute, or as RFC 5176 section 3.2 wants it, with a State. */
    private ErrorCause contradiction() {
        if (authorizeOnly && !hasState || !authorizeOnly && !reauthenticate && !hasChange) {
            return ErrorCause.MISSING_ATTRIBUTE;
        }
        if (hasState && !authorizeOnly) {
            return ErrorCause.UNSUPPORTED_ATTRIBUTE;
        }
        return hasChange && (reauthenticate || authorizeOnly) ? ErrorCause.INVALID_REQUEST : ErrorCause.NONE;
    }

    /** What speaks of the packet, and was obeyed or is given back before it came here. */
    private static boolean isOfThePacket(final long key) {
        return key == RadiusAttributes.MESSAGE_AUTHENTICATOR || key == RadiusAttributes.EVENT_TIMESTAMP
                || key == RadiusAttributes.PROXY_STATE;
    }

    private boolean takeChange() {
        final long key = cursor.key();
        if (key == RadiusAttributes.STATE) {
            hasState = cursor.valueLength() > 0;
            stateLength = Math.max(0, cursor.copyValue(state, 0, state.capacity()));
        } else if (key == RadiusAttributes.SERVICE_TYPE) {
            authorizeOnly = cursor.intValue(0) == RadiusValues.SERVICE_TYPE_AUTHORIZE_ONLY;
            if (!authorizeOnly) {
                unsupported = ErrorCause.UNSUPPORTED_SERVICE;
            }
        } else if (key == RadiusAttributes.ATHENA_RE_AUTHENTICATE) {
            if (cursor.intValue(-1) < 0 || cursor.intValue(-1) > 1) {
                unsupported = ErrorCause.INVALID_ATTRIBUTE_VALUE;
            }
            reauthenticate = cursor.intValue(0) == 1;
        } else if (reader.obeys(key)) {
            hasChange = true;
        } else {
            return false;
        }
        return true;
    }

    private void end(final long token) {
        final long sessionId = selection.sessionId();
        endTokens.put(sessionId, token);
        final ErrorCause cause = control.end(sessionId);
        if (cause != SessionControl.LATER) {
            endTokens.remove(sessionId);
            answer(token, false, cause);
        }
    }

    private void change(final long token, final DirectBuffer attributes, final int offset, final int length) {
        final long sessionId = selection.sessionId();
        if (changeTokens.containsKey(sessionId)) {
            answer(token, true, ErrorCause.RESOURCES_UNAVAILABLE);
            return;
        }
        if (hasChange) {
            final SubscriberProfile profile = reader.read(attributes, offset, length);
            changeTokens.put(sessionId, token);
            final ErrorCause cause = profile == null ? ErrorCause.INVALID_ATTRIBUTE_VALUE : control.change(sessionId, profile);
            if (cause != SessionControl.LATER) {
                changeTokens.remove(sessionId);
                onChanged(token, cause, sessionId);
            }
        } else {
            reauthenticate(token, sessionId);
        }
    }

    private void onChanged(final long token, final ErrorCause cause, final long sessionId) {
        if (cause == ErrorCause.NONE) {
            changed.increment();
        }
        answer(token, true, cause);
    }

    private void reauthenticate(final long token, final long sessionId) {
        final ErrorCause cause = control.reauthenticate(sessionId, state, 0, stateLength);
        if (cause == ErrorCause.NONE) {
            reauthenticated.increment();
        }
        answer(token, true, cause == ErrorCause.NONE && authorizeOnly ? ErrorCause.REQUEST_INITIATED : cause);
    }

    /**
     * The kernel has changed a session, or has refused and everything is as before.
     *
     * @param sessionId the session
     * @param done      whether it is changed
     */
    public void onSessionChanged(final long sessionId, final boolean done) {
        final long token = changeTokens.remove(sessionId);
        if (token != NO_TOKEN) {
            onChanged(token, done ? ErrorCause.NONE : ErrorCause.RESOURCES_UNAVAILABLE, sessionId);
        }
    }

    /**
     * A session has begun to end: it is not found any more, and no change of it comes to an end.
     *
     * @param sessionId the session
     */
    public void onSessionEnding(final long sessionId) {
        selection.onSessionEnded(sessionId);
        final long token = changeTokens.remove(sessionId);
        if (token != NO_TOKEN) {
            answer(token, true, ErrorCause.SESSION_CONTEXT_NOT_FOUND);
        }
    }

    /**
     * The kernel has taken a session down.
     *
     * @param sessionId the session
     */
    public void onSessionEnded(final long sessionId) {
        final long token = endTokens.remove(sessionId);
        if (token != NO_TOKEN) {
            ended.increment();
            answer(token, false, ErrorCause.NONE);
        }
    }

    private void answer(final long token, final boolean coa, final ErrorCause cause) {
        appender.wrap(out, 0, ANSWER_MAX);
        final int code;
        if (cause == ErrorCause.NONE) {
            code = coa ? RadiusCode.COA_ACK : RadiusCode.DISCONNECT_ACK;
        } else {
            code = coa ? RadiusCode.COA_NAK : RadiusCode.DISCONNECT_NAK;
            refused[cause.ordinal()].increment();
            appender.put(RadiusAttributes.ERROR_CAUSE, cause.code());
            if (cause == ErrorCause.REQUEST_INITIATED) {
                appender.put(RadiusAttributes.SERVICE_TYPE, RadiusValues.SERVICE_TYPE_AUTHORIZE_ONLY);
                appender.putBytes(RadiusAttributes.STATE, state, 0, stateLength);
            }
        }
        if (!waiting.isEmpty() || !upstream.answerDynamic(token, code, out, 0, appender.length())) {
            final byte[] kept = new byte[appender.length()];
            out.getBytes(0, kept);
            waiting.add(new Answer(token, code, kept));
        }
    }

    /**
     * One turn: answers that found no room.
     *
     * @return how many have gone
     */
    public int onDutyCycle() {
        int work = 0;
        while (!waiting.isEmpty()) {
            final Answer first = waiting.peek();
            final UnsafeBuffer attributes = new UnsafeBuffer(first.attributes);
            if (!upstream.answerDynamic(first.token, first.code, attributes, 0, first.attributes.length)) {
                break;
            }
            waiting.poll();
            work++;
        }
        return work;
    }
}
