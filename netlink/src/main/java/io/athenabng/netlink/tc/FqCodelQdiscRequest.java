package io.athenabng.netlink.tc;

import static io.athenabng.netlink.tc.TcAttributes.TCA_FQ_CODEL_CE_THRESHOLD;
import static io.athenabng.netlink.tc.TcAttributes.TCA_FQ_CODEL_DROP_BATCH_SIZE;
import static io.athenabng.netlink.tc.TcAttributes.TCA_FQ_CODEL_ECN;
import static io.athenabng.netlink.tc.TcAttributes.TCA_FQ_CODEL_FLOWS;
import static io.athenabng.netlink.tc.TcAttributes.TCA_FQ_CODEL_INTERVAL;
import static io.athenabng.netlink.tc.TcAttributes.TCA_FQ_CODEL_LIMIT;
import static io.athenabng.netlink.tc.TcAttributes.TCA_FQ_CODEL_MEMORY_LIMIT;
import static io.athenabng.netlink.tc.TcAttributes.TCA_FQ_CODEL_QUANTUM;
import static io.athenabng.netlink.tc.TcAttributes.TCA_FQ_CODEL_TARGET;

import io.athenabng.netlink.message.AttributeAppender;

/** Fair queue with CoDel (kind {@code fq_codel}, RFC 8290). Only the options that were set since {@link #reset()} are sent. */
public final class FqCodelQdiscRequest extends QdiscRequest<FqCodelQdiscRequest> {
    private static final int[] ORDER = {
        TCA_FQ_CODEL_LIMIT, TCA_FQ_CODEL_FLOWS, TCA_FQ_CODEL_QUANTUM, TCA_FQ_CODEL_INTERVAL, TCA_FQ_CODEL_TARGET, TCA_FQ_CODEL_ECN,
        TCA_FQ_CODEL_CE_THRESHOLD, TCA_FQ_CODEL_MEMORY_LIMIT, TCA_FQ_CODEL_DROP_BATCH_SIZE,
    };

    private final int[] values = new int[TCA_FQ_CODEL_MEMORY_LIMIT + 1];
    private int present;

    public FqCodelQdiscRequest() {
        super(TcHandle.UNSPEC, TcHandle.ROOT);
    }

    @Override
    public FqCodelQdiscRequest reset() {
        present = 0;
        return super.reset();
    }

    public FqCodelQdiscRequest limitPackets(final int value) {
        return set(TCA_FQ_CODEL_LIMIT, value);
    }

    /** Number of queues; cannot be changed in place. */
    public FqCodelQdiscRequest flows(final int value) {
        return set(TCA_FQ_CODEL_FLOWS, value);
    }

    public FqCodelQdiscRequest quantumBytes(final int value) {
        return set(TCA_FQ_CODEL_QUANTUM, value);
    }

    public FqCodelQdiscRequest intervalMicros(final int value) {
        return set(TCA_FQ_CODEL_INTERVAL, value);
    }

    public FqCodelQdiscRequest targetMicros(final int value) {
        return set(TCA_FQ_CODEL_TARGET, value);
    }

    public FqCodelQdiscRequest ecn(final boolean on) {
        return set(TCA_FQ_CODEL_ECN, on ? 1 : 0);
    }

    /** Mark every packet that waited longer. */
    public FqCodelQdiscRequest ceThresholdMicros(final int value) {
        return set(TCA_FQ_CODEL_CE_THRESHOLD, value);
    }

    public FqCodelQdiscRequest memoryLimitBytes(final int value) {
        return set(TCA_FQ_CODEL_MEMORY_LIMIT, value);
    }

    /** Packets dropped at once when the limit is reached. */
    public FqCodelQdiscRequest dropBatch(final int packets) {
        return set(TCA_FQ_CODEL_DROP_BATCH_SIZE, packets);
    }

    private FqCodelQdiscRequest set(final int attribute, final int value) {
        values[attribute] = value;
        present |= 1 << attribute;
        return this;
    }

    @Override
    String kind() {
        return "fq_codel";
    }

    @Override
    boolean hasOptions() {
        return present != 0;
    }

    @Override
    void appendOptions(final AttributeAppender target) {
        for (final int attribute : ORDER) {
            if ((present & 1 << attribute) != 0) {
                target.u32(attribute, values[attribute]);
            }
        }
    }

    @Override
    FqCodelQdiscRequest self() {
        return this;
    }
}
