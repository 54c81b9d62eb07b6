package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import java.util.Arrays;
import java.util.function.Consumer;
import org.agrona.collections.Long2ObjectHashMap;

/** The clients that are known, by line and MAC and by session. Owned by the session agent. */
final class SubscriberTable {
    /** How many clients without a session are remembered on a line beyond its sessions: more MACs than that are a flood. */
    static final int TRANSIENT_PER_LINE = 4;

    private final Long2ObjectHashMap<Subscriber> bySession = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<Subscriber> byAuthentication = new Long2ObjectHashMap<>();
    private Subscriber[] firstByLine = new Subscriber[1024];

    Subscriber find(final AccessLine line, final long mac) {
        Subscriber subscriber = first(line);
        while (subscriber != null && subscriber.mac != mac) {
            subscriber = subscriber.next;
        }
        return subscriber;
    }

    Subscriber first(final AccessLine line) {
        return line.lineId() < firstByLine.length ? firstByLine[line.lineId()] : null;
    }

    /**
     * The client, made if it is new.
     *
     * @return null if the line has too many clients without a session
     */
    Subscriber admit(final AccessLine line, final long mac, final long nowNs) {
        int transients = 0;
        Subscriber oldest = null;
        for (Subscriber each = first(line); each != null; each = each.next) {
            if (each.mac == mac) {
                each.lastSeenNs = nowNs;
                return each;
            }
            if (each.sessionId == 0) {
                transients++;
                if (each.authentication != Subscriber.Authentication.ASKING && (oldest == null || each.lastSeenNs < oldest.lastSeenNs)) {
                    oldest = each;
                }
            }
        }
        if (transients >= TRANSIENT_PER_LINE) {
            if (oldest == null) {
                return null;
            }
            remove(oldest);
        }
        final Subscriber subscriber = new Subscriber(line, mac, nowNs);
        if (line.lineId() >= firstByLine.length) {
            firstByLine = Arrays.copyOf(firstByLine, Math.max(firstByLine.length * 2, line.lineId() + 1));
        }
        subscriber.next = firstByLine[line.lineId()];
        firstByLine[line.lineId()] = subscriber;
        return subscriber;
    }

    void remove(final Subscriber subscriber) {
        final int lineId = subscriber.line.lineId();
        Subscriber previous = null;
        for (Subscriber each = firstByLine[lineId]; each != null; each = each.next) {
            if (each == subscriber) {
                if (previous == null) {
                    firstByLine[lineId] = each.next;
                } else {
                    previous.next = each.next;
                }
                return;
            }
            previous = each;
        }
    }

    void bindSession(final Subscriber subscriber, final long sessionId) {
        subscriber.sessionId = sessionId;
        bySession.put(sessionId, subscriber);
    }

    void unbindSession(final Subscriber subscriber) {
        bySession.remove(subscriber.sessionId);
        subscriber.sessionId = 0;
        subscriber.up = false;
        subscriber.pppoe = false;
    }

    Subscriber bySession(final long sessionId) {
        return bySession.get(sessionId);
    }

    void forEachWithSession(final Consumer<Subscriber> consumer) {
        bySession.values().forEach(consumer);
    }

    int sessionCount() {
        return bySession.size();
    }

    void asked(final Subscriber subscriber, final long authenticationId) {
        subscriber.authentication = Subscriber.Authentication.ASKING;
        subscriber.authenticationId = authenticationId;
        byAuthentication.put(authenticationId, subscriber);
    }

    Subscriber answered(final long authenticationId) {
        return byAuthentication.remove(authenticationId);
    }
}
