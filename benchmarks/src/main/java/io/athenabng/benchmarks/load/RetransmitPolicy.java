package io.athenabng.benchmarks.load;

/**
 * When a client repeats a message and when it gives up (RFC 2131, section 4.1, asks for 4 s, doubled up to 64 s).
 *
 * @param firstNs  how long the first answer may take
 * @param factor   by what each further time-out is longer
 * @param attempts how often the message is sent in all
 */
public record RetransmitPolicy(long firstNs, double factor, int attempts) {
    private static final long NS_PER_MS = 1_000_000L;
    private static final long LONGEST_NS = 64_000 * NS_PER_MS;

    /** Checks the ranges. */
    public RetransmitPolicy {
        if (firstNs <= 0 || !(factor >= 1) || attempts < 1) {
            throw new IllegalArgumentException("retransmission needs a time-out above 0, a factor of at least 1 and at least 1 attempt");
        }
    }

    /**
     * Reads {@code MILLISECONDS[,FACTOR[,ATTEMPTS]]}; factor 2 and 4 attempts where left out.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static RetransmitPolicy parse(String text) {
        String[] parts = text.split(",", -1);
        try {
            if (parts.length <= 3) {
                return new RetransmitPolicy(Math.multiplyExact(Long.parseLong(parts[0]), NS_PER_MS),
                    parts.length > 1 ? Double.parseDouble(parts[1]) : 2, parts.length > 2 ? Integer.parseInt(parts[2]) : 4);
            }
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("not MILLISECONDS[,FACTOR[,ATTEMPTS]]: " + text, e);
        }
        throw new IllegalArgumentException("not MILLISECONDS[,FACTOR[,ATTEMPTS]]: " + text);
    }

    /** How long the answer to an attempt (from 1) may take, ns. */
    public long timeoutNs(int attempt) {
        return (long) Math.min(LONGEST_NS, firstNs * Math.pow(factor, attempt - 1));
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return firstNs / NS_PER_MS + "," + factor + "," + attempts;
    }
}
