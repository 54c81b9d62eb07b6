package io.athenabng.wire.radius;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Walks a list of attributes, and steps into those that hold others.
 *
 * <pre>
 *  +------+--------+-----------+   ordinary (RFC 2865, section 5)
 *  | type | length | value     |
 *  +------+--------+-----------+---------+-------------+---------------+-------+
 *  |  26  | length | vendor (4 octets)   | vendor type | vendor length | value |  ... more of the vendor's (RFC 2865, 5.26)
 *  +------+--------+---------------+-----+-+-----------+---------------+-------+
 *  | 241–244 | len | extended type | value |  (RFC 6929, 2.1)
 *  +------+--------+---------------+-+-----+-+-------+
 *  | 245, 246 | len | extended type | M| 0   | value |  (RFC 6929, 2.2) with M, the next attribute goes on with the value
 *  +------+--------+---------------+--+------+-------+
 * </pre>
 *
 * One step is one attribute, or one of a vendor's inside its Vendor-Specific. A value in several long extended attributes is joined in a
 * buffer of the cursor's: {@link #buffer()} tells where the value is. What has the form of an attribute, but not inside what its type
 * asks for, is reported whole, under its outer type, as if that were unknown (RFC 6929, 2.8). An attribute whose length cannot be ends
 * the walk, and {@link #malformedReason()} tells. Every step takes at least one octet; nothing is allocated but by {@link #text()}.
 */
public final class RadiusAttributeCursor {

    private static final int HEADER_LENGTH = 2;
    private static final int VENDOR_ID_LENGTH = 4;
    private static final int MORE_FLAG = 0x80;
    private static final int PREFIX_HEADER_LENGTH = 2;

    private final UnsafeBuffer joined = new UnsafeBuffer(new byte[RadiusPacketFlyweight.MAX_LENGTH]);
    private RadiusVendorFormats vendorFormats = RadiusVendorFormats.ALL_STANDARD;
    private int athenaVendor = RadiusAttributes.VENDOR_ATHENA;
    private DirectBuffer list;
    private int begin;
    private int position;
    private int limit;
    private int vendorPosition;
    private int vendorEnd;
    private int vendorId;
    private int vendorFormat;
    private int malformedReason;
    private DirectBuffer valueBuffer;
    private long key;
    private int valueOffset;
    private int valueLength;
    private int prefixLength;

    /**
     * Takes another number for Athena's own attributes. Those that come under it have the keys of {@link RadiusAttributes#VENDOR_ATHENA},
     * and the two numbers change places: what comes under the number for documentation is not taken for ours.
     *
     * @param number the vendor's number
     */
    public RadiusAttributeCursor athenaVendor(final int number) {
        athenaVendor = number;
        return this;
    }

    /** Says how vendors lay out their attributes; at first all do as RFC 2865 asks. */
    public RadiusAttributeCursor vendorFormats(final RadiusVendorFormats formats) {
        vendorFormats = formats;
        return this;
    }

    /** Begins before the first attribute of a list: what stands after a packet's header. */
    public RadiusAttributeCursor wrap(final DirectBuffer buffer, final int offset, final int length) {
        list = buffer;
        begin = offset;
        limit = offset + length;
        return rewind();
    }

    /** Begins again. */
    public RadiusAttributeCursor rewind() {
        position = begin;
        vendorPosition = 0;
        vendorEnd = 0;
        malformedReason = RadiusMalformedReason.NONE;
        valueBuffer = list;
        key = 0;
        valueOffset = begin;
        valueLength = 0;
        return this;
    }

    /** Goes on to the next attribute; false at the end, and at a malformed one. */
    public boolean next() {
        if (vendorPosition < vendorEnd) {
            readVendorAttribute();
            return true;
        }
        final int start = position;
        final int length = outerLength(start);
        if (length == 0) {
            return false;
        }
        position = start + length;
        final int type = list.getByte(start) & 0xff;
        stand(type, list, start + HEADER_LENGTH, length - HEADER_LENGTH);
        if (type == RadiusAttributes.VENDOR_SPECIFIC) {
            enterVendorSpecific();
        } else if (type >= RadiusAttributes.EXTENDED_TYPE_1 && type <= RadiusAttributes.LONG_EXTENDED_TYPE_2) {
            enterExtended(type);
        }
        return true;
    }

    /** Length of the attribute at a position; 0 at the end of the list, and if the length cannot be. */
    private int outerLength(final int at) {
        final int remaining = limit - at;
        if (remaining <= 0) {
            return 0;
        }
        if (remaining < HEADER_LENGTH) {
            return malformed(RadiusMalformedReason.ATTRIBUTE_OVERRUN);
        }
        final int length = list.getByte(at + 1) & 0xff;
        if (length < HEADER_LENGTH) {
            return malformed(RadiusMalformedReason.BAD_ATTRIBUTE_LENGTH);
        }
        return length > remaining ? malformed(RadiusMalformedReason.ATTRIBUTE_OVERRUN) : length;
    }

    private int malformed(final int reason) {
        malformedReason = reason;
        // The walk stays at its end, however often next() is called.
        position = limit;
        return 0;
    }

    private void stand(final long newKey, final DirectBuffer newBuffer, final int newOffset, final int newLength) {
        key = newKey;
        valueBuffer = newBuffer;
        valueOffset = newOffset;
        valueLength = newLength;
    }

    private void enterVendorSpecific() {
        if (valueLength <= VENDOR_ID_LENGTH) {
            return;
        }
        final int id = list.getInt(valueOffset, BIG_ENDIAN);
        final int format = vendorFormats.format(id);
        final int first = valueOffset + VENDOR_ID_LENGTH;
        final int end = valueOffset + valueLength;
        // Vendor 0 is nobody: under it, attributes would have the keys of ordinary ones.
        if (id != 0 && format != RadiusVendorFormats.OPAQUE && isVendorList(first, end, format)) {
            vendorId = translated(id);
            vendorFormat = format;
            vendorPosition = first;
            vendorEnd = end;
            readVendorAttribute();
        }
    }

    private boolean isVendorList(final int first, final int end, final int format) {
        final int headerLength = (format >>> 4) + (format & 0xf);
        int at = first;
        while (at < end) {
            if (end - at < headerLength) {
                return false;
            }
            final int length = vendorLength(at, end, format);
            if (length < headerLength || length > end - at || looksExtended(at, format)) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /** Types of four octets reach into the keys of extended attributes: no vendor has such types, and none may pass for the other. */
    private boolean looksExtended(final int at, final int format) {
        return format >>> 4 == Integer.BYTES && RadiusAttributes.isExtended(RadiusAttributes.key(1, list.getInt(at, BIG_ENDIAN)));
    }

    private int vendorLength(final int at, final int end, final int format) {
        final int lengthOffset = at + (format >>> 4);
        return switch (format & 0xf) {
            case 0 -> end - at;
            case 1 -> list.getByte(lengthOffset) & 0xff;
            default -> list.getShort(lengthOffset, BIG_ENDIAN) & 0xffff;
        };
    }

    private void readVendorAttribute() {
        final int at = vendorPosition;
        final int length = vendorLength(at, vendorEnd, vendorFormat);
        final int typeLength = vendorFormat >>> 4;
        final int type = switch (typeLength) {
            case 1 -> list.getByte(at) & 0xff;
            case 2 -> list.getShort(at, BIG_ENDIAN) & 0xffff;
            default -> list.getInt(at, BIG_ENDIAN);
        };
        final int headerLength = typeLength + (vendorFormat & 0xf);
        stand(RadiusAttributes.key(vendorId, type), list, at + headerLength, length - headerLength);
        vendorPosition = at + length;
    }

    private int translated(final int id) {
        return id == athenaVendor ? RadiusAttributes.VENDOR_ATHENA : id == RadiusAttributes.VENDOR_ATHENA ? athenaVendor : id;
    }

    private void enterExtended(final int type) {
        final boolean isLong = type >= RadiusAttributes.LONG_EXTENDED_TYPE_1;
        final int extendedHeaderLength = isLong ? 2 : 1;
        // RFC 6929 allows no empty value.
        if (valueLength <= extendedHeaderLength) {
            return;
        }
        final int extendedType = list.getByte(valueOffset) & 0xff;
        if (isLong && (list.getByte(valueOffset + 1) & MORE_FLAG) != 0) {
            if (!join(type, extendedType)) {
                return;
            }
        } else {
            valueOffset += extendedHeaderLength;
            valueLength -= extendedHeaderLength;
        }
        key = type << 8 | extendedType;
        if (extendedType == RadiusAttributes.VENDOR_SPECIFIC) {
            enterExtendedVendorSpecific(type);
        }
    }

    /** Joins the run of fragments that begins here. A run that is not whole is skipped: its first fragment is reported for it. */
    private boolean join(final int type, final int extendedType) {
        int length = 0;
        int at = valueOffset - HEADER_LENGTH;
        int end = position;
        boolean more = true;
        boolean whole = true;
        while (more) {
            final int part = end - at - HEADER_LENGTH - 2;
            whole &= length + part <= joined.capacity();
            if (whole) {
                joined.putBytes(length, list, at + HEADER_LENGTH + 2, part);
                length += part;
            }
            more = (list.getByte(at + HEADER_LENGTH + 1) & MORE_FLAG) != 0;
            at = end;
            position = end;
            if (more) {
                end = at + fragmentLength(at, type, extendedType);
                more = end > at;
                whole &= more;
            }
        }
        if (whole) {
            valueBuffer = joined;
            valueOffset = 0;
            valueLength = length;
        }
        return whole;
    }

    /** Length of the attribute at a position, if it goes on with the value before it; otherwise 0. */
    private int fragmentLength(final int at, final int type, final int extendedType) {
        final int remaining = limit - at;
        if (remaining <= HEADER_LENGTH + 2 || (list.getByte(at) & 0xff) != type || (list.getByte(at + 2) & 0xff) != extendedType) {
            return 0;
        }
        final int length = list.getByte(at + 1) & 0xff;
        return length <= HEADER_LENGTH + 2 || length > remaining ? 0 : length;
    }

    private void enterExtendedVendorSpecific(final int type) {
        if (valueLength <= VENDOR_ID_LENGTH + 1) {
            return;
        }
        final int id = valueBuffer.getInt(valueOffset, BIG_ENDIAN);
        if (id != 0) {
            key = RadiusAttributes.extendedVendorKey(type, translated(id), valueBuffer.getByte(valueOffset + VENDOR_ID_LENGTH) & 0xff);
            valueOffset += VENDOR_ID_LENGTH + 1;
            valueLength -= VENDOR_ID_LENGTH + 1;
        }
    }

    /** Begins again and goes to the first attribute with this key; false if there is none. {@link #findNext} goes on to the others. */
    public boolean find(final long wanted) {
        return rewind().findNext(wanted);
    }

    /** Goes on to the next attribute with this key; false if there is none. */
    public boolean findNext(final long wanted) {
        while (next()) {
            if (key == wanted) {
                return true;
            }
        }
        return false;
    }

    /** Whether the walk has met an attribute whose length cannot be. */
    public boolean malformed() {
        return malformedReason != RadiusMalformedReason.NONE;
    }

    /** After the walk: a {@link RadiusMalformedReason}, {@code NONE} if it came to the end of the list. */
    public int malformedReason() {
        return malformedReason;
    }

    /**
     * Key of the attribute that the cursor stands on, one of {@link RadiusAttributes}; that of the outer type (26, 241–246) if what is
     * inside could not be read.
     */
    public long key() {
        return key;
    }

    /** The buffer that the value is in; valid until the next step. */
    public DirectBuffer buffer() {
        return valueBuffer;
    }

    /** Where the value begins in {@link #buffer()}. */
    public int valueOffset() {
        return valueOffset;
    }

    /** Octets of the value. */
    public int valueLength() {
        return valueLength;
    }

    /** An integer or a date, unsigned; the fallback unless the value has four octets. */
    public int intValue(final int fallback) {
        return valueLength == Integer.BYTES ? valueBuffer.getInt(valueOffset, BIG_ENDIAN) : fallback;
    }

    /** An integer64 or an interface identifier; the fallback unless the value has eight octets. */
    public long longValue(final long fallback) {
        return valueLength == Long.BYTES ? valueBuffer.getLong(valueOffset, BIG_ENDIAN) : fallback;
    }

    /** An IPv4 address in host order; the fallback unless the value has four octets. */
    public int ipv4(final int fallback) {
        return intValue(fallback);
    }

    /**
     * Copies an IPv6 address.
     *
     * @param octets takes the 16 octets
     * @return false unless the value has 16 octets; nothing is copied then
     */
    public boolean ipv6(final byte[] octets) {
        if (valueLength != RadiusAttributes.IPV6_LENGTH) {
            return false;
        }
        valueBuffer.getBytes(valueOffset, octets, 0, RadiusAttributes.IPV6_LENGTH);
        return true;
    }

    /**
     * Copies an IPv6 prefix (RFC 3162, 2.3); its length is {@link #prefixLength()} then. Bits beyond the length come out as zero, also if
     * the server has set some: people write a router's address where a prefix is asked for.
     *
     * @param octets takes 16 octets
     * @return false if the value is no prefix; nothing is copied then
     */
    public boolean ipv6Prefix(final byte[] octets) {
        final int length = valueLength >= PREFIX_HEADER_LENGTH ? valueBuffer.getByte(valueOffset + 1) & 0xff : 0xff;
        final int given = valueLength - PREFIX_HEADER_LENGTH;
        if (length > RadiusAttributes.IPV6_LENGTH * 8 || given > RadiusAttributes.IPV6_LENGTH || given < (length + 7) / 8) {
            return false;
        }
        for (int i = 0; i < RadiusAttributes.IPV6_LENGTH; i++) {
            final int bits = Math.min(8, Math.max(0, length - 8 * i));
            octets[i] = bits == 0 ? 0 : (byte) (valueBuffer.getByte(valueOffset + PREFIX_HEADER_LENGTH + i) & 0xff00 >> bits);
        }
        prefixLength = length;
        return true;
    }

    /** Bits of the prefix that {@link #ipv6Prefix} has copied last. */
    public int prefixLength() {
        return prefixLength;
    }

    /** The value as text in UTF-8; octets that are not become replacement characters. Allocates. */
    public String text() {
        return valueBuffer.getStringWithoutLengthUtf8(valueOffset, valueLength);
    }

    /**
     * Copies the value, if there is room for all of it.
     *
     * @return octets copied; -1 if there is not room enough
     */
    public int copyValue(final MutableDirectBuffer target, final int targetOffset, final int room) {
        if (valueLength > room) {
            return -1;
        }
        target.putBytes(targetOffset, valueBuffer, valueOffset, valueLength);
        return valueLength;
    }

    /**
     * Joins the values of all attributes with this key, in their order: how EAP-Message carries more than 253 octets (RFC 3579, 3.1).
     * The walk is over then.
     *
     * @return octets; 0 if there is no such attribute, -1 if there is not room enough
     */
    public int joinValues(final long wanted, final MutableDirectBuffer target, final int targetOffset, final int room) {
        int length = 0;
        rewind();
        while (findNext(wanted)) {
            final int copied = copyValue(target, targetOffset + length, room - length);
            if (copied < 0) {
                return -1;
            }
            length += copied;
        }
        return length;
    }
}
