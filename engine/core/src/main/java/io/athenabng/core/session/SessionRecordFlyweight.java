package io.athenabng.core.session;

import io.athenabng.core.port.SessionStore;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A session as it is stored: fixed length, little-endian, read and written in place. IPv6 fields are part of every record.
 *
 * <pre>
 *    0 sessionId            8 vlanStack           16 mac (6) | 22 pppoeSessionId (2)
 *   24 ipv4 | 28 leaseSeconds                     32 startNs
 *   40 leaseExpiryNs       48 lastActivityNs      56 downBitsPerSecond
 *   64 upBitsPerSecond     72 upOctets            80 upPackets
 *   88 downOctets          96 downPackets
 *  104 state | 105 encapsulation | 106 terminateCause | 107 flags
 *  108 sessionTimeoutSeconds | 112 idleTimeoutSeconds | 116 dhcpServerId, or mtu (PPPoE)
 *  120 ipv6Address (16)   136 framedIpv6Prefix (16)   152 delegatedIpv6Prefix (16)
 *  168 framedIpv6PrefixLength | 169 delegatedIpv6PrefixLength | 170 userNameLength | 171 clientIdLength | 172 interimSeconds
 *  176 trunk (16, NUL-padded)   192 group (32, NUL-padded)
 *  224 userName (64)            288 clientId (32)
 *  320
 * </pre>
 *
 * A flyweight belongs to the thread that wraps it; the record in {@link SessionStore} is written by the session agent only.
 */
public final class SessionRecordFlyweight {
    /** Bytes of a record. */
    public static final int LENGTH = 320;
    /** Encapsulation: IP over Ethernet, address by DHCP. */
    public static final int ENCAPSULATION_IPOE = 0;
    /** Encapsulation: PPP over Ethernet. */
    public static final int ENCAPSULATION_PPPOE = 1;
    /** Encapsulation: PPP of an outside server, on an interface of its own ({@link SessionAttributesFlyweight#OUTSIDE_INTERFACE}). */
    public static final int ENCAPSULATION_OUTSIDE_PPP = 2;
    /** Flag: the lease came from an outside DHCP server. */
    public static final int FLAG_RELAYED = 1;
    /** Flag: the data plane has delivered. */
    public static final int FLAG_WAS_UP = 2;
    /** Flag: accounting has been told that the session began. */
    public static final int FLAG_ACCOUNTED = 4;
    /** Flag: the store has attributes of it ({@link SessionAttributesFlyweight}). */
    public static final int FLAG_ATTRIBUTES = 8;
    /** Flag: it was rejected and lives in the walled garden of its group. */
    public static final int FLAG_GARDEN = 16;
    /** Flag: at its Session-Timeout it is authenticated anew (Termination-Action), and goes on if it is accepted. */
    public static final int FLAG_REAUTHENTICATE = 32;
    /** Flag: it was admitted because nobody could say, and is authenticated anew later. */
    public static final int FLAG_PROVISIONAL = 64;
    /** Flag: of PPP, IPV6CP is open. */
    public static final int FLAG_IPV6 = 128;
    /** Longest User-Name that a record keeps, octets. */
    public static final int USER_NAME_MAX = 64;
    /** Longest client identifier (option 61) that a record keeps, octets; of a longer one the first octets. */
    public static final int CLIENT_ID_MAX = 32;
    /** Longest group name, octets. */
    public static final int GROUP_MAX = 32;
    /** Longest trunk name, octets. */
    public static final int TRUNK_MAX = 15;

    private static final long MAC_BITS = 0xffff_ffff_ffffL;
    private static final int STATE = 104;
    private static final int ENCAPSULATION = 105;
    private static final int TERMINATE_CAUSE = 106;
    private static final int FLAGS = 107;
    private static final int IPV6_ADDRESS = 120;
    private static final int FRAMED_IPV6_PREFIX = 136;
    private static final int DELEGATED_IPV6_PREFIX = 152;
    private static final int FRAMED_IPV6_PREFIX_LENGTH = 168;
    private static final int DELEGATED_IPV6_PREFIX_LENGTH = 169;
    private static final int USER_NAME_LENGTH = 170;
    private static final int CLIENT_ID_LENGTH = 171;
    private static final int TRUNK = 176;
    private static final int TRUNK_FIELD = 16;
    private static final int GROUP = 192;
    private static final int USER_NAME = 224;
    private static final int CLIENT_ID = 288;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    /**
     * A record in place.
     *
     * @param source where it is
     * @param offset where it begins
     * @return this
     */
    public SessionRecordFlyweight wrap(final DirectBuffer source, final int offset) {
        buffer.wrap(source, offset, LENGTH);
        return this;
    }

