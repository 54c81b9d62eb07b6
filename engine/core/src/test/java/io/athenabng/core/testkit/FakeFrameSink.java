package io.athenabng.core.testkit;

import io.athenabng.core.port.FrameSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Keeps every frame; full on demand. */
public final class FakeFrameSink implements FrameSink {
    /** The trunk's own MAC. */
    public static final long SOURCE_MAC = 0x0200_5e00_00feL;
    /** What was sent. */
    public final List<byte[]> frames = new ArrayList<>();
    /** Whether there is no room. */
    public boolean full;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4_096]);
    private int length;

    @Override
    public int claim(final int trunkIndex, final int frameLength) {
        length = frameLength;
        return full ? -1 : 0;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return buffer;
    }

    @Override
    public long sourceMac(final int trunkIndex) {
        return SOURCE_MAC;
    }

    @Override
    public void commit() {
        frames.add(Arrays.copyOf(buffer.byteArray(), length));
    }

    @Override
    public void abort() {
        length = 0;
    }
}
