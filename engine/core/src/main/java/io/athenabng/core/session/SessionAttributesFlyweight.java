package io.athenabng.core.session;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a session has beyond its fixed record, for the few that have it: a list of type, length, value, stored beside the record and gone
 * with it.
 *
 * <pre>
 *   0 type (1) | 1 length of the value (2, little-endian) | 3 value ...   again and again
 * </pre>
 *
 * A reader takes any bytes: an entry that overruns the list ends it. Owner thread: the session agent.
 */
public final class SessionAttributesFlyweight {
    /** A Class attribute's octets; each is an entry of its own. */
    public static final int CLASS = 1;
    /** A User-Name that is longer than the record keeps, UTF-8. */
    public static final int LONG_USER_NAME = 2;
    /** A framed route: network (4), prefix length (1), gateway (4), metric (4), little-endian. */
    public static final int FRAMED_ROUTE = 3;
    /** Name servers, 4 octets each, little-endian. */
    public static final int DNS = 4;
    /** The netmask of Framed-IP-Netmask, 4 octets, little-endian. */
    public static final int NETMASK = 5;
    /** The name of a policy, UTF-8. */
    public static final int POLICY = 6;
    /** The name of a QoS profile, UTF-8. */
    public static final int QOS_PROFILE = 7;
    /** The name of the pool of framed IPv6 prefixes, UTF-8. */
    public static final int FRAMED_IPV6_POOL = 8;
    /** The name of the pool of delegated IPv6 prefixes, UTF-8. */
    public static final int DELEGATED_IPV6_POOL = 9;
    /** The access line's Circuit-ID as its access node says (TR-101), octets. */
    public static final int AGENT_CIRCUIT_ID = 10;
    /** The access line's Remote-ID as its access node says (TR-101), octets. */
    public static final int AGENT_REMOTE_ID = 11;
    /** The access line's rates, delays and encapsulation as its access node says (TR-101): type (1), length (1), value, again and again. */
    public static final int ACCESS_LINE = 12;
    /** The interface of an outside PPP server: its index, 4 octets, little-endian, then its name, UTF-8. */
    public static final int OUTSIDE_INTERFACE = 32;
    /** Most octets that a session may have. */
    public static final int MAX_LENGTH = 4_096;

    private static final int HEADER = 3;

    private final UnsafeBuffer list = new UnsafeBuffer(0, 0);
    private MutableDirectBuffer target;
    private int start;
    private int limit;
    private int next;
    private int type;
    private int valueOffset;
    private int valueLength;

    /**
     * Reads a list.
     *
     * @param buffer where it is
     * @param offset where it begins
     * @param length its length, bytes
     * @return this, before the first entry
     */
    public SessionAttributesFlyweight wrap(final DirectBuffer buffer, final int offset, final int length) {
        list.wrap(buffer, offset, length);
        next = 0;
        return this;
    }

    /** @return whether there is another entry, which {@link #type()} and the value then speak of */
    public boolean next() {
        if (list.capacity() - next < HEADER) {
            return false;
        }
        final int length = list.getShort(next + 1) & 0xffff;
        if (length > list.capacity() - next - HEADER) {
            return false;
        }
        type = list.getByte(next) & 0xff;
        valueOffset = next + HEADER;
        valueLength = length;
        next = valueOffset + length;
        return true;
    }

    /** @return the entry's type */
    public int type() {
        return type;
    }

    /** @return the list, in which the value is */
    public DirectBuffer buffer() {
        return list;
    }

    /** @return where the value begins in {@link #buffer()} */
    public int valueOffset() {
        return valueOffset;
    }

    /** @return the value's length, bytes */
    public int valueLength() {
        return valueLength;
    }

    /** @return the value as UTF-8 */
    public String text() {
        return list.getStringWithoutLengthUtf8(valueOffset, valueLength);
    }

    /**
     * Writes a list.
     *
     * @param buffer   where to
     * @param offset   where it begins
     * @param capacity the most that it may take, bytes
     * @return this, empty
     */
    public SessionAttributesFlyweight begin(final MutableDirectBuffer buffer, final int offset, final int capacity) {
        target = buffer;
        start = offset;
        next = offset;
        limit = offset + capacity;
        return this;
    }

    /**
     * Appends an entry.
     *
     * @param entryType its type
     * @param value     where its value is
     * @param offset    where the value begins
     * @param length    its length, bytes
     * @return false if there is no room for it
     */
    public boolean append(final int entryType, final DirectBuffer value, final int offset, final int length) {
        if (length > 0xffff || limit - next < HEADER + length) {
            return false;
        }
        target.putByte(next, (byte) entryType);
        target.putShort(next + 1, (short) length);
        target.putBytes(next + HEADER, value, offset, length);
        next += HEADER + length;
        return true;
    }

    /** @return the length of what was written, bytes */
    public int length() {
        return next - start;
    }
}
