package io.athenabng.benchmarks.load;

import org.agrona.DirectBuffer;

/** Takes whole frames, tags in band. */
@FunctionalInterface
public interface FrameOutput {
    /**
     * Sends a frame; it is copied.
     *
     * @param frame  where it is
     * @param length its bytes, from 0 on
     * @return false if there is no room now
     */
    boolean send(DirectBuffer frame, int length);
}
