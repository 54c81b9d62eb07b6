package io.athenabng.core.session;

/**
 * Every index of the session table over its rows. Session id, line with MAC, and address name one session each; MAC and User-Name name
 * several, which are chained. Hashes are seeded, so that nobody who chooses MAC addresses or names can make them collide. Owner: the
 * session agent.
 */
final class SessionIndices {
    private static final int NONE = SlotIndex.NONE;

    private final SessionRows rows;
    private final long seed;
    private final SlotIndex byId;
    private final SlotIndex byLine;
    private final SlotIndex byAddress;
    private final SlotIndex byMac;
    private final SlotIndex byUserName;

    SessionIndices(final SessionRows rows, final long seed) {
        this.rows = rows;
        this.seed = seed;
        final int capacity = rows.capacity();
        byId = new SlotIndex(capacity) {
            @Override
            int hashOf(final int slot) {
                return hash(rows.sessionId(slot));
            }
        };
        byLine = new SlotIndex(capacity) {
            @Override
            int hashOf(final int slot) {
                return lineHash(rows.trunkHead(slot), rows.trunkTail(slot), rows.vlanStack(slot), rows.mac(slot));
            }
        };
        byAddress = new SlotIndex(capacity) {
            @Override
            int hashOf(final int slot) {
                return hash(rows.ipv4(slot));
            }
        };
        byMac = new SlotIndex(capacity) {
            @Override
            int hashOf(final int slot) {
                return hash(rows.mac(slot));
            }
        };
        byUserName = new SlotIndex(capacity) {
            @Override
            int hashOf(final int slot) {
                return rows.userNameHash(slot);
            }
        };
    }

    private int hash(final long key) {
        return (int) SlotIndex.mix(key ^ seed);
    }

    private int lineHash(final long trunkHead, final long trunkTail, final long vlanStack, final long mac) {
        final long trunk = SlotIndex.mix(SlotIndex.mix(trunkHead ^ seed) ^ trunkTail);
        return (int) SlotIndex.mix(SlotIndex.mix(trunk ^ vlanStack) ^ mac);
    }

    /** The hash that stands for a record's User-Name in its row; 0 if it has none. */
    int userNameHash(final SessionRecordFlyweight record) {
        final int length = record.userNameLength();
        if (length == 0) {
            return 0;
        }
        long hash = seed ^ length;
        for (int i = 0; i << 3 < length; i++) {
            hash = SlotIndex.mix(hash ^ record.userNameWord(i));
        }
        return (int) hash == 0 ? 1 : (int) hash;
    }

    int findById(final long sessionId) {
        int position = byId.first(hash(sessionId));
        int slot = byId.slotAt(position);
        while (slot != NONE && rows.sessionId(slot) != sessionId) {
            position = byId.next(position);
            slot = byId.slotAt(position);
        }
        return slot;
    }

    /** The session of a line and a MAC: those of the record. */
    int findByLine(final SessionRecordFlyweight key) {
        final long trunkHead = key.trunkHead();
        final long trunkTail = key.trunkTail();
        final long vlanStack = key.vlanStack();
        final long mac = key.mac();
        int position = byLine.first(lineHash(trunkHead, trunkTail, vlanStack, mac));
        int slot = byLine.slotAt(position);
        while (slot != NONE && !(rows.mac(slot) == mac && rows.vlanStack(slot) == vlanStack
                && rows.trunkHead(slot) == trunkHead && rows.trunkTail(slot) == trunkTail)) {
            position = byLine.next(position);
            slot = byLine.slotAt(position);
        }
        return slot;
    }

    int findByAddress(final int ipv4) {
        int position = byAddress.first(hash(ipv4));
        int slot = byAddress.slotAt(position);
        while (slot != NONE && rows.ipv4(slot) != ipv4) {
            position = byAddress.next(position);
            slot = byAddress.slotAt(position);
        }
        return slot;
    }

    /** The first of the sessions of a MAC. */
    int findByMac(final long mac) {
        int position = byMac.first(hash(mac));
        int slot = byMac.slotAt(position);
        while (slot != NONE && rows.mac(slot) != mac) {
            position = byMac.next(position);
            slot = byMac.slotAt(position);
        }
        return slot;
    }

    /** The first of the sessions whose User-Names have a hash; others than the name that is meant may be among them. */
    int findByUserNameHash(final int hash) {
        int position = byUserName.first(hash);
        int slot = byUserName.slotAt(position);
        while (slot != NONE && rows.userNameHash(slot) != hash) {
            position = byUserName.next(position);
            slot = byUserName.slotAt(position);
        }
        return slot;
    }

    /** Whether line, MAC or address of a record differ from what a slot is indexed by. */
    boolean lineDiffers(final int slot, final SessionRecordFlyweight record, final boolean bound) {
        return rows.mac(slot) != record.mac() || rows.vlanStack(slot) != record.vlanStack() || rows.ipv4(slot) != record.ipv4()
                || rows.trunkHead(slot) != record.trunkHead() || rows.trunkTail(slot) != record.trunkTail() || rows.bound(slot) != bound;
    }

    /** Fills a claimed slot's row from a record and adds it to every index. */
    void add(final int slot, final SessionRecordFlyweight record, final boolean bound) {
        rows.sessionId(slot, record.sessionId());
        byId.add(slot);
        addLine(slot, record, bound);
        addUserName(slot, userNameHash(record));
    }

    /** Removes a slot from every index; its row may then be released. */
    void remove(final int slot) {
        removeLine(slot);
        removeUserName(slot);
        byId.remove(slot);
    }

    void addLine(final int slot, final SessionRecordFlyweight record, final boolean bound) {
        rows.line(slot, record, bound);
        if (bound) {
            byLine.add(slot);
            if (rows.ipv4(slot) != 0) {
                byAddress.add(slot);
            }
        }
        chain(byMac, slot, findByMac(rows.mac(slot)), SessionRows.MAC_LINKS);
    }

    void removeLine(final int slot) {
        unbind(slot);
        unchain(byMac, slot, SessionRows.MAC_LINKS);
    }

    /** Line and address no longer name the session. */
    void unbind(final int slot) {
        if (rows.bound(slot)) {
            byLine.remove(slot);
            if (rows.ipv4(slot) != 0) {
                byAddress.remove(slot);
            }
            rows.unbind(slot);
        }
    }

    void addUserName(final int slot, final int hash) {
        if (hash != 0) {
            final int head = findByUserNameHash(hash);
            rows.userNameHash(slot, hash);
            chain(byUserName, slot, head, SessionRows.USER_LINKS);
        }
    }

    void removeUserName(final int slot) {
        if (rows.userNameHash(slot) != 0) {
            unchain(byUserName, slot, SessionRows.USER_LINKS);
            rows.userNameHash(slot, 0);
        }
    }

    /** The index holds the head of a chain; a new session becomes the head: a chain's length costs nothing. */
    private void chain(final SlotIndex index, final int slot, final int head, final int links) {
        rows.next(slot, links, head);
        rows.previous(slot, links, NONE);
        if (head == NONE) {
            index.add(slot);
        } else {
            index.replace(head, slot);
            rows.previous(head, links, slot);
        }
    }

    private void unchain(final SlotIndex index, final int slot, final int links) {
        final int next = rows.next(slot, links);
        final int previous = rows.previous(slot, links);
        if (next != NONE) {
            rows.previous(next, links, previous);
        }
        if (previous != NONE) {
            rows.next(previous, links, next);
        } else if (next != NONE) {
            index.replace(slot, next);
        } else {
            index.remove(slot);
        }
        rows.next(slot, links, NONE);
        rows.previous(slot, links, NONE);
    }
}
