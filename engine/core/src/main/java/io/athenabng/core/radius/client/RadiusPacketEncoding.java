package io.athenabng.core.radius.client;

import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.radius.RadiusPacketFlyweight;
import io.athenabng.wire.radius.RadiusSecret;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Makes a server's packet of a transaction's attributes.
 *
 * <pre>
 *   header (20) | Message-Authenticator (18), first of all, in Access-Request and Status-Server | attributes, User-Password hidden
 * </pre>
 *
 * The same transaction with the same identifier, authenticator and server gives the same octets again: a retransmission. Of an
 * Accounting-Request the authenticator is computed and put into the transaction. Owned by the upstream agent.
 */
final class RadiusPacketEncoding {
    /** It does not fit into a packet. */
    static final int TOO_LONG = -1;
    private static final int ATTRIBUTE_HEADER = 2;
    private static final int MESSAGE_AUTHENTICATOR_LENGTH = ATTRIBUTE_HEADER + RadiusSecret.DIGEST_LENGTH;

    private final RadiusPacketFlyweight header = new RadiusPacketFlyweight();

    /**
     * Makes the packet.
     *
     * @param target where it goes, with room for {@link RadiusPacketFlyweight#MAX_LENGTH} octets from 0 on
     * @return its length, octets, or {@link #TOO_LONG}
     */
    int encode(final RadiusTransaction transaction, final RadiusSecret secret, final MutableDirectBuffer target) {
        final boolean computed = transaction.code == RadiusCode.ACCOUNTING_REQUEST;
        header.wrapMutable(target, 0).code(transaction.code).identifier(transaction.identifier);
        int position = RadiusPacketFlyweight.HEADER_LENGTH;
        if (!computed) {
            header.authenticator(transaction.buffer, transaction.offset);
            target.putByte(position, (byte) RadiusAttributes.MESSAGE_AUTHENTICATOR);
            target.putByte(position + 1, (byte) MESSAGE_AUTHENTICATOR_LENGTH);
            position += MESSAGE_AUTHENTICATOR_LENGTH;
        }
        position = putAttributes(transaction, secret, target, position);
        if (position == TOO_LONG) {
            return TOO_LONG;
        }
        header.packetLength(position);
        if (computed) {
            secret.signRequest(target, 0, position);
            transaction.buffer.putBytes(transaction.offset, target, RadiusPacketFlyweight.AUTHENTICATOR_OFFSET,
                    RadiusPacketFlyweight.AUTHENTICATOR_LENGTH);
        } else {
            secret.signMessageAuthenticator(target, 0, position, RadiusPacketFlyweight.HEADER_LENGTH + ATTRIBUTE_HEADER);
        }
        return position;
    }

    private static int putAttributes(
            final RadiusTransaction transaction, final RadiusSecret secret, final MutableDirectBuffer target, final int start) {
        final int begin = transaction.offset + TransactionPool.AUTHENTICATOR_LENGTH;
        final int end = begin + transaction.attributesLength;
        int from = begin;
        int position = start;
        int at = begin;
        while (at + ATTRIBUTE_HEADER <= end) {
            final int type = transaction.buffer.getByte(at) & 0xff;
            final int length = transaction.buffer.getByte(at + 1) & 0xff;
            if (type == RadiusAttributes.USER_PASSWORD) {
                position = copy(transaction, from, at, target, position);
                position = position == TOO_LONG ? TOO_LONG : putPassword(transaction, secret, at, length, target, position);
                if (position == TOO_LONG) {
                    return TOO_LONG;
                }
                from = at + length;
            }
            at += length;
        }
        return copy(transaction, from, end, target, position);
    }

    private static int putPassword(
            final RadiusTransaction transaction, final RadiusSecret secret, final int at, final int length,
            final MutableDirectBuffer target, final int position) {
        if (position + ATTRIBUTE_HEADER + RadiusSecret.MAX_PASSWORD_LENGTH > RadiusPacketFlyweight.MAX_LENGTH) {
            return TOO_LONG;
        }
        final int hidden = secret.hidePassword(target, position + ATTRIBUTE_HEADER, transaction.buffer, at + ATTRIBUTE_HEADER,
                length - ATTRIBUTE_HEADER, transaction.buffer, transaction.offset);
        if (hidden < 0) {
            return TOO_LONG;
        }
        target.putByte(position, (byte) RadiusAttributes.USER_PASSWORD);
        target.putByte(position + 1, (byte) (ATTRIBUTE_HEADER + hidden));
        return position + ATTRIBUTE_HEADER + hidden;
    }

    private static int copy(
            final RadiusTransaction transaction, final int from, final int end, final MutableDirectBuffer target, final int position) {
        final int length = end - from;
        if (position + length > RadiusPacketFlyweight.MAX_LENGTH) {
            return TOO_LONG;
        }
        target.putBytes(position, transaction.buffer, from, length);
        return position + length;
    }

    /** Whether attributes are a list that a packet can carry, and none of them is for the client itself to make. */
    static boolean isSound(final DirectBuffer attributes, final int offset, final int length) {
        if (length < 0 || length > RadiusPacketFlyweight.MAX_LENGTH - RadiusPacketFlyweight.HEADER_LENGTH) {
            return false;
        }
        int at = offset;
        final int end = offset + length;
        while (at < end) {
            if (end - at < ATTRIBUTE_HEADER) {
                return false;
            }
            final int attributeLength = attributes.getByte(at + 1) & 0xff;
            if (attributeLength < ATTRIBUTE_HEADER || attributeLength > end - at
                    || (attributes.getByte(at) & 0xff) == RadiusAttributes.MESSAGE_AUTHENTICATOR) {
                return false;
            }
            at += attributeLength;
        }
        return true;
    }
}
