package io.athenabng.daemon.edge.kernel;

import io.athenabng.netlink.LinkEventHandler;
import org.agrona.DirectBuffer;

/** Takes link events to the watcher, which is made after the socket that hears them has to be there. */
final class ForwardingEvents implements LinkEventHandler {
    private LinkWatcher watcher;

    void attach(final LinkWatcher linkWatcher) {
        watcher = linkWatcher;
    }

    @Override
    public void onLinkChanged(final DirectBuffer buffer, final int offset, final int length) {
        watcher.onLinkChanged(buffer, offset, length);
    }

    @Override
    public void onLinkDeleted(final DirectBuffer buffer, final int offset, final int length) {
        watcher.onLinkDeleted(buffer, offset, length);
    }

    @Override
    public void onOther(final int type, final DirectBuffer buffer, final int offset, final int length) {
        watcher.onOther(type, buffer, offset, length);
    }

    @Override
    public void onEventsLost() {
        watcher.onEventsLost();
    }
}
