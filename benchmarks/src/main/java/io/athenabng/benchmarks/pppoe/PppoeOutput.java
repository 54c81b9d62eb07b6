package io.athenabng.benchmarks.pppoe;

import org.agrona.DirectBuffer;

/** Takes what clients send. */
public interface PppoeOutput {
    /**
     * Sends a frame of discovery, tags in band; it is copied.
     *
     * @param frame  where it is
     * @param length its bytes, from 0 on
     * @return false if there is no room now
     */
    boolean discovery(DirectBuffer frame, int length);

    /**
     * Sends a PPP control frame; it is copied.
     *
     * @param client    who
     * @param protocol  the PPP protocol number
     * @param payload   the packet behind it
     * @param length    its bytes, from 0 on
     * @return false if there is no room now
     */
    boolean ppp(int client, int protocol, DirectBuffer payload, int length);
}
