package io.athenabng.benchmarks.load;

import org.agrona.DirectBuffer;

/** Takes what DHCP servers send to clients. */
public interface ReplyHandler {
    /**
     * Takes a message from a server.
     *
     * @param receivedNs when it came
     * @param nowNs      the time
     * @param vlanStack  the frame's tags
     * @param srcMac     the frame's source address
     * @param buffer     where the UDP payload is
     * @param offset     where it begins
     * @param length     its bytes
     */
    void onReply(long receivedNs, long nowNs, long vlanStack, long srcMac, DirectBuffer buffer, int offset, int length);

    /** Counts a frame that looked like an answer and could not be read. */
    void onMalformedFrame();
}
