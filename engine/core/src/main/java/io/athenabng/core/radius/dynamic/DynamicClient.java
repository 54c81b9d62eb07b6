package io.athenabng.core.radius.dynamic;

import io.athenabng.core.config.DynamicAuthorizationSettings;
import io.athenabng.wire.radius.RadiusSecret;

/** A dynamic authorisation client: its secret, and how much it has asked lately. */
final class DynamicClient {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    final int index;
    final DynamicAuthorizationSettings.Client settings;
    final int perSecond;
    final long addressHigh;
    /** The last 64 bits; an IPv4 address is mapped. */
    final long addressLow;
    /** Another client whose address has the same hash. */
    DynamicClient next;
    final RadiusSecret secret;
    final boolean requireMessageAuthenticator;
    private final long nsPerRequest;
    private long creditNs = NS_PER_SECOND;
    private long lastNs;

    DynamicClient(
            final int index, final DynamicAuthorizationSettings.Client settings, final long addressHigh, final long addressLow,
            final int perSecond, final long nowNs) {
        this.index = index;
        this.settings = settings;
        this.perSecond = perSecond;
        this.addressHigh = addressHigh;
        this.addressLow = addressLow;
        this.secret = new RadiusSecret(settings.secret().octets());
        this.requireMessageAuthenticator = settings.requireMessageAuthenticator();
        this.nsPerRequest = NS_PER_SECOND / Math.max(1, perSecond);
        this.lastNs = nowNs;
    }

    /** Whether one more request may be looked at; in a second as many as configured, at once too. */
    boolean tryTake(final long nowNs) {
        creditNs = Math.min(NS_PER_SECOND, creditNs + Math.max(0, nowNs - lastNs));
        lastNs = nowNs;
        if (creditNs < nsPerRequest) {
            return false;
        }
        creditNs -= nsPerRequest;
        return true;
    }
}