    /**
     * A record in memory of its own.
     *
     * @return this, all zero
     */
    public SessionRecordFlyweight allocate() {
        buffer.wrap(new byte[LENGTH]);
        return this;
    }

    /** @return the record's bytes, {@link #LENGTH} of them */
    public MutableDirectBuffer buffer() {
        return buffer;
    }

    /**
     * Takes over another record.
     *
     * @param other the other
     * @return this
     */
    public SessionRecordFlyweight copyFrom(final SessionRecordFlyweight other) {
        buffer.putBytes(0, other.buffer, 0, LENGTH);
        return this;
    }

    /**
     * All zero.
     *
     * @return this
     */
    public SessionRecordFlyweight clear() {
        buffer.setMemory(0, LENGTH, (byte) 0);
        return this;
    }

    /** @return the session's number, never 0 */
    public long sessionId() {
        return buffer.getLong(0);
    }

    /** Sets {@link #sessionId()}. @return this */
    public SessionRecordFlyweight sessionId(final long sessionId) {
        buffer.putLong(0, sessionId);
        return this;
    }

    /** @return tags, packed as {@code VlanStack} says */
    public long vlanStack() {
        return buffer.getLong(8);
    }

    /** Sets {@link #vlanStack()}. @return this */
    public SessionRecordFlyweight vlanStack(final long vlanStack) {
        buffer.putLong(8, vlanStack);
        return this;
    }

    /** @return the subscriber's MAC, first octet in bits 47-40 */
    public long mac() {
        return buffer.getLong(16) & MAC_BITS;
    }

    /** Sets {@link #mac()}. @return this */
    public SessionRecordFlyweight mac(final long mac) {
        buffer.putLong(16, mac & MAC_BITS | buffer.getLong(16) & ~MAC_BITS);
        return this;
    }

    /** @return the session id of PPPoE; 0 for IPoE */
    public int pppoeSessionId() {
        return buffer.getShort(22) & 0xffff;
    }

    /** Sets {@link #pppoeSessionId()}. @return this */
    public SessionRecordFlyweight pppoeSessionId(final int pppoeSessionId) {
        buffer.putShort(22, (short) pppoeSessionId);
        return this;
    }

    /** @return of PPPoE: the largest packet that both ends take, bytes; it stands where IPoE has {@link #dhcpServerId()} */
    public int mtu() {
        return buffer.getInt(116);
    }

    /** Sets {@link #mtu()}. @return this */
    public SessionRecordFlyweight mtu(final int mtu) {
        buffer.putInt(116, mtu);
        return this;
    }

    /** @return how often accounting reports the session, s; 0 is never */
    public int interimSeconds() {
        return buffer.getInt(172);
    }

    /** Sets {@link #interimSeconds()}. @return this */
    public SessionRecordFlyweight interimSeconds(final int interimSeconds) {
        buffer.putInt(172, interimSeconds);
        return this;
    }

    /** @return the subscriber's IPv4 address, host order */
    public int ipv4() {
        return buffer.getInt(24);
    }

    /** Sets {@link #ipv4()}. @return this */
    public SessionRecordFlyweight ipv4(final int ipv4) {
        buffer.putInt(24, ipv4);
        return this;
    }

    /** @return lease time, s */
    public int leaseSeconds() {
        return buffer.getInt(28);
    }

    /** Sets {@link #leaseSeconds()}. @return this */
    public SessionRecordFlyweight leaseSeconds(final int leaseSeconds) {
        buffer.putInt(28, leaseSeconds);
        return this;
    }

    /** @return when it began, ns since the epoch */
    public long startNs() {
        return buffer.getLong(32);
    }

    /** Sets {@link #startNs()}. @return this */
    public SessionRecordFlyweight startNs(final long startNs) {
        buffer.putLong(32, startNs);
        return this;
    }

    /** @return when the lease ends, ns since the epoch */
    public long leaseExpiryNs() {
        return buffer.getLong(40);
    }

