package io.athenabng.wire.dhcp;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.athenabng.wire.ethernet.MacAddress;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The fixed part of a DHCP message (RFC 2131, section 2).
 *
 * <pre>
 *   0               1               2               3
 *  +---------------+---------------+---------------+---------------+
 *  |      op       |     htype     |     hlen      |     hops      |   0
 *  +---------------+---------------+---------------+---------------+
 *  |                              xid                              |   4
 *  +-------------------------------+-------------------------------+
 *  |             secs              |B|          flags              |   8
 *  +-------------------------------+-------------------------------+
 *  |                            ciaddr                             |  12
 *  |                            yiaddr                             |  16
 *  |                            siaddr                             |  20
 *  |                            giaddr                             |  24
 *  +---------------------------------------------------------------+
 *  |                       chaddr (16 bytes)                       |  28
 *  |                       sname  (64 bytes)                       |  44
 *  |                       file  (128 bytes)                       | 108
 *  +---------------------------------------------------------------+
 *  |                  magic cookie 63 82 53 63                     | 236
 *  +---------------------------------------------------------------+
 *  |                       options (variable)                      | 240
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * Setters need {@link #wrapMutable}. The owner is the agent that wrapped it.
 */
public final class DhcpFlyweight {

    /** Value of op in a message to a server. */
    public static final int BOOTREQUEST = 1;

    /** Value of op in a message from a server. */
    public static final int BOOTREPLY = 2;

    /** Hardware type Ethernet. */
    public static final int HTYPE_ETHERNET = 1;

    /** Bytes of an Ethernet address in chaddr. */
    public static final int HLEN_ETHERNET = 6;

    /** RFC 2131's mark in front of the options. */
    public static final int MAGIC_COOKIE = 0x6382_5363;

    /** Largest number of relay agents between client and server that RFC 1542, 4.1.1 allows to configure. */
    public static final int MAX_HOPS = 16;

    /** Bytes in front of the options, cookie included. */
    public static final int HEADER_LENGTH = 240;

    /** Bytes that a BOOTP receiver may insist on (RFC 1542, 2.1): shorter messages are padded to it. */
    public static final int MIN_MESSAGE_LENGTH = 300;

    /** The broadcast bit of flags. */
    public static final int BROADCAST_FLAG = 0x8000;

    /** Offset of op. */
    public static final int OP_OFFSET = 0;

    /** Offset of hops. */
    public static final int HOPS_OFFSET = 3;

    /** Offset of the transaction identifier. */
    public static final int XID_OFFSET = 4;

    /** Offset of secs. */
    public static final int SECS_OFFSET = 8;

    /** Offset of flags. */
    public static final int FLAGS_OFFSET = 10;

    /** Offset of the client's address. */
    public static final int CIADDR_OFFSET = 12;

    /** Offset of the address that the server gives. */
    public static final int YIADDR_OFFSET = 16;

    /** Offset of the next server's address. */
    public static final int SIADDR_OFFSET = 20;

    /** Offset of the relay agent's address. */
    public static final int GIADDR_OFFSET = 24;

    /** Offset of the client's hardware address. */
    public static final int CHADDR_OFFSET = 28;

    /** Bytes of chaddr. */
    public static final int CHADDR_LENGTH = 16;

    /** Offset of the server's host name; options with overload 2 or 3. */
    public static final int SNAME_OFFSET = 44;

    /** Bytes of sname. */
    public static final int SNAME_LENGTH = 64;

    /** Offset of the boot file name; options with overload 1 or 3. */
    public static final int FILE_OFFSET = 108;

    /** Bytes of file. */
    public static final int FILE_LENGTH = 128;

    /** Offset of the magic cookie. */
    public static final int COOKIE_OFFSET = 236;

    /** Offset of the options. */
    public static final int OPTIONS_OFFSET = HEADER_LENGTH;

    private DirectBuffer buffer;
    private MutableDirectBuffer mutable;
    private int offset;
    private int length;

    /** Views a message for reading. */
    public DhcpFlyweight wrap(final DirectBuffer message, final int messageOffset, final int messageLength) {
        if (messageLength < HEADER_LENGTH) {
            throw new IllegalArgumentException("a DHCP message needs 240 bytes, not " + messageLength);
        }
        buffer = message;
        mutable = null;
        offset = messageOffset;
        length = messageLength;
        return this;
    }

    /** Views a message for reading and writing. */
    public DhcpFlyweight wrapMutable(final MutableDirectBuffer message, final int messageOffset, final int messageLength) {
        wrap(message, messageOffset, messageLength);
        mutable = message;
        return this;
    }

    /** Sets all 240 bytes to zero, but for the magic cookie, htype and hlen of Ethernet. */
    public DhcpFlyweight initialise(final int op) {
        mutable.setMemory(offset, HEADER_LENGTH, (byte) 0);
        mutable.putInt(offset, op << 24 | HTYPE_ETHERNET << 16 | HLEN_ETHERNET << 8, BIG_ENDIAN);
        mutable.putInt(offset + COOKIE_OFFSET, MAGIC_COOKIE, BIG_ENDIAN);
        return this;
    }

    public DirectBuffer buffer() {
        return buffer;
    }

    public int offset() {
        return offset;
    }

    /** Bytes of the message, as it was wrapped. */
    public int length() {
        return length;
    }

    public int op() {
        return buffer.getByte(offset + OP_OFFSET) & 0xff;
    }

    public DhcpFlyweight op(final int op) {
        mutable.putByte(offset + OP_OFFSET, (byte) op);
        return this;
    }

    public int htype() {
        return buffer.getByte(offset + 1) & 0xff;
    }

    public int hlen() {
        return buffer.getByte(offset + 2) & 0xff;
    }

    public int hops() {
        return buffer.getByte(offset + HOPS_OFFSET) & 0xff;
    }

    public DhcpFlyweight hops(final int hops) {
        mutable.putByte(offset + HOPS_OFFSET, (byte) hops);
        return this;
    }

    public int xid() {
        return buffer.getInt(offset + XID_OFFSET, BIG_ENDIAN);
    }

    public DhcpFlyweight xid(final int xid) {
        mutable.putInt(offset + XID_OFFSET, xid, BIG_ENDIAN);
        return this;
    }

    /** Seconds since the client began, as it says. */
    public int secs() {
        return buffer.getShort(offset + SECS_OFFSET, BIG_ENDIAN) & 0xffff;
    }

    public DhcpFlyweight secs(final int secs) {
        mutable.putShort(offset + SECS_OFFSET, (short) secs, BIG_ENDIAN);
        return this;
    }

    public int flags() {
        return buffer.getShort(offset + FLAGS_OFFSET, BIG_ENDIAN) & 0xffff;
    }

    public DhcpFlyweight flags(final int flags) {
        mutable.putShort(offset + FLAGS_OFFSET, (short) flags, BIG_ENDIAN);
        return this;
    }

    /** Whether the client cannot take a unicast answer before it has its address. */
    public boolean isBroadcast() {
        return (flags() & BROADCAST_FLAG) != 0;
    }

    public int ciaddr() {
        return buffer.getInt(offset + CIADDR_OFFSET, BIG_ENDIAN);
    }

    public DhcpFlyweight ciaddr(final int address) {
        mutable.putInt(offset + CIADDR_OFFSET, address, BIG_ENDIAN);
        return this;
    }

    public int yiaddr() {
        return buffer.getInt(offset + YIADDR_OFFSET, BIG_ENDIAN);
    }

    public DhcpFlyweight yiaddr(final int address) {
        mutable.putInt(offset + YIADDR_OFFSET, address, BIG_ENDIAN);
        return this;
    }

    public int siaddr() {
        return buffer.getInt(offset + SIADDR_OFFSET, BIG_ENDIAN);
    }

    public DhcpFlyweight siaddr(final int address) {
        mutable.putInt(offset + SIADDR_OFFSET, address, BIG_ENDIAN);
        return this;
    }

    public int giaddr() {
        return buffer.getInt(offset + GIADDR_OFFSET, BIG_ENDIAN);
    }

    public DhcpFlyweight giaddr(final int address) {
        mutable.putInt(offset + GIADDR_OFFSET, address, BIG_ENDIAN);
        return this;
    }

    /** The first six bytes of chaddr: the client's MAC, if htype is 1 and hlen 6. */
    public long chaddr() {
        return MacAddress.get(buffer, offset + CHADDR_OFFSET);
    }

    /** Writes a MAC to chaddr; the other ten bytes become zero. */
    public DhcpFlyweight chaddr(final long mac) {
        mutable.putLong(offset + CHADDR_OFFSET, mac << 16, BIG_ENDIAN);
        mutable.putLong(offset + CHADDR_OFFSET + 8, 0L);
        return this;
    }

    public int magicCookie() {
        return buffer.getInt(offset + COOKIE_OFFSET, BIG_ENDIAN);
    }
}
