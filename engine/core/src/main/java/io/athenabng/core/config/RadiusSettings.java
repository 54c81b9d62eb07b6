package io.athenabng.core.config;

import java.util.List;

/**
 * RADIUS: servers, groups of servers, accounting, dynamic authorisation. Indices into the lists name servers and groups at run time; they
 * are valid for one running configuration only.
 *
 * @param nasIdentifier        NAS-Identifier; empty is the machine's name
 * @param nasAddress           NAS-IP-Address, host order; 0 is not sent
 * @param athenaVendor         the vendor number of the Athena attributes
 * @param servers              the servers
 * @param serverGroups         groups of servers that access groups name
 * @param accounting           how accounting is done
 * @param dynamicAuthorization CoA and Disconnect; null when nobody may ask
 * @param rateAttributes       other attributes that rates are taken from, in this order after Athena-Rate-Down and -Up
 * @param qosProfiles          named rates
 * @param policies             what Athena-Policy names
 */
public record RadiusSettings(
        String nasIdentifier,
        int nasAddress,
        int athenaVendor,
        List<RadiusServerSettings> servers,
        List<RadiusServerGroupSettings> serverGroups,
        RadiusAccountingSettings accounting,
        DynamicAuthorizationSettings dynamicAuthorization,
        List<RateAttribute> rateAttributes,
        List<QosProfileSettings> qosProfiles,
        List<PolicySettings> policies) {
    /** The vendor number that is reserved for documentation (RFC 5612). */
    public static final int ATHENA_VENDOR = 32473;
    /** No RADIUS at all. */
    public static final RadiusSettings NONE = new RadiusSettings(
            "", 0, ATHENA_VENDOR, List.of(), List.of(), RadiusAccountingSettings.DEFAULT, null, List.of());

    /** Where a rate may be found. */
    public enum RateAttribute {
        /** WISPr-Bandwidth-Max-Down and -Up, bits per second. */
        WISPR,
        /** Mikrotik-Rate-Limit, {@code rx/tx} seen from the router: upload first. */
        MIKROTIK,
        /** Cisco-AVPair: {@code ip:sub-qos-policy-in=} and {@code -out=}, upload and download, naming a QoS profile. */
        CISCO,
        /** Filter-Id that names a QoS profile. */
        FILTER_ID
    }

    /** Takes copies of the lists. */
    public RadiusSettings {
        servers = List.copyOf(servers);
        serverGroups = List.copyOf(serverGroups);
        rateAttributes = List.copyOf(rateAttributes);
        qosProfiles = List.copyOf(qosProfiles);
        policies = List.copyOf(policies);
    }

    /** Settings without QoS profiles and policies. */
    public RadiusSettings(
            final String nasIdentifier, final int nasAddress, final int athenaVendor, final List<RadiusServerSettings> servers,
            final List<RadiusServerGroupSettings> serverGroups, final RadiusAccountingSettings accounting,
            final DynamicAuthorizationSettings dynamicAuthorization, final List<RateAttribute> rateAttributes) {
        this(nasIdentifier, nasAddress, athenaVendor, servers, serverGroups, accounting, dynamicAuthorization, rateAttributes, List.of(),
                List.of());
    }

    /**
     * A QoS profile by its name.
     *
     * @param name the profile's name
     * @return the profile, or null
     */
    public QosProfileSettings qosProfile(final String name) {
        for (final QosProfileSettings profile : qosProfiles) {
            if (profile.name().equals(name)) {
                return profile;
            }
        }
        return null;
    }

    /**
     * A policy by its name.
     *
     * @param name the policy's name
     * @return the policy, or null
     */
    public PolicySettings policy(final String name) {
        for (final PolicySettings policy : policies) {
            if (policy.name().equals(name)) {
                return policy;
            }
        }
        return null;
    }

    /**
     * The index of a server group by its name.
     *
     * @param name the group's name
     * @return its index, or -1 if there is none
     */
    public int serverGroupIndex(final String name) {
        for (int i = 0; i < serverGroups.size(); i++) {
            if (serverGroups.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The index of a server by its name.
     *
     * @param name the server's name
     * @return its index, or -1 if there is none
     */
    public int serverIndex(final String name) {
        for (int i = 0; i < servers.size(); i++) {
            if (servers.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
