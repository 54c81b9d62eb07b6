package io.athenabng.daemon.edge.store;

import io.athenabng.core.session.SessionAttributesFlyweight;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The map's value: a session's list of attributes, that can be set again. One for each thread. */
final class AttributeList {
    private final UnsafeBuffer octets = new UnsafeBuffer(new byte[SessionAttributesFlyweight.MAX_LENGTH]);
    private int length;

    AttributeList set(final DirectBuffer source, final int offset, final int newLength) {
        octets.putBytes(0, source, offset, newLength);
        length = newLength;
        return this;
    }

    UnsafeBuffer octets() {
        return octets;
    }

    int length() {
        return length;
    }

    void length(final int newLength) {
        length = newLength;
    }
}
