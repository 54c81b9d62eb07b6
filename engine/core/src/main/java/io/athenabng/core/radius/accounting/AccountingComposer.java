package io.athenabng.core.radius.accounting;

import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.NameTemplate;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.session.SessionAttributesFlyweight;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionTable;
import io.athenabng.wire.ethernet.VlanStack;
import io.athenabng.wire.radius.AccessLineAttributes;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusMacFormat;
import io.athenabng.wire.radius.RadiusValues;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes the attributes of Accounting-Requests (RFC 2866, 2869, 3162, 4818) from a session's record, so that a report can be written again
 * after a restart and says the same: a Start happened at the record's start, a Stop at its end.
 *
 * <p>Octets and packets are seen from the NAS: Input is what the subscriber sent. Owner: the session agent.
 */
public final class AccountingComposer {
    /** Most octets of a list. */
    public static final int MAX_LENGTH = 4_076;

    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int VID_BITS = 12;
    private static final int TRUNK_SHIFT = 24;
    /** RFC 4603: PPPoE over Ethernet, over one VLAN tag, over more. */
    private static final int[] PORT_PPPOE_BY_DEPTH = {RadiusValues.NAS_PORT_TYPE_PPPOEOE,
        RadiusValues.NAS_PORT_TYPE_PPPOEOVLAN, RadiusValues.NAS_PORT_TYPE_PPPOEOQINQ};

    private RunningConfiguration configuration;
    private final SessionTable sessions;
    private NameTemplate[] circuitIds;
    private final RadiusAttributeAppender appender = new RadiusAttributeAppender();
    private final SessionAttributesFlyweight entries = new SessionAttributesFlyweight();
    private final UnsafeBuffer stored = new UnsafeBuffer(new byte[SessionAttributesFlyweight.MAX_LENGTH]);
    private final StringBuilder text = new StringBuilder();
    private final byte[] prefix = new byte[RadiusAttributes.IPV6_LENGTH];

    /**
     * A composer.
     *
     * @param configuration the running configuration
     * @param sessions      what sessions have beyond their records
     */
    public AccountingComposer(final RunningConfiguration configuration, final SessionTable sessions) {
        this.sessions = sessions;
        reconfigure(configuration);
    }

    /** Writes by another configuration from now on; a group's Circuit-ID is the same until the next start. */
    void reconfigure(final RunningConfiguration to) {
        configuration = to;
        circuitIds = to.accessGroups().stream().map(group -> NameTemplate.compile(group.circuitId()))
                .toArray(NameTemplate[]::new);
        appender.athenaVendor(to.radius().athenaVendor());
    }

    /**
     * Writes a session's report.
     *
     * @param statusType  {@link AcctStatusType#START}, {@link AcctStatusType#INTERIM} or {@link AcctStatusType#STOP}
     * @param session     the session, with the counters to be reported
     * @param groupIndex  its access group; -1 if that is not configured any more
     * @param nowNs       now, ns since the epoch
     * @param into        where to
     * @param offset      where it begins; there must be room for {@link #MAX_LENGTH}
     * @return octets written
     */
    public int compose(
            final int statusType, final SessionRecordFlyweight session, final int groupIndex, final long nowNs,
            final MutableDirectBuffer into, final int offset) {
        final long eventNs = switch (statusType) {
            case AcctStatusType.START -> session.startNs();
            case AcctStatusType.STOP -> session.endNs();
            default -> nowNs;
        };
        appender.wrap(into, offset, MAX_LENGTH);
        begin(statusType, session.acctSessionId(), eventNs, nowNs);
        appendIdentity(session, groupIndex);
        if (statusType != AcctStatusType.START) {
            appender.put(RadiusAttributes.ACCT_SESSION_TIME, seconds(Math.max(0, eventNs - session.startNs())));
            appendCounter(RadiusAttributes.ACCT_INPUT_OCTETS, RadiusAttributes.ACCT_INPUT_GIGAWORDS, session.upOctets());
            appendCounter(RadiusAttributes.ACCT_OUTPUT_OCTETS, RadiusAttributes.ACCT_OUTPUT_GIGAWORDS, session.downOctets());
            appender.put(RadiusAttributes.ACCT_INPUT_PACKETS, (int) session.upPackets());
            appender.put(RadiusAttributes.ACCT_OUTPUT_PACKETS, (int) session.downPackets());
        }
        if (statusType == AcctStatusType.STOP) {
            appender.put(RadiusAttributes.ACCT_TERMINATE_CAUSE, session.terminateCause().code());
        }
        appendStored(session);
        return appender.length();
    }

    /**
     * Writes Accounting-On or -Off.
     *
     * @param statusType {@link AcctStatusType#ON} or {@link AcctStatusType#OFF}
     * @param nowNs      now, ns since the epoch
     * @param into       where to
     * @param offset     where it begins
     * @return octets written
     */
    public int composeOfNas(final int statusType, final long nowNs, final MutableDirectBuffer into, final int offset) {
        appender.wrap(into, offset, MAX_LENGTH);
        begin(statusType, "abng-" + nowNs / NS_PER_SECOND + "-0", nowNs, nowNs);
        return appender.length();
    }

