package io.athenabng.benchmarks.store;

import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionState;
import io.athenabng.core.session.SessionTable;

/** Sessions as an access network has them: one on each line of two tags, with an address and a User-Name of its own. */
final class SampleSessions {
    static final String TRUNK = "eth1";
    private static final long MAC = 0x0200_0000_0000L;
    private static final long START_NS = 1_709_312_400_000_000_000L;
    private static final long PRESENT = 0x8000;
    private static final String[] USER_NAMES = new String[1024];

    static {
        for (int i = 0; i < USER_NAMES.length; i++) {
            USER_NAMES[i] = "subscriber-" + i + "@isp.example";
        }
    }

    private SampleSessions() {
    }

    static SessionRecordFlyweight fill(final SessionRecordFlyweight record, final long sessionId, final long index) {
        return record.clear().sessionId(sessionId).trunk(TRUNK).vlanStack(vlanStack(index)).mac(mac(index)).ipv4(ipv4(index))
            .startNs(START_NS).leaseSeconds(3600).leaseExpiryNs(START_NS).downBitsPerSecond(100_000_000).upBitsPerSecond(20_000_000)
            .state(SessionState.UP).group("residential").userName(USER_NAMES[(int) index & USER_NAMES.length - 1]);
    }

    static void insertAll(final SessionTable table, final int sessions) {
        final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
        for (int i = 0; i < sessions; i++) {
            final SessionTable.Result result = table.insert(fill(record, table.nextSessionId(), i));
            if (result != SessionTable.Result.DONE) {
                throw new IllegalStateException("session " + i + ": " + result);
            }
        }
    }

    static long mac(final long index) {
        return MAC + index;
    }

    static int ipv4(final long index) {
        return 0x0a00_0000 + (int) index + 1;
    }

    static long vlanStack(final long index) {
        return PRESENT | index / 4000 % 4000 + 1 | (PRESENT | index % 4000 + 1) << 16;
    }
}
