package io.athenabng.wire.pppoe;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * Reads a discovery packet from its PPPoE header on (RFC 2516, sections 4 and 5): checks it, and remembers where the tags are that an
 * access concentrator acts on. A tag's offset is -1 if it is not there. Allocates nothing, throws nothing.
 */
public final class PppoeDiscoveryParser {

    /** Tags of one packet: real ones have fewer than ten. */
    public static final int MAX_TAGS = 64;

    private static final int ABSENT = -1;

    private final PppoeTagCursor cursor = new PppoeTagCursor();
    private DirectBuffer buffer;
    private int code;
    private int sessionId;
    private int tagsOffset;
    private int tagsLength;
    private int serviceNames;
    private int serviceNameOffset;
    private int serviceNameLength;
    private int hostUniqOffset;
    private int hostUniqLength;
    private int cookieOffset;
    private int cookieLength;
    private int relayOffset;
    private int relayLength;
    private int accessLineOffset;
    private int accessLineLength;
    private int acNameOffset;
    private int acNameLength;
    private int maxPayload;

    /**
     * Reads a packet.
     *
     * @return a {@link PppoeMalformedReason}
     */
    public int parse(final DirectBuffer packet, final int offset, final int length) {
        buffer = packet;
        reset();
        if (length < PppoeHeader.LENGTH) {
            return PppoeMalformedReason.TRUNCATED;
        }
        if ((packet.getByte(offset) & 0xff) != PppoeHeader.VERSION_AND_TYPE) {
            return PppoeMalformedReason.BAD_VERSION;
        }
        code = packet.getByte(offset + 1) & 0xff;
        sessionId = packet.getShort(offset + 2, BIG_ENDIAN) & 0xffff;
        tagsLength = packet.getShort(offset + 4, BIG_ENDIAN) & 0xffff;
        tagsOffset = offset + PppoeHeader.LENGTH;
        if (tagsLength > length - PppoeHeader.LENGTH) {
            return PppoeMalformedReason.BAD_LENGTH;
        }
        switch (code) {
            case PppoeCode.PADI:
            case PppoeCode.PADR:
                return sessionId != 0 ? PppoeMalformedReason.BAD_SESSION_ID : tagsOfHost();
            case PppoeCode.PADO:
            case PppoeCode.PADS:
                return tags();
            case PppoeCode.PADT:
                // Its tags say nothing that it is acted on; clients are known that send rubbish in them.
                return sessionId == 0 ? PppoeMalformedReason.BAD_SESSION_ID : PppoeMalformedReason.NONE;
            default:
                return PppoeMalformedReason.BAD_CODE;
        }
    }

    private void reset() {
        code = 0;
        sessionId = 0;
        tagsOffset = 0;
        tagsLength = 0;
        serviceNames = 0;
        serviceNameOffset = ABSENT;
        serviceNameLength = 0;
        hostUniqOffset = ABSENT;
        hostUniqLength = 0;
        cookieOffset = ABSENT;
        cookieLength = 0;
        relayOffset = ABSENT;
        relayLength = 0;
        accessLineOffset = ABSENT;
        accessLineLength = 0;
        acNameOffset = ABSENT;
        acNameLength = 0;
        maxPayload = 0;
    }

    private int tagsOfHost() {
        final int reason = tags();
        return reason == PppoeMalformedReason.NONE && serviceNames != 1 ? PppoeMalformedReason.BAD_SERVICE_NAME : reason;
    }

    private int tags() {
        cursor.wrap(buffer, tagsOffset, tagsLength);
        int count = 0;
        while (cursor.next()) {
            if (++count > MAX_TAGS) {
                return PppoeMalformedReason.TOO_MANY_TAGS;
            }
            final int reason = tag(cursor.type(), cursor.valueOffset(), cursor.valueLength());
            if (reason != PppoeMalformedReason.NONE) {
                return reason;
            }
        }
        return cursor.isOverrun() ? PppoeMalformedReason.TAG_OVERRUN : PppoeMalformedReason.NONE;
    }

    private int tag(final int type, final int offset, final int length) {
        switch (type) {
            case PppoeTag.SERVICE_NAME:
                serviceNames++;
                serviceNameOffset = offset;
                serviceNameLength = length;
                return PppoeMalformedReason.NONE;
            case PppoeTag.AC_NAME:
                acNameOffset = offset;
                acNameLength = length;
                return PppoeMalformedReason.NONE;
            case PppoeTag.HOST_UNIQ:
                if (hostUniqOffset != ABSENT) {
                    return PppoeMalformedReason.DUPLICATE_TAG;
                }
                hostUniqOffset = offset;
                hostUniqLength = length;
                return PppoeMalformedReason.NONE;
            case PppoeTag.AC_COOKIE:
                if (cookieOffset != ABSENT) {
                    return PppoeMalformedReason.DUPLICATE_TAG;
                }
                cookieOffset = offset;
                cookieLength = length;
                return PppoeMalformedReason.NONE;
            case PppoeTag.RELAY_SESSION_ID:
                if (relayOffset != ABSENT) {
                    return PppoeMalformedReason.DUPLICATE_TAG;
                }
                relayOffset = offset;
                relayLength = length;
                return PppoeMalformedReason.NONE;
            case PppoeTag.PPP_MAX_PAYLOAD:
                if (length != Short.BYTES) {
                    return PppoeMalformedReason.BAD_MAX_PAYLOAD;
                }
                maxPayload = buffer.getShort(offset, BIG_ENDIAN) & 0xffff;
                return PppoeMalformedReason.NONE;
            case PppoeTag.VENDOR_SPECIFIC:
                if (AccessLineCursor.isAccessLine(buffer, offset, length)) {
                    // The access node next to the gateway puts its tag last; what a host forged stands before it.
                    accessLineOffset = offset;
                    accessLineLength = length;
                }
                return PppoeMalformedReason.NONE;
            default:
                return PppoeMalformedReason.NONE;
        }
    }

    /** The packet's {@link PppoeCode}. */
    public int code() {
        return code;
    }

    /** SESSION_ID. */
    public int sessionId() {
        return sessionId;
    }

    /** Where the tags begin in the buffer. */
    public int tagsOffset() {
        return tagsOffset;
    }

    /** Bytes of the tags. */
    public int tagsLength() {
        return tagsLength;
    }

    /** Where the Service-Name is. */
    public int serviceNameOffset() {
        return serviceNameOffset;
    }

    /** Its length; 0 is any service. */
    public int serviceNameLength() {
        return serviceNameLength;
    }

    /** Where the AC-Name is. */
    public int acNameOffset() {
        return acNameOffset;
    }

    /** Its length. */
    public int acNameLength() {
        return acNameLength;
    }

    /** Where Host-Uniq is. */
    public int hostUniqOffset() {
        return hostUniqOffset;
    }

    /** Its length. */
    public int hostUniqLength() {
        return hostUniqLength;
    }

    /** Where AC-Cookie is. */
    public int cookieOffset() {
        return cookieOffset;
    }

    /** Its length. */
    public int cookieLength() {
        return cookieLength;
    }

    /** Where Relay-Session-Id is. */
    public int relaySessionIdOffset() {
        return relayOffset;
    }

    /** Its length. */
    public int relaySessionIdLength() {
        return relayLength;
    }

    /** Where the value of the access node's vendor tag is, for {@link AccessLineCursor}. */
    public int accessLineOffset() {
        return accessLineOffset;
    }

    /** Its length. */
    public int accessLineLength() {
        return accessLineLength;
    }

    /** PPP-Max-Payload, bytes; 0 if it is not there. */
    public int maxPayload() {
        return maxPayload;
    }
}
