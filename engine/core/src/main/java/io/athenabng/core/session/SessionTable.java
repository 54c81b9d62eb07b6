package io.athenabng.core.session;

import io.athenabng.core.port.SessionStore;
import java.security.SecureRandom;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.LongArrayList;

/**
 * Every session of the gateway. Records live in a {@link SessionStore}, to which each change is written through before it shows here; the
 * table keeps the indices, off the heap and of a fixed size, and rebuilds them from the store when it is opened. Nothing is allocated by
 * a lookup or a change.
 *
 * <p>A session <em>holds</em> its line with MAC and its address until it is {@link SessionState#ENDING}: a line and MAC (or an address)
 * names at most one session that is not ending, and a new session of the same subscriber can begin while the old one is taken down. An
 * ending session is still found by its id, MAC, User-Name and Acct-Session-Id. Addresses are unique in the whole gateway, over all access
 * groups: host routes share one routing table. Address 0 is no address.
 *
 * <p>Session ids are {@link SessionStore#allocateSessionId()}'s: never used twice. 0 stands for "no session" everywhere.
 *
 * <p>Owner: the session agent.
 */
public final class SessionTable {
    /** What became of a change. If it is not {@link #DONE}, nothing has changed, neither here nor in the store. */
    public enum Result {
        /** It is made. */
        DONE,
        /** There is no room for another session. */
        FULL,
        /** There is a session of this id already. */
        SESSION_ID_IN_USE,
        /** Another session that is not ending has this line and MAC. */
        LINE_IN_USE,
        /** Another session that is not ending has this address. */
        ADDRESS_IN_USE,
        /** There is no session of this id. */
        NO_SUCH_SESSION
    }

    /** No session. */
    public static final long NO_SESSION = 0;

    private static final int NONE = SlotIndex.NONE;
    private static final String ACCT_PREFIX = "abng-";
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final SessionStore store;
    private final SessionRows rows;
    private final SessionIndices indices;
    private final SessionRecordFlyweight scratch = new SessionRecordFlyweight().allocate();
    private final SessionRecordFlyweight visited = new SessionRecordFlyweight().allocate();
    private final SessionRecordFlyweight probe = new SessionRecordFlyweight().allocate();
    private int size;
    private int conflictsAtOpen;

    SessionTable(final SessionStore store, final int capacity, final long seed) {
        this.store = store;
        rows = new SessionRows((int) Math.min(Math.max(capacity, store.size()), SessionRows.MAX_CAPACITY));
        indices = new SessionIndices(rows, seed);
        restore();
    }

    /**
     * The table over a store, with the sessions that are in it. If two of them that are not ending have the same address, or line and MAC,
     * the younger one keeps it and the older one is {@link SessionState#ENDING} from now on, with {@link TerminateCause#PORT_PREEMPTED}.
     *
     * @param store    the records
     * @param capacity how many sessions there may be at once; more only if the store has more already
     * @return the table
     */
    public static SessionTable open(final SessionStore store, final int capacity) {
        return new SessionTable(store, capacity, new SecureRandom().nextLong());
    }

    private void restore() {
        final LongArrayList losers = new LongArrayList();
        store.forEach(record -> {
            restore(record, losers);
            return true;
        });
        for (int i = 0; i < losers.size(); i++) {
            if (get(losers.getLong(i), scratch)) {
                scratch.state(SessionState.ENDING).terminateCause(TerminateCause.PORT_PREEMPTED);
                store.put(scratch);
            }
        }
        conflictsAtOpen = losers.size();
    }

    private void restore(final SessionRecordFlyweight record, final LongArrayList losers) {
        boolean bound = holds(record);
        if (bound) {
            final int onLine = indices.findByLine(record);
            final int atAddress = record.ipv4() == 0 ? NONE : indices.findByAddress(record.ipv4());
            bound = !isYounger(onLine, record) && !isYounger(atAddress, record);
            if (bound) {
                preempt(onLine, losers);
                preempt(atAddress == onLine ? NONE : atAddress, losers);
            } else {
                losers.addLong(record.sessionId());
            }
        }
        final int slot = rows.claim();
        if (slot == NONE) {
            throw new IllegalStateException("the store has more than " + rows.capacity() + " sessions");
        }
        indices.add(slot, record, bound);
        size++;
    }

