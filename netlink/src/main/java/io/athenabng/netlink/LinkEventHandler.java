package io.athenabng.netlink;

import org.agrona.DirectBuffer;

/** Told of changes in the kernel, whoever made them, on the thread that polls the {@link LinkEventListener}. */
public interface LinkEventHandler {
    /**
     * An interface is new or has changed ({@code RTM_NEWLINK}).
     *
     * @param buffer valid during the call; offset and length are what {@link io.athenabng.netlink.link.LinkFlyweight} wraps
     */
    void onLinkChanged(DirectBuffer buffer, int offset, int length);

    /** An interface is gone ({@code RTM_DELLINK}). */
    void onLinkDeleted(DirectBuffer buffer, int offset, int length);

    /** Another message of a group that was joined, such as {@code RTM_NEWADDR}. */
    void onOther(int type, DirectBuffer buffer, int offset, int length);

    /** The socket's queue overflowed: events are lost, list the links again. */
    void onEventsLost();
}
