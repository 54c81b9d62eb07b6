package io.athenabng.core.radius.access;

import io.athenabng.wire.radius.RadiusAttributes;
import org.agrona.collections.LongHashSet;

/** The attributes of answers that are obeyed: what {@link AccessAnswerDecoder} takes and docs/radius.md lists. */
final class ObeyedAttributes {
    private static final LongHashSet KEYS = new LongHashSet();

    static {
        for (final long key : new long[] {
            RadiusAttributes.USER_NAME, RadiusAttributes.FRAMED_IP_ADDRESS, RadiusAttributes.FRAMED_IP_NETMASK,
            RadiusAttributes.FRAMED_POOL, RadiusAttributes.FRAMED_ROUTE, RadiusAttributes.SESSION_TIMEOUT, RadiusAttributes.IDLE_TIMEOUT,
            RadiusAttributes.ACCT_INTERIM_INTERVAL, RadiusAttributes.TERMINATION_ACTION, RadiusAttributes.CLASS,
            RadiusAttributes.REPLY_MESSAGE, RadiusAttributes.FILTER_ID, RadiusAttributes.FRAMED_IPV6_PREFIX,
            RadiusAttributes.DELEGATED_IPV6_PREFIX, RadiusAttributes.FRAMED_IPV6_POOL, RadiusAttributes.DELEGATED_IPV6_PREFIX_POOL,
            RadiusAttributes.ATHENA_RATE_DOWN, RadiusAttributes.ATHENA_RATE_UP, RadiusAttributes.ATHENA_QOS_PROFILE,
            RadiusAttributes.ATHENA_POLICY, RadiusAttributes.WISPR_BANDWIDTH_MAX_DOWN, RadiusAttributes.WISPR_BANDWIDTH_MAX_UP,
            RadiusAttributes.MIKROTIK_RATE_LIMIT, RadiusAttributes.CISCO_AVPAIR, RadiusAttributes.MS_PRIMARY_DNS_SERVER,
            RadiusAttributes.MS_SECONDARY_DNS_SERVER, RadiusAttributes.MS_CHAP2_SUCCESS, RadiusAttributes.MS_CHAP_ERROR}) {
            KEYS.add(key);
        }
    }

    private ObeyedAttributes() {
    }

    static boolean contains(final long key) {
        return KEYS.contains(key);
    }
}