    /** Sets {@link #leaseExpiryNs()}. @return this */
    public SessionRecordFlyweight leaseExpiryNs(final long leaseExpiryNs) {
        buffer.putLong(40, leaseExpiryNs);
        return this;
    }

    /** @return when it ended, ns since the epoch; only of a session that is {@link SessionState#ENDING}, whose lease is over */
    public long endNs() {
        return buffer.getLong(40);
    }

    /** Sets {@link #endNs()}. @return this */
    public SessionRecordFlyweight endNs(final long endNs) {
        buffer.putLong(40, endNs);
        return this;
    }

    /** @return when upload traffic was last seen, ns since the epoch */
    public long lastActivityNs() {
        return buffer.getLong(48);
    }

    /** Sets {@link #lastActivityNs()}. @return this */
    public SessionRecordFlyweight lastActivityNs(final long lastActivityNs) {
        buffer.putLong(48, lastActivityNs);
        return this;
    }

    /** @return download rate; 0 is unlimited */
    public long downBitsPerSecond() {
        return buffer.getLong(56);
    }

    /** Sets {@link #downBitsPerSecond()}. @return this */
    public SessionRecordFlyweight downBitsPerSecond(final long downBitsPerSecond) {
        buffer.putLong(56, downBitsPerSecond);
        return this;
    }

    /** @return upload rate; 0 is unlimited */
    public long upBitsPerSecond() {
        return buffer.getLong(64);
    }

    /** Sets {@link #upBitsPerSecond()}. @return this */
    public SessionRecordFlyweight upBitsPerSecond(final long upBitsPerSecond) {
        buffer.putLong(64, upBitsPerSecond);
        return this;
    }

    /** @return octets from the subscriber */
    public long upOctets() {
        return buffer.getLong(72);
    }

    /** Sets {@link #upOctets()}. @return this */
    public SessionRecordFlyweight upOctets(final long upOctets) {
        buffer.putLong(72, upOctets);
        return this;
    }

    /** @return packets from the subscriber */
    public long upPackets() {
        return buffer.getLong(80);
    }

    /** Sets {@link #upPackets()}. @return this */
    public SessionRecordFlyweight upPackets(final long upPackets) {
        buffer.putLong(80, upPackets);
        return this;
    }

    /** @return octets to the subscriber */
    public long downOctets() {
        return buffer.getLong(88);
    }

    /** Sets {@link #downOctets()}. @return this */
    public SessionRecordFlyweight downOctets(final long downOctets) {
        buffer.putLong(88, downOctets);
        return this;
    }

    /** @return packets to the subscriber */
    public long downPackets() {
        return buffer.getLong(96);
    }

    /** Sets {@link #downPackets()}. @return this */
    public SessionRecordFlyweight downPackets(final long downPackets) {
        buffer.putLong(96, downPackets);
        return this;
    }

    /** @return Session-Timeout, s; 0 is for ever */
    public int sessionTimeoutSeconds() {
        return buffer.getInt(108);
    }

    /** Sets {@link #sessionTimeoutSeconds()}. @return this */
    public SessionRecordFlyweight sessionTimeoutSeconds(final int sessionTimeoutSeconds) {
        buffer.putInt(108, sessionTimeoutSeconds);
        return this;
    }

    /** @return Idle-Timeout, s; 0 is never */
    public int idleTimeoutSeconds() {
        return buffer.getInt(112);
    }

    /** Sets {@link #idleTimeoutSeconds()}. @return this */
    public SessionRecordFlyweight idleTimeoutSeconds(final int idleTimeoutSeconds) {
        buffer.putInt(112, idleTimeoutSeconds);
        return this;
    }

    /** @return the DHCP server that granted the lease, host order */
    public int dhcpServerId() {
        return buffer.getInt(116);
    }

    /** Sets {@link #dhcpServerId()}. @return this */
    public SessionRecordFlyweight dhcpServerId(final int dhcpServerId) {
        buffer.putInt(116, dhcpServerId);
        return this;
    }

    /** @return its phase */
    public SessionState state() {
        return SessionState.get(buffer.getByte(STATE));
    }

    /** Sets {@link #state()}. @return this */
    public SessionRecordFlyweight state(final SessionState state) {
        buffer.putByte(STATE, (byte) state.ordinal());
        return this;
    }

