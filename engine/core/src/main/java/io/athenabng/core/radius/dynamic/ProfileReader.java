package io.athenabng.core.radius.dynamic;

import io.athenabng.core.port.SubscriberProfile;
import org.agrona.DirectBuffer;

/** Reads what a CoA-Request gives a session: the same attributes as in an Access-Accept, in the same way. */
public interface ProfileReader {
    /**
     * Whether a running session can be given this.
     *
     * @param key the attribute's key ({@code RadiusAttributes})
     * @return whether {@link #read} obeys it
     */
    boolean obeys(long key);

    /**
     * Reads a list; attributes that it does not know are passed over.
     *
     * @param attributes where the list is
     * @param offset     where it begins
     * @param length     its length, bytes
     * @return what the session gets, or null if some value cannot be
     */
    SubscriberProfile read(DirectBuffer attributes, int offset, int length);
}
