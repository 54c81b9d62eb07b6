package io.athenabng.netlink;

import org.agrona.DirectBuffer;

/** Takes the messages that answer a request or a dump. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * One message.
     *
     * @param type   one of {@code RTM_NEW*}
     * @param buffer valid during the call
     * @param offset where the family header (ifinfomsg, tcmsg, ...) starts: what a flyweight wraps
     * @param length from there to the end of the message
     */
    void onMessage(int type, DirectBuffer buffer, int offset, int length);

    /** The dump was interrupted by a change and starts again: forget what was seen so far. */
    default void onRestart() {
        // A handler that keeps nothing, or overwrites by key, has nothing to forget.
    }
}
