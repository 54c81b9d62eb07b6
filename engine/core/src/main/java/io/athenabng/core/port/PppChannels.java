package io.athenabng.core.port;

import org.agrona.DirectBuffer;

/**
 * PPP control frames of PPPoE sessions, by way of the data plane: a channel is one PPPoE session id and one client MAC on one access line.
 * Until a session is asked for with {@link DataPlane#sessionUp} a channel carries control frames only, so that a client that is not
 * authenticated costs next to nothing. Answers come by {@link Listener}. Used on the session agent's thread.
 */
public interface PppChannels {
    /** What channels say. Called on the session agent's thread. */
    interface Listener {
        /**
         * A channel was asked for and is there, or cannot be.
         *
         * @param channelId the channel
         * @param error     0 or the kernel's errno, whose text was logged where it happened
         */
        void onChannelOpen(long channelId, int error);

        /**
         * A PPP control frame came.
         *
         * @param channelId the channel
         * @param protocol  the PPP protocol number, such as 0xc021
         * @param buffer    where the frame's payload is, behind the protocol number; valid until the call returns
         * @param offset    where it begins
         * @param length    its length, bytes
         */
        void onPppFrame(long channelId, int protocol, DirectBuffer buffer, int offset, int length);

        /**
         * A channel is gone for good though nobody asked for it: its line was deleted, or the kernel refuses to mend it.
         *
         * @param channelId the channel
         * @param error     the kernel's errno
         */
        void onChannelLost(long channelId, int error);
    }

    /**
     * Opens a channel.
     *
     * @param channelId      the core's number for it; the session gets the same number if it comes up
     * @param lineId         its access line, which is up
     * @param pppoeSessionId the session id of PPPoE, 1 to 65534
     * @param mac            the client's MAC
     * @param restored       whether it was there before a restart and is to be adopted
     * @return false if there is no room now
     */
    boolean open(long channelId, int lineId, int pppoeSessionId, long mac, boolean restored);

    /**
     * Sends a PPP control frame to the client.
     *
     * @param channelId the channel
     * @param protocol  the PPP protocol number
     * @param buffer    where the payload is; valid until the call returns
     * @param offset    where it begins
     * @param length    its length, bytes
     * @return false if there is no room now
     */
    boolean send(long channelId, int protocol, DirectBuffer buffer, int offset, int length);

    /**
     * Opens or closes a session's way for packets of one network protocol, when its control protocol has opened or closes. Until it is
     * opened the packets of a session that is up are dropped. Without a session this does nothing.
     *
     * @param channelId the channel
     * @param protocol  the network protocol's PPP number: 0x0021 is IPv4, 0x0057 is IPv6
     * @param up        whether packets pass
     * @return false if there is no room now
     */
    boolean networkUp(long channelId, int protocol, boolean up);

    /**
     * Closes a channel. Of a session that is up, {@link DataPlane#sessionDown} comes first.
     *
     * @param channelId the channel
     * @return false if there is no room now
     */
    boolean close(long channelId);
}
