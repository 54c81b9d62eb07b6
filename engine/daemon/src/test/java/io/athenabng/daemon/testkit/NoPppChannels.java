package io.athenabng.daemon.testkit;

import io.athenabng.core.port.PppChannels;
import org.agrona.DirectBuffer;

/** The PPP channels of tests that have none: asking for one fails the test. */
public final class NoPppChannels implements PppChannels {
    @Override
    public boolean open(final long channelId, final int lineId, final int pppoeSessionId, final long mac, final boolean restored) {
        throw new AssertionError("PPP channel " + channelId + " is opened");
    }

    @Override
    public boolean send(final long channelId, final int protocol, final DirectBuffer buffer, final int offset, final int length) {
        throw new AssertionError("a frame is sent on PPP channel " + channelId);
    }

    @Override
    public boolean networkUp(final long channelId, final int protocol, final boolean up) {
        throw new AssertionError("a network of PPP channel " + channelId + " is opened or closed");
    }

    @Override
    public boolean close(final long channelId) {
        throw new AssertionError("PPP channel " + channelId + " is closed");
    }
}
