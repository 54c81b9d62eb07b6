package io.athenabng.benchmarks.gateway;

import io.athenabng.core.port.SessionPlan;
import org.agrona.collections.LongHashSet;

/**
 * A data plane that has sessions of a run before: it compares what it is asked for with what it has, as the kernel's edge does, notes what
 * had to be done, and removes what nobody asked for. It is told of no frames, so it is a stand-in for the kernel's state, not for its cost.
 */
final class RecordingKernel extends AnsweringDataPlane {
    private final int[] addresses;
    private final long[] macs;
    private final long[] rates;
    private final LongHashSet asked;
    private int present;
    private int kept;
    private int made;
    private int repaired;
    private int removed;

    /** Has no session yet; takes them up to a number. */
    RecordingKernel(int highestSessionId) {
        addresses = new int[highestSessionId + 1];
        macs = new long[highestSessionId + 1];
        rates = new long[highestSessionId + 1];
        asked = new LongHashSet(highestSessionId);
    }

    /** A session is there since the run before. */
    void had(long sessionId, int address, long mac, long downBitsPerSecond) {
        int at = (int) sessionId;
        addresses[at] = address;
        macs[at] = mac;
        rates[at] = downBitsPerSecond;
        present++;
    }

    @Override
    public boolean sessionUp(SessionPlan session) {
        int at = (int) session.sessionId;
        asked.add(session.sessionId);
        if (macs[at] == 0) {
            made++;
        } else if (addresses[at] == session.ipv4 && macs[at] == session.mac && rates[at] == session.downBitsPerSecond) {
            kept++;
        } else {
            repaired++;
        }
        addresses[at] = session.ipv4;
        macs[at] = session.mac;
        rates[at] = session.downBitsPerSecond;
        return super.sessionUp(session);
    }

    @Override
    public boolean restoreComplete() {
        for (int at = 0; at < macs.length; at++) {
            if (macs[at] != 0 && !asked.contains(at)) {
                macs[at] = 0;
                removed++;
            }
        }
        return super.restoreComplete();
    }

    /** Sessions that it had at the start. */
    int present() {
        return present;
    }

    /** Sessions that it had just so. */
    int kept() {
        return kept;
    }

    /** Sessions that it had not. */
    int made() {
        return made;
    }

    /** Sessions that it had otherwise. */
    int repaired() {
        return repaired;
    }

    /** Sessions that nobody asked for. */
    int removed() {
        return removed;
    }
}
