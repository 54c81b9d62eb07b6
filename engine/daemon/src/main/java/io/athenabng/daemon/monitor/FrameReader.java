package io.athenabng.daemon.monitor;

import io.athenabng.daemon.ring.ControlFrameTap.Kind;
import io.athenabng.daemon.ring.ControlFrameTapAdapter.Frame;
import java.util.List;

/** Reads what the tap copied: a whole frame without secrets, and words. Owned by the management agent. */
public final class FrameReader {
    private final FrameWords words = new FrameWords();

    /**
     * A frame as operators see it.
     *
     * @param in       whether it came from the subscriber
     * @param protocol what it is: dhcp, pppoe, lcp, ...
     * @param summary  what it says, in one line
     * @param details  what else
     * @param octets   the frame, its secrets masked
     */
    public record Told(boolean in, String protocol, String summary, List<String> details, byte[] octets) {
    }

    /**
     * Reads a frame.
     *
     * @param frame what the tap copied
     * @return what is told of it
     */
    public Told read(final Frame frame) {
        final byte[] octets = FrameMaker.make(frame);
        words.read(octets);
        return new Told(frame.kind() != Kind.FRAME_OUT && frame.kind() != Kind.PPP_OUT, words.protocol, words.summary,
                List.copyOf(words.details), octets);
    }
}
