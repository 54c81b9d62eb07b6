package io.athenabng.daemon.ring;

import io.athenabng.core.port.PppChannels;
import org.agrona.DirectBuffer;

/** The listener of a gateway that opens no PPP channel: whatever one says is a bug. */
public final class UnaskedChannels implements PppChannels.Listener {
    @Override
    public void onChannelOpen(final long channelId, final int error) {
        throw new IllegalStateException("nobody asked for channel " + channelId);
    }

    @Override
    public void onPppFrame(final long channelId, final int protocol, final DirectBuffer buffer, final int offset, final int length) {
        throw new IllegalStateException("nobody asked for channel " + channelId);
    }

    @Override
    public void onChannelLost(final long channelId, final int error) {
        throw new IllegalStateException("nobody asked for channel " + channelId);
    }
}