    private boolean isYounger(final int slot, final SessionRecordFlyweight record) {
        return slot != NONE && rows.sessionId(slot) > record.sessionId();
    }

    private void preempt(final int slot, final LongArrayList losers) {
        if (slot != NONE) {
            indices.unbind(slot);
            losers.addLong(rows.sessionId(slot));
        }
    }

    private static boolean holds(final SessionRecordFlyweight record) {
        return record.state() != SessionState.ENDING;
    }

    /** @return how many sessions there are */
    public int size() {
        return size;
    }

    /** @return how many sessions there may be at once */
    public int capacity() {
        return rows.capacity();
    }

    /** @return how many sessions lost their line or address to a younger one when the table was opened */
    public int conflictsAtOpen() {
        return conflictsAtOpen;
    }

    /** @return a number for a new session, never given out before, by any run of the gateway */
    public long nextSessionId() {
        return store.allocateSessionId();
    }

    /**
     * Adds a session.
     *
     * @param record the session; its id comes from {@link #nextSessionId()}
     * @return {@link Result#DONE}, {@link Result#FULL}, {@link Result#SESSION_ID_IN_USE}, {@link Result#LINE_IN_USE} or
     *         {@link Result#ADDRESS_IN_USE}
     * @throws IllegalArgumentException if the session id is not positive
     */
    public Result insert(final SessionRecordFlyweight record) {
        final long sessionId = record.sessionId();
        if (sessionId <= 0) {
            throw new IllegalArgumentException("session id " + sessionId);
        }
        if (indices.findById(sessionId) != NONE) {
            return Result.SESSION_ID_IN_USE;
        }
        final boolean bound = holds(record);
        final Result conflict = conflict(NONE, record, bound);
        if (conflict != Result.DONE) {
            return conflict;
        }
        if (size == rows.capacity() || !store.put(record)) {
            return Result.FULL;
        }
        indices.add(rows.claim(), record, bound);
        size++;
        return Result.DONE;
    }

    /**
     * Changes a session to what a record says; the record's id names it.
     *
     * @param record the session as it is from now on
     * @return {@link Result#DONE}, {@link Result#NO_SUCH_SESSION}, {@link Result#LINE_IN_USE}, {@link Result#ADDRESS_IN_USE} or
     *         {@link Result#FULL}
     */
    public Result update(final SessionRecordFlyweight record) {
        final int slot = indices.findById(record.sessionId());
        if (slot == NONE) {
            return Result.NO_SUCH_SESSION;
        }
        final boolean bound = holds(record);
        final boolean lineDiffers = indices.lineDiffers(slot, record, bound);
        if (lineDiffers) {
            final Result conflict = conflict(slot, record, bound);
            if (conflict != Result.DONE) {
                return conflict;
            }
        }
        if (!store.put(record)) {
            return Result.FULL;
        }
        if (lineDiffers) {
            indices.removeLine(slot);
            indices.addLine(slot, record, bound);
        }
        final int userNameHash = indices.userNameHash(record);
        if (rows.userNameHash(slot) != userNameHash) {
            indices.removeUserName(slot);
            indices.addUserName(slot, userNameHash);
        }
        return Result.DONE;
    }

    private Result conflict(final int slot, final SessionRecordFlyweight record, final boolean bound) {
        if (!bound) {
            return Result.DONE;
        }
        final int onLine = indices.findByLine(record);
        if (onLine != NONE && onLine != slot) {
            return Result.LINE_IN_USE;
        }
        if (record.ipv4() != 0) {
            final int atAddress = indices.findByAddress(record.ipv4());
            if (atAddress != NONE && atAddress != slot) {
                return Result.ADDRESS_IN_USE;
            }
        }
        return Result.DONE;
    }

