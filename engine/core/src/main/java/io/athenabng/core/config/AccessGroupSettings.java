package io.athenabng.core.config;

import java.util.List;

/**
 * What is served behind a set of tag stacks, and how.
 *
 * @param name               its name
 * @param trunk              the trunk's interface name
 * @param vlans              the tag stacks that belong to it; no stack belongs to two groups of a trunk
 * @param subscribersPerLine 1 for 1:1 lines; more for lines that several subscribers share
 * @param gateway            the gateway address of the unnumbered lines, host order
 * @param gatewayPrefixLength the subnet's prefix length
 * @param isolated           whether subscribers of the group are kept from each other
 * @param lineIdleTimeoutNs  after how long a line without a session is removed
 * @param sessionIdleTimeoutNs after how long a session without upload traffic ends; 0 is never
 * @param sessionTimeoutNs   how long a session may last; 0 is for ever
 * @param circuitId          {@link NameTemplate} of the Circuit-ID
 * @param remoteId           {@link NameTemplate} of the Remote-ID; empty is none
 * @param userName           {@link NameTemplate} of the User-Name
 * @param authentication     who is asked before anything is offered
 * @param onReject           what a rejected subscriber is told
 * @param radius             how RADIUS is used
 * @param shaping            default rates and how they are shaped
 * @param dhcp               how DHCP is served
 * @param pppoe              how PPPoE is served
 */
public record AccessGroupSettings(
        String name,
        String trunk,
        List<VlanRange> vlans,
        int subscribersPerLine,
        int gateway,
        int gatewayPrefixLength,
        boolean isolated,
        long lineIdleTimeoutNs,
        long sessionIdleTimeoutNs,
        long sessionTimeoutNs,
        String circuitId,
        String remoteId,
        String userName,
        Authentication authentication,
        OnReject onReject,
        RadiusAccessSettings radius,
        ShapingSettings shaping,
        DhcpSettings dhcp,
        PppoeSettings pppoe) {
    /** Longest name of a group, characters of ASCII: the session record keeps no more. */
    public static final int NAME_MAX = 32;

    public AccessGroupSettings {
        vlans = List.copyOf(vlans);
    }

    /** A group without PPPoE. */
    public AccessGroupSettings(final String name, final String trunk, final List<VlanRange> vlans, final int subscribersPerLine,
            final int gateway, final int gatewayPrefixLength, final boolean isolated, final long lineIdleTimeoutNs,
            final long sessionIdleTimeoutNs, final long sessionTimeoutNs, final String circuitId, final String remoteId,
            final String userName, final Authentication authentication, final OnReject onReject, final RadiusAccessSettings radius,
            final ShapingSettings shaping, final DhcpSettings dhcp) {
        this(name, trunk, vlans, subscribersPerLine, gateway, gatewayPrefixLength, isolated, lineIdleTimeoutNs, sessionIdleTimeoutNs,
                sessionTimeoutNs, circuitId, remoteId, userName, authentication, onReject, radius, shaping, dhcp, PppoeSettings.NONE);
    }

    /** Who is asked before anything is offered. */
    public enum Authentication {
        /** Nobody: everyone is served with the group's defaults. */
        NONE,
        /** The local users of this configuration. */
        LOCAL,
        /** RADIUS servers. */
        RADIUS
    }

    /** What a rejected subscriber is told. */
    public enum OnReject {
        /** Nothing. */
        SILENT,
        /** A DHCPNAK to each Request. */
        NAK
    }
}
