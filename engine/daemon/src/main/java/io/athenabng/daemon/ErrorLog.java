package io.athenabng.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.agrona.concurrent.errors.ErrorLogReader;

/** Distinct errors, each kept once with its count. Any thread may record and read. */
public final class ErrorLog implements ErrorHandler {
    private static final int LENGTH = 1 << 20;
    private static final int LOGGED_MAX = 1_000;
    private static final System.Logger LOG = System.getLogger(ErrorLog.class.getName());

    /**
     * An error that was observed.
     *
     * @param count        how often
     * @param firstEpochMs when first
     * @param lastEpochMs  when last
     * @param text         the exception with its stack trace
     */
    public record Entry(int count, long firstEpochMs, long lastEpochMs, String text) {
    }

    private final UnsafeBuffer buffer = new UnsafeBuffer(BufferUtil.allocateDirectAligned(LENGTH, BitUtil.CACHE_LINE_LENGTH));
    private final Set<String> logged = ConcurrentHashMap.newKeySet();
    private final DistinctErrorLog log = new DistinctErrorLog(buffer, SystemEpochClock.INSTANCE);

    @Override
    public void onError(final Throwable throwable) {
        final boolean recorded = log.record(throwable);
        if (isFirst(throwable)) {
            LOG.log(System.Logger.Level.ERROR, throwable.getMessage() == null ? throwable.toString() : throwable.getMessage(), throwable);
            if (!recorded) {
                LOG.log(System.Logger.Level.ERROR, "the error log is full: this one is not in it");
            }
        }
    }

    /** An error that comes with every frame must not fill the log: its place is logged once, and counted here ever after. */
    private boolean isFirst(final Throwable throwable) {
        final StackTraceElement[] frames = throwable.getStackTrace();
        final String place = throwable.getClass().getName() + (frames.length == 0 ? throwable.getMessage() : frames[0].toString());
        return logged.size() < LOGGED_MAX && logged.add(place);
    }

    /** @return what was observed, in the order of first observation */
    public List<Entry> entries() {
        final List<Entry> entries = new ArrayList<>();
        ErrorLogReader.read(buffer, (count, first, last, text) -> entries.add(new Entry(count, first, last, text)));
        return entries;
    }
}