    /**
     * Sets a session's counters. No index is touched.
     *
     * @param sessionId      its number
     * @param upOctets       octets from the subscriber since the session began
     * @param upPackets      packets from the subscriber
     * @param downOctets     octets to the subscriber
     * @param downPackets    packets to the subscriber
     * @param lastActivityNs when upload traffic was last seen, ns since the epoch
     * @return {@link Result#DONE}, {@link Result#NO_SUCH_SESSION} or {@link Result#FULL}
     */
    public Result updateCounters(
            final long sessionId, final long upOctets, final long upPackets, final long downOctets, final long downPackets,
            final long lastActivityNs) {
        if (!store.get(sessionId, scratch)) {
            return Result.NO_SUCH_SESSION;
        }
        scratch.upOctets(upOctets).upPackets(upPackets).downOctets(downOctets).downPackets(downPackets).lastActivityNs(lastActivityNs);
        return store.put(scratch) ? Result.DONE : Result.FULL;
    }

    /**
     * Forgets a session.
     *
     * @param sessionId its number
     * @return whether there was one
     */
    public boolean remove(final long sessionId) {
        final int slot = indices.findById(sessionId);
        if (slot == NONE) {
            return false;
        }
        store.remove(sessionId);
        indices.remove(slot);
        rows.release(slot);
        size--;
        return true;
    }

    /**
     * Reads a session.
     *
     * @param sessionId its number
     * @param into      where to
     * @return whether there is one
     */
    public boolean get(final long sessionId, final SessionRecordFlyweight into) {
        return sessionId > 0 && store.get(sessionId, into);
    }

    /**
     * Stores what a session has beyond its record; before {@link #insert} or {@link #update} of the record that says so.
     *
     * @param sessionId its number
     * @param source    where the list is ({@link SessionAttributesFlyweight})
     * @param offset    where it begins
     * @param length    its length, bytes; 0 forgets the list
     * @return false if there is no room; then the session has what it had
     */
    public boolean putAttributes(final long sessionId, final DirectBuffer source, final int offset, final int length) {
        return store.putAttributes(sessionId, source, offset, length);
    }

    /**
     * Reads what a session has beyond its record.
     *
     * @param sessionId its number
     * @param into      where to
     * @param offset    where it begins; there must be room for {@link SessionAttributesFlyweight#MAX_LENGTH} bytes
     * @return the list's length, bytes; -1 if there is none
     */
    public int getAttributes(final long sessionId, final MutableDirectBuffer into, final int offset) {
        return store.getAttributes(sessionId, into, offset);
    }

    /**
     * Whether there is a session.
     *
     * @param sessionId its number
     * @return whether there is one
     */
    public boolean contains(final long sessionId) {
        return sessionId > 0 && indices.findById(sessionId) != NONE;
    }

    /**
     * The session of a line and MAC that is not ending. Reads no record.
     *
     * @param trunk     the trunk's interface name
     * @param vlanStack the line's tags, packed as {@code VlanStack} says
     * @param mac       the subscriber's MAC
     * @return its id, {@link #NO_SESSION} if there is none
     */
    public long findByLine(final String trunk, final long vlanStack, final long mac) {
        return idOf(indices.findByLine(probe.trunk(trunk).vlanStack(vlanStack).mac(mac)));
    }

    /**
     * The session of an address that is not ending. Reads no record.
     *
     * @param ipv4 the address, host order
     * @return its id, {@link #NO_SESSION} if there is none
     */
    public long findByAddress(final int ipv4) {
        return ipv4 == 0 ? NO_SESSION : idOf(indices.findByAddress(ipv4));
    }

    /**
     * The first of all sessions of a MAC, on any line, ending ones too, in no order. Reads no record.
     *
     * @param mac the subscriber's MAC
     * @return its id, {@link #NO_SESSION} if there is none
     */
    public long firstByMac(final long mac) {
        return idOf(indices.findByMac(mac));
    }

    /**
     * The session of the same MAC after another. Whoever removes sessions on the way takes the next one first.
     *
     * @param sessionId the other
     * @return its id, {@link #NO_SESSION} if there is none
     */
    public long nextByMac(final long sessionId) {
        final int slot = sessionId > 0 ? indices.findById(sessionId) : NONE;
        return slot == NONE ? NO_SESSION : idOf(rows.next(slot, SessionRows.MAC_LINKS));
    }