    /** @return why it ended */
    public TerminateCause terminateCause() {
        return TerminateCause.get(buffer.getByte(TERMINATE_CAUSE) & 0xff);
    }

    /** Sets {@link #terminateCause()}. @return this */
    public SessionRecordFlyweight terminateCause(final TerminateCause cause) {
        buffer.putByte(TERMINATE_CAUSE, (byte) cause.code());
        return this;
    }

    /** @return {@link #ENCAPSULATION_IPOE} or {@link #ENCAPSULATION_PPPOE} */
    public int encapsulation() {
        return buffer.getByte(ENCAPSULATION) & 0xff;
    }

    /** Sets {@link #encapsulation()}. @return this */
    public SessionRecordFlyweight encapsulation(final int encapsulation) {
        buffer.putByte(ENCAPSULATION, (byte) encapsulation);
        return this;
    }

    /** @return {@link #FLAG_RELAYED}, {@link #FLAG_WAS_UP} and the others */
    public int flags() {
        return buffer.getByte(FLAGS) & 0xff;
    }

    /** Sets {@link #flags()}. @return this */
    public SessionRecordFlyweight flags(final int flags) {
        buffer.putByte(FLAGS, (byte) flags);
        return this;
    }

    /** @return bits of the line's IPv6 prefix; 0 is none */
    public int framedIpv6PrefixLength() {
        return buffer.getByte(FRAMED_IPV6_PREFIX_LENGTH) & 0xff;
    }

    /** Sets {@link #framedIpv6PrefixLength()}. @return this */
    public SessionRecordFlyweight framedIpv6PrefixLength(final int framedIpv6PrefixLength) {
        buffer.putByte(FRAMED_IPV6_PREFIX_LENGTH, (byte) framedIpv6PrefixLength);
        return this;
    }

    /** @return bits of the delegated IPv6 prefix; 0 is none */
    public int delegatedIpv6PrefixLength() {
        return buffer.getByte(DELEGATED_IPV6_PREFIX_LENGTH) & 0xff;
    }

    /** Sets {@link #delegatedIpv6PrefixLength()}. @return this */
    public SessionRecordFlyweight delegatedIpv6PrefixLength(final int delegatedIpv6PrefixLength) {
        buffer.putByte(DELEGATED_IPV6_PREFIX_LENGTH, (byte) delegatedIpv6PrefixLength);
        return this;
    }

    /**
     * Copies the subscriber's IPv6 address, 16 octets; all zero is none.
     *
     * @param into   where to
     * @param offset where it begins there
     */
    public void ipv6Address(final byte[] into, final int offset) {
        buffer.getBytes(IPV6_ADDRESS, into, offset, 16);
    }

    /** Sets it from 16 octets. @return this */
    public SessionRecordFlyweight ipv6Address(final byte[] octets) {
        buffer.putBytes(IPV6_ADDRESS, octets, 0, 16);
        return this;
    }

    /**
     * Copies the line's IPv6 prefix, 16 octets.
     *
     * @param into   where to
     * @param offset where it begins there
     */
    public void framedIpv6Prefix(final byte[] into, final int offset) {
        buffer.getBytes(FRAMED_IPV6_PREFIX, into, offset, 16);
    }

    /** Sets it from 16 octets. @return this */
    public SessionRecordFlyweight framedIpv6Prefix(final byte[] octets) {
        buffer.putBytes(FRAMED_IPV6_PREFIX, octets, 0, 16);
        return this;
    }

    /**
     * Copies the delegated IPv6 prefix, 16 octets.
     *
     * @param into   where to
     * @param offset where it begins there
     */
    public void delegatedIpv6Prefix(final byte[] into, final int offset) {
        buffer.getBytes(DELEGATED_IPV6_PREFIX, into, offset, 16);
    }

    /** Sets it from 16 octets. @return this */
    public SessionRecordFlyweight delegatedIpv6Prefix(final byte[] octets) {
        buffer.putBytes(DELEGATED_IPV6_PREFIX, octets, 0, 16);
        return this;
    }

    /** @return the trunk's interface name */
    public String trunk() {
        return padded(TRUNK, TRUNK_FIELD);
    }

    /** Sets {@link #trunk()}. @return this */
    public SessionRecordFlyweight trunk(final String trunk) {
        putPadded(TRUNK, TRUNK_FIELD, trunk);
        return this;
    }

