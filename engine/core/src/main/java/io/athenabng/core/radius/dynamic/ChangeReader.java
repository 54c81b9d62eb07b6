package io.athenabng.core.radius.dynamic;

import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.core.radius.access.AccessAnswerDecoder;
import io.athenabng.wire.radius.RadiusAttributeCursor;
import io.athenabng.wire.radius.RadiusAttributes;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongHashSet;

/**
 * Reads what a CoA-Request gives a session, as {@link AccessAnswerDecoder} reads an Access-Accept. Obeyed are those attributes that can be
 * changed while a session is up: rates by every attribute that the configuration takes rates from, QoS profile, policy, Session-Timeout,
 * Idle-Timeout, Termination-Action, Acct-Interim-Interval, Class. Where an answer may be passed over, a change is refused: its client can
 * mend it. Owner: the session agent.
 */
public final class ChangeReader implements ProfileReader {
    private final AccessAnswerDecoder decoder;
    private final RadiusAttributeCursor cursor = new RadiusAttributeCursor();
    private final LongHashSet obeyed = new LongHashSet();

    /**
     * A reader.
     *
     * @param settings the RADIUS settings
     * @param decoder  decodes answers
     */
    public ChangeReader(final RadiusSettings settings, final AccessAnswerDecoder decoder) {
        this.decoder = decoder;
        reconfigure(settings);
    }

    /**
     * Obeys by other settings from now on; the decoder has them already.
     *
     * @param settings the RADIUS settings
     */
    public void reconfigure(final RadiusSettings settings) {
        cursor.athenaVendor(settings.athenaVendor());
        obeyed.clear();
        for (final long key : new long[] {
            RadiusAttributes.ATHENA_RATE_DOWN, RadiusAttributes.ATHENA_RATE_UP, RadiusAttributes.ATHENA_QOS_PROFILE,
            RadiusAttributes.ATHENA_POLICY, RadiusAttributes.SESSION_TIMEOUT, RadiusAttributes.IDLE_TIMEOUT,
            RadiusAttributes.TERMINATION_ACTION, RadiusAttributes.ACCT_INTERIM_INTERVAL, RadiusAttributes.CLASS}) {
            obeyed.add(key);
        }
        for (final RadiusSettings.RateAttribute attribute : settings.rateAttributes()) {
            switch (attribute) {
                case WISPR -> {
                    obeyed.add(RadiusAttributes.WISPR_BANDWIDTH_MAX_DOWN);
                    obeyed.add(RadiusAttributes.WISPR_BANDWIDTH_MAX_UP);
                }
                case MIKROTIK -> obeyed.add(RadiusAttributes.MIKROTIK_RATE_LIMIT);
                case CISCO -> obeyed.add(RadiusAttributes.CISCO_AVPAIR);
                case FILTER_ID -> obeyed.add(RadiusAttributes.FILTER_ID);
                default -> throw new IllegalStateException("rates by " + attribute);
            }
        }
    }

    @Override
    public boolean obeys(final long key) {
        return obeyed.contains(key);
    }

    @Override
    public SubscriberProfile read(final DirectBuffer attributes, final int offset, final int length) {
        cursor.wrap(attributes, offset, length);
        while (cursor.next()) {
            final long key = cursor.key();
            final boolean number = key == RadiusAttributes.SESSION_TIMEOUT || key == RadiusAttributes.IDLE_TIMEOUT
                    || key == RadiusAttributes.ACCT_INTERIM_INTERVAL || key == RadiusAttributes.TERMINATION_ACTION;
            // A session of no time is ended by a Disconnect-Request.
            if (number && cursor.valueLength() != Integer.BYTES || key == RadiusAttributes.SESSION_TIMEOUT && cursor.intValue(0) == 0) {
                return null;
            }
        }
        return decoder.decode(attributes, offset, length, "");
    }
}
