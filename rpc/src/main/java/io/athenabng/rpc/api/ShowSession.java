package io.athenabng.rpc.api;

import java.util.List;

/** {@code show.session}: everything about the session, or the few sessions, that one key names. */
public final class ShowSession {
    private ShowSession() {
    }

    /** Exactly one key. */
    public record Params(
        @Describe(value = "Session id", completes = ValueSource.SESSION_ID) Long id,
        @Describe(value = "MAC address", completes = ValueSource.MAC) String mac,
        @Describe(value = "IPv4 address", completes = ValueSource.ADDRESS) String address,
        @Describe(value = "User name", completes = ValueSource.USER) String user,
        @Describe(value = "Circuit-ID, or logical name of the access line", completes = ValueSource.LINE) String circuitId) {
    }

    /** What was found: several where a MAC, a user or a line has several sessions. */
    public record Result(@Describe("The sessions, by ascending id") List<Session> sessions) {
    }

    /** One tag of a line's stack. */
    public record VlanTag(
        @Describe("Tag protocol identifier: 0x8100, 0x88a8 or 0x9100") String tpid,
        @Describe("VLAN id") int vid) {
    }

    /** One session in full. */
    public record Session(
        @Describe("Session id") long id,
        @Describe("Acct-Session-Id") String acctSessionId,
        @Describe("State of the session") String state,
        @Describe("ipoe, pppoe, or outside-ppp of an outside PPP server") String encapsulation,
        @Describe("SESSION_ID of PPPoE; absent of ipoe") Integer pppoeSessionId,
        @Describe("Largest packet that both ends of PPP take, bytes; absent of ipoe") Integer mtu,
        @Describe("User name that was authenticated; absent before authentication") String user,
        @Describe("MAC address") String mac,
        @Describe("Access group") String group,
        @Describe("Trunk interface") String trunk,
        @Describe("Access line (logical name)") String line,
        @Describe("The line's tags from the outside in") List<VlanTag> vlans,
        @Describe("Circuit-ID of the line") String circuitId,
        @Describe("Remote-ID; absent if none") String remoteId,
        @Describe("Name of the line's interface in the kernel; absent if it does not exist") String kernelInterface,
        @Describe("Index of the line's interface in the kernel; absent if it does not exist") Integer interfaceIndex,
        @Describe("Interface that shapes the upload; absent if not shaped") String uploadInterface,
        @Describe("IPv4 address; absent before one is assigned") String address,
        @Describe("Gateway address that the line answers for; absent if none") String gateway,
        @Describe("IPv6 address; absent if none") String ipv6Address,
        @Describe("Delegated IPv6 prefix; absent if none") String ipv6Prefix,
        @Describe("server, relay, external or pppoe: who gave the address") String addressSource,
        @Describe("DHCP server that holds the lease; absent if none") String dhcpServer,
        @Describe("Pool that the address came from; absent if none") String pool,
        @Describe("Length of the lease; absent without a lease") Long leaseSeconds,
        @Describe("When the lease ends; absent without a lease") Long leaseExpiresEpochMs,
        @Describe("When the session started") long startedEpochMs,
        @Describe("When it last showed a sign of life; absent if never") Long lastActivityEpochMs,
        @Describe("Longest duration of the session; absent if unlimited") Long sessionTimeoutSeconds,
        @Describe("Longest silence of the session; absent if unlimited") Long idleTimeoutSeconds,
        @Describe("Shaped rate towards the subscriber; absent if not shaped") Long rateDownBitsPerSecond,
        @Describe("Shaped rate from the subscriber; absent if not shaped") Long rateUpBitsPerSecond,
        @Describe("Bytes that the shaper adds to each packet; absent if not shaped") Integer overheadBytes,
        @Describe("Octets from the subscriber") long inputOctets,
        @Describe("Octets to the subscriber") long outputOctets,
        @Describe("Packets from the subscriber") long inputPackets,
        @Describe("Packets to the subscriber") long outputPackets,
        @Describe("Acct-Terminate-Cause; absent while the session lives") String terminateCause) {
    }
}
