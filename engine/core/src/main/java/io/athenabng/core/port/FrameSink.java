package io.athenabng.core.port;

import org.agrona.MutableDirectBuffer;

/**
 * Frames to a trunk. A frame is written in place:
 * <pre>
 * int at = sink.claim(trunkIndex, 342);
 * if (at &gt;= 0) { ... write at sink.buffer(), at ...; sink.commit(); }
 * </pre>
 */
public interface FrameSink {
    /**
     * Claims room for one frame.
     *
     * @param trunkIndex the trunk that it leaves by
     * @param length     its length with Ethernet header and tags, bytes
     * @return the offset in {@link #buffer()}, or -1 if there is no room now
     */
    int claim(int trunkIndex, int length);

    /** @return the buffer that {@link #claim} speaks of */
    MutableDirectBuffer buffer();

    /**
     * The trunk's own MAC, which its access lines use too.
     *
     * @param trunkIndex the trunk
     * @return the MAC, first octet in bits 47-40
     */
    long sourceMac(int trunkIndex);

    /** The claimed frame is whole: send it. */
    void commit();

    /** The claimed frame is not sent. */
    void abort();
}
