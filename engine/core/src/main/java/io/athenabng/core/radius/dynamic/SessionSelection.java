package io.athenabng.core.radius.dynamic;

import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.NameTemplate;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionState;
import io.athenabng.core.session.SessionTable;
import io.athenabng.wire.radius.RadiusAttributeCursor;
import io.athenabng.wire.radius.RadiusAttributes;
import java.util.Arrays;

/**
 * Finds the one session that a request means (RFC 5176 section 3). Each identification attribute that is there must agree; the most telling
 * one is looked up in its index, the others are compared with what that gives, so that no request costs a walk over all sessions.
 *
 * <p>Looked up: Acct-Session-Id, Framed-IP-Address, NAS-Port-Id (the Circuit-ID), Calling-Station-Id (the MAC, in any notation), User-Name.
 * Compared: Framed-IPv6-Prefix, Delegated-IPv6-Prefix. NAS-Identifier and NAS-IP-Address must be ours.
 */
final class SessionSelection {
    private static final int MAC_DIGITS = 12;
    private static final int FRAMED_IPV6_PREFIX_INDEX = 0;
    private static final int DELEGATED_IPV6_PREFIX_INDEX = 1;

    private RunningConfiguration configuration;
    private final SessionTable sessions;
    private final CircuitIndex circuits = new CircuitIndex();
    private NameTemplate[] circuitIds;
    private final StringBuilder circuit = new StringBuilder();
    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
    private final byte[][] prefixes = new byte[2][RadiusAttributes.IPV6_LENGTH];
    private final int[] prefixLengths = new int[2];
    private final byte[] octets = new byte[RadiusAttributes.IPV6_LENGTH];

    private String acctSessionId;
    private String userName;
    private String nasPortId;
    private boolean hasAddress;
    private int address;
    private boolean hasMac;
    private long mac;
    private ErrorCause problem;
    private long found;

    SessionSelection(final RunningConfiguration configuration, final SessionTable sessions) {
        this.sessions = sessions;
        reconfigure(configuration);
    }

    /** Finds sessions by another configuration from now on; a group's Circuit-ID is the same until the next start. */
    void reconfigure(final RunningConfiguration to) {
        configuration = to;
        circuitIds = to.accessGroups().stream().map(group -> NameTemplate.compile(group.circuitId()))
                .toArray(NameTemplate[]::new);
    }

    void onSessionUp(final SessionRecordFlyweight session) {
        final CharSequence name = circuitId(session);
        if (!name.isEmpty()) {
            circuits.add(session.sessionId(), CircuitIndex.hash(name));
        }
    }

    void onSessionEnded(final long sessionId) {
        circuits.remove(sessionId);
    }

    private CharSequence circuitId(final SessionRecordFlyweight session) {
        circuit.setLength(0);
        final int index = configuration.groupIndex(session.group());
        if (index >= 0) {
            final AccessGroupSettings group = configuration.accessGroups().get(index);
            circuitIds[index].render(circuit, group.trunk(), session.vlanStack(), group.name(), session.mac());
        }
        return circuit;
    }

    /** Begins with a new request. */
    void clear() {
        acctSessionId = null;
        userName = null;
        nasPortId = null;
        hasAddress = false;
        hasMac = false;
        prefixLengths[0] = -1;
        prefixLengths[1] = -1;
        problem = ErrorCause.NONE;
        found = SessionTable.NO_SESSION;
    }

    /** Takes an attribute if it identifies the NAS or a session; false if it does neither. */
    boolean take(final RadiusAttributeCursor cursor) {
        final long key = cursor.key();
        if (key == RadiusAttributes.ACCT_SESSION_ID) {
            acctSessionId = once(acctSessionId, cursor.text());
        } else if (key == RadiusAttributes.USER_NAME) {
            userName = once(userName, cursor.text());
        } else if (key == RadiusAttributes.NAS_PORT_ID) {
            nasPortId = once(nasPortId, cursor.text());
        } else if (key == RadiusAttributes.FRAMED_IP_ADDRESS) {
            require(cursor.valueLength() == Integer.BYTES && !hasAddress, ErrorCause.INVALID_REQUEST);
            hasAddress = true;
            address = cursor.ipv4(0);
        } else if (key == RadiusAttributes.CALLING_STATION_ID) {
            takeMac(cursor);
        } else if (key == RadiusAttributes.FRAMED_IPV6_PREFIX) {
            takePrefix(cursor, FRAMED_IPV6_PREFIX_INDEX);
        } else if (key == RadiusAttributes.DELEGATED_IPV6_PREFIX) {
            takePrefix(cursor, DELEGATED_IPV6_PREFIX_INDEX);
        } else if (key == RadiusAttributes.NAS_IDENTIFIER) {
            require(cursor.text().equals(configuration.radius().nasIdentifier()), ErrorCause.NAS_IDENTIFICATION_MISMATCH);
        } else if (key == RadiusAttributes.NAS_IP_ADDRESS) {
            require(cursor.valueLength() == Integer.BYTES, ErrorCause.INVALID_REQUEST);
            require(cursor.ipv4(0) == configuration.radius().nasAddress() && configuration.radius().nasAddress() != 0,
                    ErrorCause.NAS_IDENTIFICATION_MISMATCH);
        } else if (key == RadiusAttributes.NAS_IPV6_ADDRESS) {
            require(false, ErrorCause.NAS_IDENTIFICATION_MISMATCH);
        } else {
            return false;
        }
        return true;
    }

