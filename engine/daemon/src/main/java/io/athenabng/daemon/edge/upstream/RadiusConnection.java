package io.athenabng.daemon.edge.upstream;

import org.agrona.DirectBuffer;

/** One source of the RADIUS transport: a socket or a TLS connection. Owned by the upstream agent. */
interface RadiusConnection {
    /** @return the source's id */
    int sourceId();

    /** @return what is counted of its server's packets */
    RadiusTransportCounters counters();

    /** @return its server's name */
    String serverName();

    /**
     * Queues a packet. Never calls the listener.
     *
     * @param buffer where it is
     * @param offset where it begins
     * @param length its length, bytes
     * @return false if there is no room now
     */
    boolean send(DirectBuffer buffer, int offset, int length);

    /**
     * Sends what is queued and hands over what came.
     *
     * @return how much was done
     */
    int onDutyCycle();

    /** @return the descriptor to poll for datagrams; -1 if there is none and every duty cycle looks */
    int descriptor();

    /** @return why the source is gone; null while it is not */
    String lostBecause();

    /** Closes it; closing twice does nothing. */
    void close();
}
