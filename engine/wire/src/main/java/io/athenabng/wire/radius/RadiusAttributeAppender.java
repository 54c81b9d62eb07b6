package io.athenabng.wire.radius;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes a list of attributes: each by its key, a vendor's as a Vendor-Specific of its own, an extended one with its second type; see
 * {@link RadiusAttributeCursor} for the layouts.
 *
 * <p>An attribute that does not fit is not written at all: the method returns false, and {@link #overflow()} stays true. A value of more
 * octets than one attribute takes is spread over several where the RFCs allow that (EAP-Message, long extended attributes), and does
 * not fit elsewhere. An empty value is not written, and that is no failure: RFC 2865 wants such an attribute left out. Nothing is
 * allocated.
 */
public final class RadiusAttributeAppender {

    private static final int MAX_ATTRIBUTE_LENGTH = 255;
    private static final int HEADER_LENGTH = 2;
    private static final int EXTENDED_HEADER_LENGTH = 3;
    private static final int LONG_EXTENDED_HEADER_LENGTH = 4;
    private static final int VENDOR_ID_LENGTH = 4;
    private static final int MORE_FLAG = 0x80;

    private final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);
    private RadiusVendorFormats vendorFormats = RadiusVendorFormats.ALL_STANDARD;
    private int athenaVendor = RadiusAttributes.VENDOR_ATHENA;
    private MutableDirectBuffer buffer;
    private int start;
    private int position;
    private int limit;
    private boolean overflow;

    /** Takes another number for Athena's own attributes, as {@link RadiusAttributeCursor#athenaVendor(int)} does. */
    public RadiusAttributeAppender athenaVendor(final int number) {
        athenaVendor = number;
        return this;
    }

    /** Says how vendors lay out their attributes; at first all do as RFC 2865 asks. */
    public RadiusAttributeAppender vendorFormats(final RadiusVendorFormats formats) {
        vendorFormats = formats;
        return this;
    }

    /**
     * Begins to write.
     *
     * @param offset   where the first attribute goes
     * @param capacity octets that the list may take
     */
    public RadiusAttributeAppender wrap(final MutableDirectBuffer list, final int offset, final int capacity) {
        buffer = list;
        start = offset;
        position = offset;
        limit = offset + capacity;
        overflow = false;
        return this;
    }

    /** Writes an integer or a date. */
    public boolean put(final long key, final int value) {
        if (!open(key, Integer.BYTES)) {
            return false;
        }
        buffer.putInt(position, value, BIG_ENDIAN);
        position += Integer.BYTES;
        return true;
    }

    /** Writes an integer64 or an interface identifier. */
    public boolean putLong(final long key, final long value) {
        if (!open(key, Long.BYTES)) {
            return false;
        }
        buffer.putLong(position, value, BIG_ENDIAN);
        position += Long.BYTES;
        return true;
    }

    /** Writes a text in UTF-8; it is not spread over several attributes. */
    public boolean put(final long key, final CharSequence text) {
        final int length = utf8Length(text);
        if (length == 0) {
            return true;
        }
        if (!open(key, length)) {
            return false;
        }
        putUtf8(text);
        return true;
    }

    /** Writes a value of any kind, spread over several attributes where that is allowed. */
    public boolean putBytes(final long key, final DirectBuffer source, final int offset, final int length) {
        return length == 0 || write(key, source, offset, length);
    }

    /** Writes a value of any kind, spread over several attributes where that is allowed. */
    public boolean putBytes(final long key, final byte[] value) {
        bytes.wrap(value);
        return putBytes(key, bytes, 0, value.length);
    }

    /** Writes an IPv4 address in host order. */
    public boolean putIpv4(final long key, final int address) {
        return put(key, address);
    }

    /** Writes an IPv6 address of 16 octets. */
    public boolean putIpv6(final long key, final byte[] octets) {
        if (!open(key, RadiusAttributes.IPV6_LENGTH)) {
            return false;
        }
        buffer.putBytes(position, octets, 0, RadiusAttributes.IPV6_LENGTH);
        position += RadiusAttributes.IPV6_LENGTH;
        return true;
    }

    /**
     * Writes an IPv6 prefix (RFC 3162, 2.3), always with 16 octets, those beyond the length zero: there are servers that take nothing less.
     *
     * @param octets       16 octets
     * @param prefixLength bits, 0–128
     */
    public boolean putIpv6Prefix(final long key, final byte[] octets, final int prefixLength) {
        if (!open(key, 2 + RadiusAttributes.IPV6_LENGTH)) {
            return false;
        }
        buffer.putByte(position, (byte) 0);
        buffer.putByte(position + 1, (byte) prefixLength);
        position += 2;
        for (int i = 0; i < RadiusAttributes.IPV6_LENGTH; i++) {
            final int bits = Math.min(8, Math.max(0, prefixLength - 8 * i));
            buffer.putByte(position + i, (byte) (octets[i] & 0xff00 >> bits));
        }
        position += RadiusAttributes.IPV6_LENGTH;
        return true;
    }

    /** Writes a MAC address as text. */
    public boolean putMac(final long key, final long mac, final RadiusMacFormat format) {
        final int length = format.length();
        if (!open(key, length)) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            buffer.putByte(position + i, (byte) format.charAt(mac, i));
        }
        position += length;
        return true;
    }

    /** Copies the attribute that a cursor stands on, also an empty one: what must go back as it came. */
    public boolean append(final RadiusAttributeCursor cursor) {
        return write(cursor.key(), cursor.buffer(), cursor.valueOffset(), cursor.valueLength());
    }

    /**
     * Writes an attribute whose value comes later, as that of Message-Authenticator; until then it is zero.
     *
     * @return where the value begins in the buffer; -1 if the attribute does not fit
     */
    public int reserve(final long key, final int length) {
        if (!open(key, length)) {
            return -1;
        }
        final int value = position;
        buffer.setMemory(value, length, (byte) 0);
        position += length;
        return value;
    }

    /** Octets written up to now. */
    public int length() {
        return position - start;
    }

    /** Whether some attribute did not fit. */
    public boolean overflow() {
        return overflow;
    }

    private boolean write(final long key, final DirectBuffer source, final int offset, final int length) {
        if (length > MAX_ATTRIBUTE_LENGTH - headerLength(key)) {
            if (key == RadiusAttributes.EAP_MESSAGE) {
                return writeConcatenated((int) key, source, offset, length);
            }
            if (RadiusAttributes.isLongExtended(key)) {
                return writeLongExtended(key, source, offset, length);
            }
        }
        if (!open(key, length)) {
            return false;
        }
        buffer.putBytes(position, source, offset, length);
        position += length;
        return true;
    }

    private boolean writeConcatenated(final int type, final DirectBuffer source, final int offset, final int length) {
        final int most = MAX_ATTRIBUTE_LENGTH - HEADER_LENGTH;
        if (!hasRoom(length + HEADER_LENGTH * ((length + most - 1) / most))) {
            return false;
        }
        for (int done = 0; done < length; done += most) {
            final int part = Math.min(most, length - done);
            putHeader(type, HEADER_LENGTH + part);
            buffer.putBytes(position, source, offset + done, part);
            position += part;
        }
        return true;
    }

    private boolean writeLongExtended(final long key, final DirectBuffer source, final int offset, final int length) {
        final int most = MAX_ATTRIBUTE_LENGTH - LONG_EXTENDED_HEADER_LENGTH;
        final int vendorLength = headerLength(key) - LONG_EXTENDED_HEADER_LENGTH;
        final int total = vendorLength + length;
        if (!hasRoom(total + LONG_EXTENDED_HEADER_LENGTH * ((total + most - 1) / most))) {
            return false;
        }
        int room = most - vendorLength;
        for (int done = 0; done < length; ) {
            final int part = Math.min(room, length - done);
            final int flags = done + part < length ? MORE_FLAG : 0;
            final int headLength = done == 0 ? LONG_EXTENDED_HEADER_LENGTH + vendorLength : LONG_EXTENDED_HEADER_LENGTH;
            putExtendedHeader(key, headLength + part, flags, done == 0);
            buffer.putBytes(position, source, offset + done, part);
            position += part;
            done += part;
            room = most;
        }
        return true;
    }

    /** Writes all that stands before a value of this length, if there is room for both. */
    private boolean open(final long key, final int length) {
        final int total = headerLength(key) + length;
        if (total > MAX_ATTRIBUTE_LENGTH) {
            overflow = true;
            return false;
        }
        if (!hasRoom(total)) {
            return false;
        }
        if (RadiusAttributes.isExtended(key)) {
            putExtendedHeader(key, total, 0, true);
        } else if (RadiusAttributes.vendorId(key) == 0) {
            putHeader((int) key, total);
        } else {
            putVendorHeader(key, total);
        }
        return true;
    }

    private int headerLength(final long key) {
        final int vendorId = RadiusAttributes.vendorId(key);
        if (RadiusAttributes.isExtended(key)) {
            return (RadiusAttributes.isLongExtended(key) ? LONG_EXTENDED_HEADER_LENGTH : EXTENDED_HEADER_LENGTH)
                + (vendorId == 0 ? 0 : VENDOR_ID_LENGTH + 1);
        }
        if (vendorId == 0) {
            if (key < 0 || key > 0xff) {
                throw new IllegalArgumentException("not an attribute's key: 0x" + Long.toHexString(key));
            }
            return HEADER_LENGTH;
        }
        final int format = format(vendorId);
        return HEADER_LENGTH + VENDOR_ID_LENGTH + (format >>> 4) + (format & 0xf);
    }

    private int format(final int vendorId) {
        final int format = vendorFormats.format(translated(vendorId));
        if (format == RadiusVendorFormats.OPAQUE) {
            throw new IllegalArgumentException("the layout of vendor " + vendorId + " is not known");
        }
        return format;
    }

    private int translated(final int id) {
        return id == athenaVendor ? RadiusAttributes.VENDOR_ATHENA : id == RadiusAttributes.VENDOR_ATHENA ? athenaVendor : id;
    }

    private boolean hasRoom(final int length) {
        if (length > limit - position) {
            overflow = true;
            return false;
        }
        return true;
    }

    private void putHeader(final int type, final int length) {
        buffer.putByte(position, (byte) type);
        buffer.putByte(position + 1, (byte) length);
        position += HEADER_LENGTH;
    }

    private void putVendorHeader(final long key, final int length) {
        final int vendorId = RadiusAttributes.vendorId(key);
        final int format = format(vendorId);
        putHeader((int) RadiusAttributes.VENDOR_SPECIFIC, length);
        buffer.putInt(position, translated(vendorId), BIG_ENDIAN);
        position += VENDOR_ID_LENGTH;
        final int type = RadiusAttributes.type(key);
        putNumber(type, format >>> 4);
        putNumber(length - HEADER_LENGTH - VENDOR_ID_LENGTH, format & 0xf);
    }

    private void putNumber(final int number, final int octets) {
        for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
            buffer.putByte(position++, (byte) (number >>> shift));
        }
    }

    private void putExtendedHeader(final long key, final int length, final int flags, final boolean withVendor) {
        final int vendorId = RadiusAttributes.vendorId(key);
        final int type = RadiusAttributes.type(key);
        putHeader(vendorId == 0 ? type >>> 8 : type >>> 24, length);
        buffer.putByte(position++, (byte) (vendorId == 0 ? type : type >>> 16));
        if (RadiusAttributes.isLongExtended(key)) {
            buffer.putByte(position++, (byte) flags);
        }
        if (vendorId != 0 && withVendor) {
            buffer.putInt(position, translated(vendorId), BIG_ENDIAN);
            position += VENDOR_ID_LENGTH;
            buffer.putByte(position++, (byte) type);
        }
    }

    private static int utf8Length(final CharSequence text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c < 0x80) {
                length++;
            } else if (c < 0x800) {
                length += 2;
            } else if (!Character.isSurrogate(c)) {
                length += 3;
            } else if (isPair(text, i)) {
                length += 4;
                i++;
            } else {
                length++;
            }
        }
        return length;
    }

    private static boolean isPair(final CharSequence text, final int i) {
        return Character.isHighSurrogate(text.charAt(i)) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
    }

    /** Half a pair of surrogates is no character: it becomes a question mark. */
    private void putUtf8(final CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c < 0x80) {
                buffer.putByte(position++, (byte) c);
            } else if (c < 0x800) {
                buffer.putByte(position++, (byte) (0xc0 | c >> 6));
                putContinuation(c);
            } else if (!Character.isSurrogate(c)) {
                buffer.putByte(position++, (byte) (0xe0 | c >> 12));
                putContinuation(c >> 6);
                putContinuation(c);
            } else if (isPair(text, i)) {
                final int point = Character.toCodePoint(c, text.charAt(++i));
                buffer.putByte(position++, (byte) (0xf0 | point >> 18));
                putContinuation(point >> 12);
                putContinuation(point >> 6);
                putContinuation(point);
            } else {
                buffer.putByte(position++, (byte) '?');
            }
        }
    }

    private void putContinuation(final int bits) {
        buffer.putByte(position++, (byte) (0x80 | bits & 0x3f));
    }
}