    private void begin(final int statusType, final String sessionId, final long eventNs, final long nowNs) {
        final RadiusSettings settings = configuration.radius();
        appender.put(RadiusAttributes.ACCT_STATUS_TYPE, statusType);
        appender.put(RadiusAttributes.ACCT_SESSION_ID, sessionId);
        appender.put(RadiusAttributes.EVENT_TIMESTAMP, (int) (eventNs / NS_PER_SECOND));
        appender.put(RadiusAttributes.ACCT_DELAY_TIME, (int) Math.max(0, nowNs / NS_PER_SECOND - eventNs / NS_PER_SECOND));
        appender.put(RadiusAttributes.NAS_IDENTIFIER, settings.nasIdentifier());
        if (settings.nasAddress() != 0) {
            appender.putIpv4(RadiusAttributes.NAS_IP_ADDRESS, settings.nasAddress());
        }
    }

    private void appendIdentity(final SessionRecordFlyweight session, final int groupIndex) {
        final boolean pppoe = session.encapsulation() != SessionRecordFlyweight.ENCAPSULATION_IPOE;
        final int depth = VlanStack.depth(session.vlanStack());
        appender.putMac(RadiusAttributes.CALLING_STATION_ID, session.mac(), RadiusMacFormat.COLON_LOWER);
        appender.put(RadiusAttributes.NAS_PORT, nasPort(session, depth));
        appender.put(RadiusAttributes.NAS_PORT_TYPE,
                pppoe ? PORT_PPPOE_BY_DEPTH[Math.min(depth, PORT_PPPOE_BY_DEPTH.length - 1)] : RadiusValues.NAS_PORT_TYPE_ETHERNET);
        appender.put(RadiusAttributes.SERVICE_TYPE, RadiusValues.SERVICE_TYPE_FRAMED);
        if (pppoe) {
            appender.put(RadiusAttributes.FRAMED_PROTOCOL, RadiusValues.FRAMED_PROTOCOL_PPP);
        }
        boolean byRadius = false;
        if (groupIndex >= 0) {
            byRadius = configuration.accessGroups().get(groupIndex).radius().authenticationGroup() >= 0;
            appender.put(RadiusAttributes.NAS_PORT_ID, circuitId(session, groupIndex));
        }
        appender.put(RadiusAttributes.ACCT_AUTHENTIC, byRadius ? RadiusValues.ACCT_AUTHENTIC_RADIUS : RadiusValues.ACCT_AUTHENTIC_LOCAL);
        if (session.ipv4() != 0) {
            appender.putIpv4(RadiusAttributes.FRAMED_IP_ADDRESS, session.ipv4());
        }
        if (session.framedIpv6PrefixLength() > 0) {
            session.framedIpv6Prefix(prefix, 0);
            appender.putIpv6Prefix(RadiusAttributes.FRAMED_IPV6_PREFIX, prefix, session.framedIpv6PrefixLength());
        }
        if (session.delegatedIpv6PrefixLength() > 0) {
            session.delegatedIpv6Prefix(prefix, 0);
            appender.putIpv6Prefix(RadiusAttributes.DELEGATED_IPV6_PREFIX, prefix, session.delegatedIpv6PrefixLength());
        }
    }

    /** As in the Access-Request. */
    private int nasPort(final SessionRecordFlyweight session, final int depth) {
        final long stack = session.vlanStack();
        final int inner = depth > 0 ? VlanStack.vid(stack, depth - 1) : 0;
        final int outer = depth > 1 ? VlanStack.vid(stack, depth - 2) : 0;
        return Math.max(0, configuration.trunkIndex(session.trunk())) << TRUNK_SHIFT | outer << VID_BITS | inner;
    }

    private CharSequence circuitId(final SessionRecordFlyweight session, final int groupIndex) {
        final AccessGroupSettings group = configuration.accessGroups().get(groupIndex);
        text.setLength(0);
        return circuitIds[groupIndex].render(text, group.trunk(), session.vlanStack(), group.name(), session.mac());
    }

    /** What RADIUS or the access node said of the session: Class is given back as it came, each one. */
    private void appendStored(final SessionRecordFlyweight session) {
        boolean named = false;
        if ((session.flags() & SessionRecordFlyweight.FLAG_ATTRIBUTES) != 0) {
            final int length = sessions.getAttributes(session.sessionId(), stored, 0);
            entries.wrap(stored, 0, Math.max(0, length));
            while (entries.next()) {
                final long key = switch (entries.type()) {
                    case SessionAttributesFlyweight.CLASS -> RadiusAttributes.CLASS;
                    case SessionAttributesFlyweight.LONG_USER_NAME -> RadiusAttributes.USER_NAME;
                    case SessionAttributesFlyweight.AGENT_CIRCUIT_ID -> RadiusAttributes.ADSL_AGENT_CIRCUIT_ID;
                    case SessionAttributesFlyweight.AGENT_REMOTE_ID -> RadiusAttributes.ADSL_AGENT_REMOTE_ID;
                    default -> 0;
                };
                if (entries.type() == SessionAttributesFlyweight.ACCESS_LINE) {
                    AccessLineAttributes.append(appender, entries.buffer(), entries.valueOffset(), entries.valueLength());
                } else if (key != 0) {
                    appender.putBytes(key, entries.buffer(), entries.valueOffset(), entries.valueLength());
                    named |= key == RadiusAttributes.USER_NAME;
                }
            }
        }
        if (!named) {
            appender.put(RadiusAttributes.USER_NAME, session.userName());
        }
    }

    private void appendCounter(final long octets, final long gigawords, final long value) {
        appender.put(octets, (int) value);
        if (value >>> 32 != 0) {
            appender.put(gigawords, (int) (value >>> 32));
        }
    }

    private static int seconds(final long ns) {
        return (int) (ns / NS_PER_SECOND);
    }
}
