package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import java.util.Arrays;
import java.util.function.Consumer;
import org.agrona.collections.Long2ObjectHashMap;

/** The PPPoE sessions that exist, by number and by line, and the session ids that are theirs. Owned by the session agent. */
final class PppoeClients {
    /** No session id is free. */
    static final int NO_ID = 0;

    /** 0 and 65535 are reserved (RFC 2516 section 4). */
    private static final int LAST_ID = 0xfffe;

    private final Long2ObjectHashMap<PppoeClient> byId = new Long2ObjectHashMap<>();
    private PppoeClient[] firstByLine = new PppoeClient[1024];
    private int lastGiven;

    PppoeClients(final int startAfter) {
        lastGiven = Math.floorMod(startAfter, LAST_ID);
    }

    /**
     * A session id that no session of the line has. Ids go round, so that one is given again only after all the others: a client that
     * still sends to an old session does not reach a new one.
     */
    int nextSessionId(final AccessLine line) {
        for (int i = 0; i < LAST_ID; i++) {
            lastGiven = lastGiven == LAST_ID ? 1 : lastGiven + 1;
            if (!isUsed(line, lastGiven)) {
                return lastGiven;
            }
        }
        return NO_ID;
    }

    private boolean isUsed(final AccessLine line, final int pppoeSessionId) {
        for (PppoeClient each = first(line.lineId()); each != null; each = each.next) {
            if (each.pppoeSessionId == pppoeSessionId) {
                return true;
            }
        }
        return false;
    }

    PppoeClient first(final int lineId) {
        return lineId < firstByLine.length ? firstByLine[lineId] : null;
    }

    PppoeClient find(final AccessLine line, final long mac) {
        PppoeClient each = first(line.lineId());
        while (each != null && each.mac != mac) {
            each = each.next;
        }
        return each;
    }

    PppoeClient find(final AccessLine line, final long mac, final int pppoeSessionId) {
        PppoeClient each = first(line.lineId());
        while (each != null && (each.mac != mac || each.pppoeSessionId != pppoeSessionId)) {
            each = each.next;
        }
        return each;
    }

    /** Sessions on the line that nobody has authenticated yet. */
    int pending(final AccessLine line) {
        int count = 0;
        for (PppoeClient each = first(line.lineId()); each != null; each = each.next) {
            count += each.granted ? 0 : 1;
        }
        return count;
    }

    PppoeClient get(final long id) {
        return byId.get(id);
    }

    void add(final PppoeClient client) {
        final int lineId = client.line.lineId();
        if (lineId >= firstByLine.length) {
            firstByLine = Arrays.copyOf(firstByLine, Math.max(firstByLine.length * 2, lineId + 1));
        }
        client.next = firstByLine[lineId];
        firstByLine[lineId] = client;
        byId.put(client.id, client);
    }

    void remove(final PppoeClient client) {
        final int lineId = client.line.lineId();
        PppoeClient previous = null;
        for (PppoeClient each = firstByLine[lineId]; each != client; each = each.next) {
            previous = each;
        }
        if (previous == null) {
            firstByLine[lineId] = client.next;
        } else {
            previous.next = client.next;
        }
        byId.remove(client.id);
    }

    int size() {
        return byId.size();
    }

    void forEach(final Consumer<PppoeClient> consumer) {
        byId.values().forEach(consumer);
    }
}
