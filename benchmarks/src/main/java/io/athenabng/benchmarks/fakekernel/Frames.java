package io.athenabng.benchmarks.fakekernel;

import java.nio.ByteBuffer;

/**
 * What goes over the Unix socket between a {@link FakeKernelTransport} and a {@link FakeKernelServer}, host and process being the same:
 *
 * <pre>
 *  +----------------+------+----------
 *  | payload length | kind | payload
 *  | s32            | s32  |
 *  +----------------+------+----------
 * </pre>
 */
final class Frames {
    static final int HEADER_LENGTH = 8;
    /** To the kernel: a datagram of requests. */
    static final int REQUEST = 1;
    /** To the kernel: the number of a multicast group, four bytes. */
    static final int JOIN = 2;
    /** From the kernel: a datagram. */
    static final int DATAGRAM = 3;
    /** From the kernel: what was sent last is done, and its answers were sent before this. No payload. */
    static final int DONE = 4;
    /** Longest payload. */
    static final int MAX_LENGTH = 1 << 20;

    private Frames() {
    }

    static ByteBuffer of(int kind, byte[] payload) {
        return ByteBuffer.allocate(HEADER_LENGTH + payload.length).putInt(payload.length).putInt(kind).put(payload).flip();
    }

    static int checkLength(int length) {
        if (length < 0 || length > MAX_LENGTH) {
            throw new IllegalStateException("a frame of " + length + " bytes");
        }
        return length;
    }
}
