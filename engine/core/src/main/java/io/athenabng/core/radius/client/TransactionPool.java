package io.athenabng.core.radius.client;

import io.athenabng.wire.radius.RadiusPacketFlyweight;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * The slots of all requests that are under way: made many at a time when they are needed, up to 65,536, and used again. A slot that is in
 * use
 * is never given out. Owned by the upstream agent.
 */
final class TransactionPool {
    /** Requests that may be under way, those in queues counted. */
    static final int MAX = 65_536;
    /** Octets of the authenticator in front of a block's attributes. */
    static final int AUTHENTICATOR_LENGTH = RadiusPacketFlyweight.AUTHENTICATOR_LENGTH;
    private static final int GROWTH = 1_024;
    private static final int SMALL_BLOCK = 768;
    private static final int LARGE_BLOCK = AUTHENTICATOR_LENGTH + RadiusPacketFlyweight.MAX_LENGTH;
    private static final int LARGE_GROWTH = 32;

    private final AttributeBlocks small = new AttributeBlocks(SMALL_BLOCK, GROWTH);
    private final AttributeBlocks large = new AttributeBlocks(LARGE_BLOCK, LARGE_GROWTH);
    private RadiusTransaction[] all = new RadiusTransaction[0];
    private RadiusTransaction[] free = new RadiusTransaction[0];
    private int freeCount;
    private int made;
    private int inUse;

    /**
     * Gives out a slot with a copy of the attributes.
     *
     * @return the slot; null if too many requests are under way
     */
    RadiusTransaction take(final DirectBuffer attributes, final int offset, final int length) {
        if (freeCount == 0) {
            if (made == MAX) {
                return null;
            }
            grow();
        }
        final RadiusTransaction transaction = free[--freeCount];
        transaction.largeBlock = AUTHENTICATOR_LENGTH + length > SMALL_BLOCK;
        final AttributeBlocks blocks = transaction.largeBlock ? large : small;
        transaction.block = blocks.take();
        transaction.buffer = blocks.buffer(transaction.block);
        transaction.offset = blocks.offset(transaction.block);
        transaction.buffer.putBytes(transaction.offset + AUTHENTICATOR_LENGTH, attributes, offset, length);
        transaction.attributesLength = length;
        inUse++;
        return transaction;
    }

    /** Takes a slot back. */
    void release(final RadiusTransaction transaction) {
        (transaction.largeBlock ? large : small).release(transaction.block, AUTHENTICATOR_LENGTH + transaction.attributesLength);
        transaction.phase = RadiusTransaction.Phase.FREE;
        transaction.buffer = null;
        transaction.handler = null;
        transaction.group = null;
        transaction.endpoint = null;
        transaction.source = null;
        transaction.triedMembers = 0;
        transaction.tries = 0;
        transaction.losses = 0;
        transaction.trial = false;
        free[freeCount++] = transaction;
        inUse--;
    }

    /** Tells each group's requests under way where the group's members are now. */
    void followGroups() {
        for (final RadiusTransaction transaction : all) {
            if (transaction.phase != RadiusTransaction.Phase.FREE && transaction.group != null) {
                transaction.group.follow(transaction);
            }
        }
    }

    /** Whether a request of a group is under way. */
    boolean isUsedBy(final RadiusServerGroup group) {
        for (final RadiusTransaction transaction : all) {
            if (transaction.phase != RadiusTransaction.Phase.FREE && transaction.group == group) {
                return true;
            }
        }
        return false;
    }

    int inUse() {
        return inUse;
    }

    private void grow() {
        free = Arrays.copyOf(free, made + GROWTH);
        all = Arrays.copyOf(all, made + GROWTH);
        for (int i = 0; i < GROWTH; i++) {
            all[made + i] = new RadiusTransaction();
            free[freeCount++] = all[made + i];
        }
        made += GROWTH;
    }
}