    private void require(final boolean holds, final ErrorCause otherwise) {
        // That the request is for somebody else comes before anything that is wrong with it.
        if (!holds && (problem == ErrorCause.NONE || otherwise == ErrorCause.NAS_IDENTIFICATION_MISMATCH)) {
            problem = otherwise;
        }
    }

    private String once(final String before, final String value) {
        require(before == null && !value.isEmpty(), ErrorCause.INVALID_REQUEST);
        return value;
    }

    private void takeMac(final RadiusAttributeCursor cursor) {
        long value = 0;
        int digits = 0;
        for (int i = 0; i < cursor.valueLength(); i++) {
            final int c = cursor.buffer().getByte(cursor.valueOffset() + i);
            final int digit = Character.digit(c, 16);
            if (digit >= 0) {
                value = value << 4 | digit;
                digits++;
            } else if (c != ':' && c != '-' && c != '.') {
                digits = MAC_DIGITS + 1;
            }
        }
        require(digits == MAC_DIGITS, ErrorCause.INVALID_ATTRIBUTE_VALUE);
        require(!hasMac, ErrorCause.INVALID_REQUEST);
        hasMac = true;
        mac = value;
    }

    private void takePrefix(final RadiusAttributeCursor cursor, final int index) {
        require(prefixLengths[index] < 0 && cursor.ipv6Prefix(prefixes[index]), ErrorCause.INVALID_REQUEST);
        prefixLengths[index] = cursor.prefixLength();
    }

    /** What is wrong with what was taken; {@link ErrorCause#NONE} if nothing is. */
    ErrorCause problem() {
        return problem;
    }

    /** Finds the session; {@link #sessionId()} is it if the answer is {@link ErrorCause#NONE}. */
    ErrorCause find() {
        found = SessionTable.NO_SESSION;
        int matches = 0;
        if (acctSessionId != null) {
            matches += tryOne(sessions.findByAcctSessionId(acctSessionId));
        } else if (hasAddress) {
            matches += tryOne(sessions.findByAddress(address));
        } else if (nasPortId != null) {
            for (long id = circuits.first(CircuitIndex.hash(nasPortId)); id != CircuitIndex.NONE; id = circuits.next(id)) {
                matches += tryOne(id);
            }
        } else if (hasMac) {
            for (long id = sessions.firstByMac(mac); id != SessionTable.NO_SESSION; id = sessions.nextByMac(id)) {
                matches += tryOne(id);
            }
        } else if (userName != null) {
            // The table's walk keeps the name in a place of its own that reading records does not touch.
            for (long id = sessions.firstByUserName(userName); id != SessionTable.NO_SESSION && matches < 2;
                    id = sessions.nextByUserName(id)) {
                matches += tryOne(id);
            }
        } else {
            return ErrorCause.MISSING_ATTRIBUTE;
        }
        return matches == 0 ? ErrorCause.SESSION_CONTEXT_NOT_FOUND
                : matches > 1 ? ErrorCause.MULTIPLE_SESSION_SELECTION_UNSUPPORTED : ErrorCause.NONE;
    }

    private int tryOne(final long sessionId) {
        if (sessionId == SessionTable.NO_SESSION || !sessions.get(sessionId, record) || record.state() == SessionState.ENDING
                || !agrees()) {
            return 0;
        }
        found = sessionId;
        return 1;
    }

    private boolean agrees() {
        return (acctSessionId == null || acctSessionId.equals(record.acctSessionId()))
                && (!hasAddress || record.ipv4() == address)
                && (!hasMac || record.mac() == mac)
                && (userName == null || sameUserName())
                && (nasPortId == null || nasPortId.contentEquals(circuitId(record)))
                && prefixAgrees(FRAMED_IPV6_PREFIX_INDEX, record.framedIpv6PrefixLength())
                && prefixAgrees(DELEGATED_IPV6_PREFIX_INDEX, record.delegatedIpv6PrefixLength());
    }

    /** Names are compared by the octets that a record keeps, as in the table. */
    private boolean sameUserName() {
        final String kept = record.userName();
        return kept.equals(userName) || record.userNameLength() == SessionRecordFlyweight.USER_NAME_MAX && userName.startsWith(kept);
    }

    private boolean prefixAgrees(final int index, final int length) {
        if (prefixLengths[index] < 0) {
            return true;
        }
        if (index == FRAMED_IPV6_PREFIX_INDEX) {
            record.framedIpv6Prefix(octets, 0);
        } else {
            record.delegatedIpv6Prefix(octets, 0);
        }
        return prefixLengths[index] == length && Arrays.equals(octets, prefixes[index]);
    }

    /** The session that was found. */
    long sessionId() {
        return found;
    }
}
