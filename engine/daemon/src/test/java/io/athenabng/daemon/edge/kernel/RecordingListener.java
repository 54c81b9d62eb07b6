package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.port.DataPlaneListener;
import io.athenabng.core.port.PppChannels;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;

/** Keeps every answer of a data plane as a line of text, and the last counters of each session. */
final class RecordingListener implements DataPlaneListener, PppChannels.Listener {
    final List<String> answers = new ArrayList<>();
    final Map<Long, long[]> counters = new HashMap<>();
    final ArrayDeque<Frame> frames = new ArrayDeque<>();
    int counterRounds;

    /** A PPP control frame that came. */
    record Frame(long channelId, int protocol, byte[] payload) {
    }

    @Override
    public void onLineUp(final int lineId, final int error) {
        answers.add("line " + lineId + " up " + error);
    }

    @Override
    public void onLineGone(final int lineId, final boolean byOther) {
        answers.add("line " + lineId + " gone" + (byOther ? " by other" : ""));
    }

    @Override
    public void onSessionUp(final long sessionId, final int error) {
        answers.add("session " + sessionId + " up " + error);
    }

    @Override
    public void onSessionChanged(final long sessionId, final int error) {
        answers.add("session " + sessionId + " changed " + error);
    }

    @Override
    public void onSessionDown(
            final long sessionId, final long upOctets, final long upPackets, final long downOctets, final long downPackets) {
        answers.add("session " + sessionId + " down");
        counters.put(sessionId, new long[] {upOctets, upPackets, downOctets, downPackets});
    }

    @Override
    public void onCounters(
            final long sessionId, final long upOctets, final long upPackets, final long downOctets, final long downPackets) {
        counters.put(sessionId, new long[] {upOctets, upPackets, downOctets, downPackets});
        counterRounds++;
    }

    @Override
    public void onTrunk(final int trunkIndex, final boolean up) {
        answers.add("trunk " + trunkIndex + (up ? " up" : " down"));
    }

    @Override
    public void onChannelOpen(final long channelId, final int error) {
        answers.add("channel " + channelId + " open " + error);
    }

    @Override
    public void onPppFrame(final long channelId, final int protocol, final DirectBuffer buffer, final int offset, final int length) {
        final byte[] payload = new byte[length];
        buffer.getBytes(offset, payload);
        frames.add(new Frame(channelId, protocol, payload));
    }

    @Override
    public void onChannelLost(final long channelId, final int error) {
        answers.add("channel " + channelId + " lost " + error);
    }

    boolean has(final String answer) {
        return answers.contains(answer);
    }
}
