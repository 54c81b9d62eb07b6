package io.athenabng.core.dhcp;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.session.SessionRecordFlyweight;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Exchanges between clients and servers that the relay has seen begin, by transaction, client and line: what a reply is matched with. Kept
 * for a while after their last message; when there are too many, the oldest goes. Arrays of primitives that grow by doubling.
 */
final class RelayTransactions {
    static final int NONE = -1;

    private static final int INITIAL_CAPACITY = 256;
    private static final int CLIENT_ID_MAX = SessionRecordFlyweight.CLIENT_ID_MAX;

    private final long lifetimeNs;
    private final int maxEntries;
    private final Int2IntHashMap countByLine = new Int2IntHashMap(0);
    private int[] xid;
    private long[] mac;
    private AccessLine[] line;
    private int[] lineId;
    private int[] messageType;
    private long[] circuitIdHash;
    private int[] offeringServer;
    private boolean[] option82Kept;
    private byte[] clientIdLength;
    private byte[] clientIds;
    private long[] expiryNs;
    private int[] next;
    private int[] newer;
    private int[] older;
    private int[] heads;
    private final UnsafeBuffer clientIdBuffer = new UnsafeBuffer(0, 0);
    private int freeHead = NONE;
    private int oldest = NONE;
    private int newest = NONE;
    private int size;

    RelayTransactions(final int maxEntries, final long lifetimeNs) {
        this.maxEntries = maxEntries;
        this.lifetimeNs = lifetimeNs;
        allocate(Math.min(INITIAL_CAPACITY, maxEntries));
    }

    private void allocate(final int capacity) {
        final int before = xid == null ? 0 : xid.length;
        xid = before == 0 ? new int[capacity] : Arrays.copyOf(xid, capacity);
        mac = before == 0 ? new long[capacity] : Arrays.copyOf(mac, capacity);
        line = before == 0 ? new AccessLine[capacity] : Arrays.copyOf(line, capacity);
        lineId = before == 0 ? new int[capacity] : Arrays.copyOf(lineId, capacity);
        messageType = before == 0 ? new int[capacity] : Arrays.copyOf(messageType, capacity);
        circuitIdHash = before == 0 ? new long[capacity] : Arrays.copyOf(circuitIdHash, capacity);
        offeringServer = before == 0 ? new int[capacity] : Arrays.copyOf(offeringServer, capacity);
        option82Kept = before == 0 ? new boolean[capacity] : Arrays.copyOf(option82Kept, capacity);
        clientIdLength = before == 0 ? new byte[capacity] : Arrays.copyOf(clientIdLength, capacity);
        clientIds = before == 0 ? new byte[capacity * CLIENT_ID_MAX] : Arrays.copyOf(clientIds, capacity * CLIENT_ID_MAX);
        expiryNs = before == 0 ? new long[capacity] : Arrays.copyOf(expiryNs, capacity);
        next = before == 0 ? new int[capacity] : Arrays.copyOf(next, capacity);
        newer = before == 0 ? new int[capacity] : Arrays.copyOf(newer, capacity);
        older = before == 0 ? new int[capacity] : Arrays.copyOf(older, capacity);
        clientIdBuffer.wrap(clientIds);
        for (int i = capacity - 1; i >= before; i--) {
            next[i] = freeHead;
            freeHead = i;
        }
        heads = new int[Integer.highestOneBit(Math.max(1, capacity - 1)) * 4];
        Arrays.fill(heads, NONE);
        for (int i = 0; i < before; i++) {
            if (line[i] != null) {
                link(i);
            }
        }
    }

    int size() {
        return size;
    }

    int countOf(final int ofLineId) {
        return countByLine.get(ofLineId);
    }

    /** The transaction of a client on a line; {@link #NONE} if there is none. */
    int find(final int ofXid, final long ofMac, final AccessLine ofLine) {
        int entry = first(ofXid, ofMac);
        while (entry != NONE && line[entry] != ofLine) {
            entry = following(entry);
        }
        return entry;
    }

    /** The first transaction of a client on any line. */
    int first(final int ofXid, final long ofMac) {
        return match(heads[slot(ofXid, ofMac)], ofXid, ofMac);
    }

    /** The next transaction with the same number and client, on another line. */
    int following(final int entry) {
        return match(next[entry], xid[entry], mac[entry]);
    }

    private int match(final int from, final int ofXid, final long ofMac) {
        int entry = from;
        while (entry != NONE && (xid[entry] != ofXid || mac[entry] != ofMac)) {
            entry = next[entry];
        }
        return entry;
    }

