package io.athenabng.netlink.testkit;

import io.athenabng.netlink.CompletionHandler;
import io.athenabng.netlink.Errno;
import java.util.ArrayList;
import java.util.List;

/** Writes down how requests ended, one line each: {@code ack 7}, {@code error 7 ENODEV text @offset}, {@code unknown 7}. */
public final class RecordingHandler implements CompletionHandler {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void onAck(final long correlationId) {
        lines.add("ack " + correlationId);
    }

    @Override
    public void onError(final long correlationId, final int errno, final CharSequence extAckText, final int extAckOffset) {
        lines.add(("error " + correlationId + " " + Errno.name(errno) + " " + extAckText).strip()
            + (extAckOffset < 0 ? "" : " @" + extAckOffset));
    }

    @Override
    public void onUnknown(final long correlationId) {
        lines.add("unknown " + correlationId);
    }

    /** Every line so far. */
    public List<String> lines() {
        return lines;
    }
}
