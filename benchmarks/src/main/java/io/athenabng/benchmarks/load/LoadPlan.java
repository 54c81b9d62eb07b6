package io.athenabng.benchmarks.load;

/**
 * What is played.
 *
 * @param lines      who is where
 * @param rate       new exchanges a second; 0: as many as the window allows
 * @param window     the most exchanges that wait for an answer
 * @param retransmit when a client repeats itself and gives up
 * @param rounds     how often all clients come
 * @param holdNs     how long they stay when all are there
 * @param renewals   how often each renews its lease after that
 * @param release    whether they release after the last round, too; between rounds they always do
 * @param pauseNs    how long nobody is there between rounds
 * @param warmUp     how many of the clients come before the first round and are in none of its figures; they stay
 */
public record LoadPlan(LinePlan lines, double rate, int window, RetransmitPolicy retransmit, int rounds, long holdNs, int renewals,
                       boolean release, long pauseNs, int warmUp) {
    /** Checks the ranges. */
    public LoadPlan {
        if (rate < 0 || window < 1 || rounds < 1 || holdNs < 0 || renewals < 0 || pauseNs < 0) {
            throw new IllegalArgumentException("rate, hold, renewals and pause are at least 0, window and rounds at least 1");
        }
        if (warmUp < 0 || warmUp >= lines.clients() || warmUp > 0 && rounds > 1) {
            throw new IllegalArgumentException("clients to warm up are fewer than all clients, and there is one round after them");
        }
    }
}