    /** Takes note of a client's message that is relayed. */
    void put(
            final DhcpOutcome client, final int ofMessageType, final long ofCircuitIdHash, final boolean ofOption82Kept,
            final long nowNs) {
        int entry = find(client.xid, client.clientMac, client.line);
        if (entry == NONE) {
            entry = newEntry(client.xid, client.clientMac, client.line);
        } else {
            unlinkAge(entry);
        }
        messageType[entry] = ofMessageType;
        circuitIdHash[entry] = ofCircuitIdHash;
        option82Kept[entry] = ofOption82Kept;
        clientIdLength[entry] = (byte) Math.min(client.clientIdLength, CLIENT_ID_MAX);
        clientIdBuffer.putBytes(entry * CLIENT_ID_MAX, client.clientId(), 0, clientIdLength[entry]);
        expiryNs[entry] = nowNs + lifetimeNs;
        linkAge(entry);
    }

    private int newEntry(final int ofXid, final long ofMac, final AccessLine ofLine) {
        if (freeHead == NONE) {
            if (xid.length < maxEntries) {
                allocate(Math.min(maxEntries, xid.length * 2));
            } else {
                remove(oldest);
            }
        }
        final int entry = freeHead;
        freeHead = next[entry];
        size++;
        xid[entry] = ofXid;
        mac[entry] = ofMac;
        line[entry] = ofLine;
        lineId[entry] = ofLine.lineId();
        offeringServer[entry] = 0;
        countByLine.put(lineId[entry], countByLine.get(lineId[entry]) + 1);
        link(entry);
        return entry;
    }

    /** Forgets what is too old, up to a budget. */
    int expire(final long nowNs, final int budget) {
        int expired = 0;
        while (expired < budget && oldest != NONE && nowNs >= expiryNs[oldest]) {
            remove(oldest);
            expired++;
        }
        return expired;
    }

    private void remove(final int entry) {
        unlinkAge(entry);
        final int slot = slot(xid[entry], mac[entry]);
        if (heads[slot] == entry) {
            heads[slot] = next[entry];
        } else {
            int previous = heads[slot];
            while (next[previous] != entry) {
                previous = next[previous];
            }
            next[previous] = next[entry];
        }
        final int count = countByLine.get(lineId[entry]) - 1;
        if (count == 0) {
            countByLine.remove(lineId[entry]);
        } else {
            countByLine.put(lineId[entry], count);
        }
        line[entry] = null;
        next[entry] = freeHead;
        freeHead = entry;
        size--;
    }

    AccessLine line(final int entry) {
        return line[entry];
    }

    int messageType(final int entry) {
        return messageType[entry];
    }

    long circuitIdHash(final int entry) {
        return circuitIdHash[entry];
    }

    /** Whether the Option 82 that the client sent was passed on in place of ours: it comes back to whoever added it. */
    boolean isOption82Kept(final int entry) {
        return option82Kept[entry];
    }

    /** The server whose offer the client saw first; 0 if it saw none. */
    int offeringServer(final int entry) {
        return offeringServer[entry];
    }

    void onOffer(final int entry, final int server) {
        if (offeringServer[entry] == 0) {
            offeringServer[entry] = server;
        }
    }

    int copyClientId(final int entry, final MutableDirectBuffer target) {
        target.putBytes(0, clientIdBuffer, entry * CLIENT_ID_MAX, clientIdLength[entry]);
        return clientIdLength[entry];
    }

    private int slot(final int ofXid, final long ofMac) {
        final long hash = (ofMac ^ (long) ofXid << 20) * 0x9e3779b97f4a7c15L;
        return (int) (hash >>> 32) & heads.length - 1;
    }

    private void link(final int entry) {
        final int slot = slot(xid[entry], mac[entry]);
        next[entry] = heads[slot];
        heads[slot] = entry;
    }

    private void linkAge(final int entry) {
        newer[entry] = NONE;
        older[entry] = newest;
        if (newest == NONE) {
            oldest = entry;
        } else {
            newer[newest] = entry;
        }
        newest = entry;
    }

    private void unlinkAge(final int entry) {
        if (older[entry] == NONE) {
            oldest = newer[entry];
        } else {
            newer[older[entry]] = newer[entry];
        }
        if (newer[entry] == NONE) {
            newest = older[entry];
        } else {
            older[newer[entry]] = older[entry];
        }
    }
}
