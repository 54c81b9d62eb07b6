package io.athenabng.core.testkit;

import io.athenabng.core.port.PppChannels;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.agrona.DirectBuffer;

/** Channels that remember what was asked and sent, answer when they are told to, and refuse or are full on demand. */
public final class FakePppChannels implements PppChannels {
    /**
     * A frame to a client.
     *
     * @param channelId the channel
     * @param protocol  the PPP protocol
     * @param payload   what it carries
     */
    public record Sent(long channelId, int protocol, byte[] payload) {
    }

    private static final int NO_DEVICE = 19;

    /** Requests in order, as text like {@code open 1 line 0 id 7} or {@code network 1 0x21 true}. */
    public final List<String> requests = new ArrayList<>();
    /** Frames to clients that nobody has looked at. */
    public final Deque<Sent> frames = new ArrayDeque<>();
    /** Channels that are open, with their PPPoE session id. */
    public final Map<Long, Integer> open = new TreeMap<>();
    /** What the next channel is refused with; 0 is nothing. */
    public int refuse;
    /** Whether a line is up: a channel on another one is refused. */
    public IntPredicate lineIsUp = lineId -> true;
    /** Whether no request is taken. */
    public boolean full;
    /** Whether frames are kept; a test of allocation keeps none. */
    public boolean keep = true;
    /** How many frames were sent. */
    public long count;

    private final Deque<Runnable> answers = new ArrayDeque<>();
    private Listener listener;

    /**
     * Sets who is answered.
     *
     * @param with the gateway
     */
    public void listener(final Listener with) {
        listener = with;
    }

    /** Answers everything that was asked until now. */
    public void answer() {
        while (!answers.isEmpty()) {
            answers.poll().run();
        }
    }

    @Override
    public boolean open(final long channelId, final int lineId, final int pppoeSessionId, final long mac, final boolean restored) {
        if (full) {
            return false;
        }
        final int error = lineIsUp.test(lineId) ? refuse : NO_DEVICE;
        requests.add("open " + channelId + " line " + lineId + (restored ? " restored" : ""));
        answers.add(() -> {
            if (error == 0) {
                open.put(channelId, pppoeSessionId);
            }
            listener.onChannelOpen(channelId, error);
        });
        return true;
    }

    @Override
    public boolean send(final long channelId, final int protocol, final DirectBuffer buffer, final int offset, final int length) {
        if (full) {
            return false;
        }
        if (!open.containsKey(channelId)) {
            throw new IllegalStateException("channel " + channelId + " is not open");
        }
        count++;
        if (keep) {
            final byte[] payload = new byte[length];
            buffer.getBytes(offset, payload);
            frames.add(new Sent(channelId, protocol, payload));
        }
        return true;
    }

    @Override
    public boolean networkUp(final long channelId, final int protocol, final boolean up) {
        return !full && requests.add("network " + channelId + " 0x" + Integer.toHexString(protocol) + ' ' + up);
    }

    @Override
    public boolean close(final long channelId) {
        if (full) {
            return false;
        }
        open.remove(channelId);
        return requests.add("close " + channelId);
    }
}