    /**
     * The first of all sessions of a User-Name, ending ones too, in no order. Names are compared by the octets that a record keeps.
     *
     * @param userName the name; an empty one names no session
     * @return its id, {@link #NO_SESSION} if there is none
     */
    public long firstByUserName(final String userName) {
        probe.userName(userName);
        final int hash = indices.userNameHash(probe);
        return hash == 0 ? NO_SESSION : ofUserName(indices.findByUserNameHash(hash));
    }

    /**
     * The session of the same User-Name after another. Whoever removes sessions on the way takes the next one first.
     *
     * @param sessionId the other
     * @return its id, {@link #NO_SESSION} if there is none
     */
    public long nextByUserName(final long sessionId) {
        final int slot = sessionId > 0 ? indices.findById(sessionId) : NONE;
        if (slot == NONE || rows.userNameHash(slot) == 0 || !store.get(sessionId, probe)) {
            return NO_SESSION;
        }
        return ofUserName(rows.next(slot, SessionRows.USER_LINKS));
    }

    /** The session of the probe's User-Name, from a slot of its chain on: different names may have the same hash. */
    private long ofUserName(final int from) {
        int slot = from;
        while (slot != NONE) {
            final long sessionId = rows.sessionId(slot);
            if (store.get(sessionId, scratch) && sameUserName(probe, scratch)) {
                return sessionId;
            }
            slot = rows.next(slot, SessionRows.USER_LINKS);
        }
        return NO_SESSION;
    }

    private static boolean sameUserName(final SessionRecordFlyweight a, final SessionRecordFlyweight b) {
        final int length = a.userNameLength();
        boolean same = length == b.userNameLength();
        for (int i = 0; same && i << 3 < length; i++) {
            same = a.userNameWord(i) == b.userNameWord(i);
        }
        return same;
    }

    /**
     * The session of an Acct-Session-Id (RFC 2866 section 5.5) as {@link SessionRecordFlyweight#acctSessionId()} writes it. The id alone is
     * not enough: the start must be the session's too.
     *
     * @param acctSessionId the text
     * @return its id, {@link #NO_SESSION} if the text is of another form or there is none
     */
    public long findByAcctSessionId(final CharSequence acctSessionId) {
        final int length = acctSessionId.length();
        int dash = ACCT_PREFIX.length();
        if (length < dash || !startsWithPrefix(acctSessionId)) {
            return NO_SESSION;
        }
        while (dash < length && acctSessionId.charAt(dash) != '-') {
            dash++;
        }
        final long startSeconds = number(acctSessionId, ACCT_PREFIX.length(), dash);
        final long sessionId = number(acctSessionId, dash + 1, length);
        final boolean found = startSeconds >= 0 && sessionId > 0
                && store.get(sessionId, scratch) && scratch.startNs() / NS_PER_SECOND == startSeconds;
        return found ? sessionId : NO_SESSION;
    }

    private static boolean startsWithPrefix(final CharSequence text) {
        for (int i = 0; i < ACCT_PREFIX.length(); i++) {
            if (text.charAt(i) != ACCT_PREFIX.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A decimal number without sign, leading zeros or more than 18 digits; -1 if it is something else. */
    private static long number(final CharSequence text, final int from, final int to) {
        if (to <= from || to - from > 18 || (text.charAt(from) == '0' && to - from > 1)) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            final char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    /**
     * Visits every session in bounded pieces, for sweeps that must not hold up a duty cycle. The visitor may change or remove the session
     * that it is given, and insert others; those may or may not be visited.
     *
     * @param from    where to begin: 0, or what the last call returned
     * @param limit   how many places are looked at, at most; free ones count
     * @param visitor takes the sessions; if it wants no more, the place after is returned
     * @return where to go on, 0 if that was all
     */
    public int scan(final int from, final int limit, final SessionStore.Visitor visitor) {
        int slot = from;
        boolean more = true;
        for (int looked = 0; more && looked < limit && slot < rows.used(); looked++, slot++) {
            final long sessionId = rows.sessionId(slot);
            if (sessionId != NO_SESSION && store.get(sessionId, visited)) {
                more = visitor.onSession(visited);
            }
        }
        return slot < rows.used() ? slot : 0;
    }

    private long idOf(final int slot) {
        return slot == NONE ? NO_SESSION : rows.sessionId(slot);
    }
}
