package io.athenabng.ffi.packet;

import io.athenabng.ffi.generated.linux.Linux;

/**
 * How the kernel chooses the member of a fanout group that gets a frame (packet(7), PACKET_FANOUT).
 */
public enum FanoutMode {
    /** By flow. The kernel hashes what it can parse behind the tags; frames of one client stay together. */
    HASH(Linux.PACKET_FANOUT_HASH()),
    /** In turn. */
    LOAD_BALANCE(Linux.PACKET_FANOUT_LB()),
    /** By the processor that received the frame. */
    CPU(Linux.PACKET_FANOUT_CPU()),
    /** The first member until its ring is full, then the next. */
    ROLLOVER(Linux.PACKET_FANOUT_ROLLOVER());

    private final int type;

    FanoutMode(int type) {
        this.type = type;
    }

    int type() {
        return type;
    }
}