    /** @return the access group's name */
    public String group() {
        return padded(GROUP, GROUP_MAX);
    }

    /** Sets {@link #group()}. @return this */
    public SessionRecordFlyweight group(final String group) {
        putPadded(GROUP, GROUP_MAX, group);
        return this;
    }

    /** @return the User-Name; empty if there is none */
    public String userName() {
        final byte[] octets = new byte[Math.min(buffer.getByte(USER_NAME_LENGTH) & 0xff, USER_NAME_MAX)];
        buffer.getBytes(USER_NAME, octets);
        return new String(octets, StandardCharsets.UTF_8);
    }

    /**
     * Sets {@link #userName()}; what does not fit in {@link #USER_NAME_MAX} octets of UTF-8 is cut. Allocates only for a name that is not
     * ASCII.
     *
     * @param userName the name
     * @return this
     */
    public SessionRecordFlyweight userName(final String userName) {
        buffer.setMemory(USER_NAME, USER_NAME_MAX, (byte) 0);
        final int length = Math.min(userName.length(), USER_NAME_MAX);
        for (int i = 0; i < length; i++) {
            final char c = userName.charAt(i);
            if (c > 0x7f) {
                return userNameUtf8(userName);
            }
            buffer.putByte(USER_NAME + i, (byte) c);
        }
        buffer.putByte(USER_NAME_LENGTH, (byte) length);
        return this;
    }

    private SessionRecordFlyweight userNameUtf8(final String userName) {
        final byte[] octets = userName.getBytes(StandardCharsets.UTF_8);
        final int length = Math.min(octets.length, USER_NAME_MAX);
        buffer.setMemory(USER_NAME, USER_NAME_MAX, (byte) 0);
        buffer.putBytes(USER_NAME, octets, 0, length);
        buffer.putByte(USER_NAME_LENGTH, (byte) length);
        return this;
    }

    /** @return octets of the User-Name that are kept */
    public int userNameLength() {
        return Math.min(buffer.getByte(USER_NAME_LENGTH) & 0xff, USER_NAME_MAX);
    }

    /** @return eight octets of the User-Name's field, from the {@code index}-th eight on; zero behind the name */
    long userNameWord(final int index) {
        return buffer.getLong(USER_NAME + (index << 3));
    }

    /** @return the first eight octets of the trunk's name, zero behind it */
    long trunkHead() {
        return buffer.getLong(TRUNK);
    }

    /** @return the trunk's name from the ninth octet on, zero behind it */
    long trunkTail() {
        return buffer.getLong(TRUNK + 8);
    }

    /** @return octets of the client identifier that are kept */
    public int clientIdLength() {
        return Math.min(buffer.getByte(CLIENT_ID_LENGTH) & 0xff, CLIENT_ID_MAX);
    }

    /** @return the offset of the client identifier in {@link #buffer()} */
    public int clientIdOffset() {
        return CLIENT_ID;
    }

    /**
     * Sets the client identifier (option 61).
     *
     * @param source where it is
     * @param offset where it begins
     * @param length its length; more than {@link #CLIENT_ID_MAX} octets are cut
     * @return this
     */
    public SessionRecordFlyweight clientId(final DirectBuffer source, final int offset, final int length) {
        final int kept = Math.min(length, CLIENT_ID_MAX);
        buffer.setMemory(CLIENT_ID, CLIENT_ID_MAX, (byte) 0);
        if (kept > 0) {
            buffer.putBytes(CLIENT_ID, source, offset, kept);
        }
        buffer.putByte(CLIENT_ID_LENGTH, (byte) kept);
        return this;
    }

    /** @return the Acct-Session-Id: {@code abng-<start, seconds since the epoch>-<session id>} */
    public String acctSessionId() {
        return "abng-" + startNs() / 1_000_000_000L + '-' + sessionId();
    }

    private String padded(final int offset, final int width) {
        int length = 0;
        while (length < width && buffer.getByte(offset + length) != 0) {
            length++;
        }
        return buffer.getStringWithoutLengthAscii(offset, length);
    }

    private void putPadded(final int offset, final int width, final String value) {
        buffer.setMemory(offset, width, (byte) 0);
        buffer.putStringWithoutLengthAscii(offset, value, 0, Math.min(value.length(), width));
    }
}
