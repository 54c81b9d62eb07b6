package io.athenabng.daemon.management;

import java.util.List;

/** Which part of a list an operator asks for. */
record Page(int offset, int limit) {
    private static final int LIMIT_MAX = 10_000;

    static Page of(final Integer offset, final Integer limit, final int defaultLimit) {
        final int from = offset == null ? 0 : offset;
        final int count = limit == null ? defaultLimit : limit;
        if (from < 0) {
            throw new IllegalArgumentException("offset is " + from + ": 0 or more");
        }
        if (count < 1 || count > LIMIT_MAX) {
            throw new IllegalArgumentException("limit is " + count + ": 1 to " + LIMIT_MAX);
        }
        return new Page(from, count);
    }

    <T> List<T> of(final List<T> all) {
        return List.copyOf(all.subList(Math.min(offset, all.size()), (int) Math.min((long) offset + limit, all.size())));
    }
}
