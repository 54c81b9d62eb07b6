package io.athenabng.core.dhcp;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.dhcp.DhcpOptionIndex;
import org.agrona.DirectBuffer;

/**
 * Who a client is: its MAC, its client identifier and the line it is on. Reused for each message.
 *
 * <p>On one line a MAC is one client, whatever identifier it sends (a boot loader and the system it starts send different ones, and the
 * data plane delivers to a MAC). On different lines, MAC and identifier together say that a client has moved.
 */
final class ClientKey {
    long mac;
    long clientIdHash;
    int lineId;
    int trunkIndex;
    long vlanStack;

    ClientKey set(final AccessLine line, final long newMac, final long newClientIdHash) {
        mac = newMac;
        clientIdHash = newClientIdHash;
        lineId = line.lineId();
        trunkIndex = line.trunkIndex();
        vlanStack = line.vlanStack();
        return this;
    }

    /**
     * A hash of as much of a client identifier as a session's record keeps, so that it is the same after a restart.
     *
     * @return the hash, 0 for an empty one
     */
    static long hash(final DirectBuffer buffer, final int offset, final int length) {
        return LineNames.hash(buffer, offset, Math.min(length, SessionRecordFlyweight.CLIENT_ID_MAX));
    }

    /** Copies a message's client identifier into the outcome. */
    static void copyClientId(final DhcpOptionIndex options, final DhcpOutcome outcome) {
        outcome.clientIdLength =
                options.copyValue(DhcpOption.CLIENT_IDENTIFIER, outcome.clientId(), 0, DhcpOutcome.CLIENT_ID_MAX);
    }
}
