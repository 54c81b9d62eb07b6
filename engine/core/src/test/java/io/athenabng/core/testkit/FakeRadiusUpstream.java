package io.athenabng.core.testkit;

import io.athenabng.core.port.RadiusUpstream;
import io.athenabng.wire.radius.RadiusAttributeCursor;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Keeps every request to RADIUS servers and every answer to a dynamic authorisation client, or is full on demand. */
public final class FakeRadiusUpstream implements RadiusUpstream {
    /** Whether nothing is taken. */
    public boolean full;
    /** Requests to servers, in order. */
    public final List<Message> requests = new ArrayList<>();
    /** Answers to clients, in order; the token in place of the correlation id. */
    public final List<Message> answers = new ArrayList<>();

    /**
     * What was handed over.
     *
     * @param code          the RADIUS code
     * @param serverGroup   the group; 0 for an answer
     * @param correlationId the request's number, or the answer's token
     * @param attributes    the attributes as on the wire
     */
    public record Message(int code, int serverGroup, long correlationId, byte[] attributes) {
        /**
         * A cursor on the first attribute of a key.
         *
         * @param key the key
         * @return the cursor, or null if there is none
         */
        public RadiusAttributeCursor find(final long key) {
            final RadiusAttributeCursor cursor = new RadiusAttributeCursor().wrap(new UnsafeBuffer(attributes), 0, attributes.length);
            return cursor.find(key) ? cursor : null;
        }

        /**
         * An attribute's value as a number.
         *
         * @param key the key
         * @return the value, -1 if there is none
         */
        public long number(final long key) {
            final RadiusAttributeCursor cursor = find(key);
            return cursor == null ? -1 : cursor.intValue(-1) & 0xffff_ffffL;
        }

        /**
         * An attribute's value as text.
         *
         * @param key the key
         * @return the value, null if there is none
         */
        public String text(final long key) {
            final RadiusAttributeCursor cursor = find(key);
            return cursor == null ? null : cursor.text();
        }
    }

    @Override
    public boolean request(
            final int code, final int serverGroupIndex, final long correlationId, final DirectBuffer attributes, final int offset,
            final int length) {
        return keep(requests, code, serverGroupIndex, correlationId, attributes, offset, length);
    }

    @Override
    public boolean answerDynamic(final long token, final int code, final DirectBuffer attributes, final int offset, final int length) {
        return keep(answers, code, 0, token, attributes, offset, length);
    }

    private boolean keep(
            final List<Message> list, final int code, final int group, final long id, final DirectBuffer attributes, final int offset,
            final int length) {
        if (!full) {
            final byte[] copy = new byte[length];
            attributes.getBytes(offset, copy);
            list.add(new Message(code, group, id, copy));
        }
        return !full;
    }
}
