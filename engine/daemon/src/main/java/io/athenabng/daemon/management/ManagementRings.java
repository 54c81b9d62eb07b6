package io.athenabng.daemon.management;

import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * Rings that end at management.
 *
 * @param events       the session agent's events
 * @param radiusEvents the upstream agent's events
 * @param frames       control frames that the session agent's tap copied
 */
public record ManagementRings(RingBuffer events, RingBuffer radiusEvents, RingBuffer frames) {
}
