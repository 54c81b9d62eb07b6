package io.athenabng.core.lifecycle;

import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.UserSettings;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.core.session.SessionAttributesFlyweight;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionTable;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A profile in a session's record and attributes, and back: everything of it that a session needs survives a restart. Values that a
 * profile leaves open are the serving group's.
 */
final class SessionProfiles {
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int ROUTE_LENGTH = 13;
    private static final int PREFIX_LENGTH = 16;

    private RunningConfiguration configuration;
    private final SessionTable sessions;
    private final SessionAttributesFlyweight attributes = new SessionAttributesFlyweight();
    private final UnsafeBuffer list = new UnsafeBuffer(new byte[SessionAttributesFlyweight.MAX_LENGTH]);
    private final UnsafeBuffer value = new UnsafeBuffer(new byte[SessionAttributesFlyweight.MAX_LENGTH]);
    private final SessionAttributesFlyweight keptReader = new SessionAttributesFlyweight();
    private final UnsafeBuffer kept = new UnsafeBuffer(new byte[SessionAttributesFlyweight.MAX_LENGTH]);
    private final byte[] prefix = new byte[PREFIX_LENGTH];

    SessionProfiles(final RunningConfiguration configuration, final SessionTable sessions) {
        this.configuration = configuration;
        this.sessions = sessions;
    }

    /** Fills in what a profile leaves open by another configuration from now on. */
    void reconfigure(final RunningConfiguration to) {
        configuration = to;
    }

    /** Everything that authentication says, for a session that begins or is authorised anew at a time. */
    void authorise(final SessionRecordFlyweight record, final AccessGroupSettings service, final SubscriberProfile profile,
            final long nowNs) {
        final SubscriberProfile.Extras extras = profile.extras();
        final long timeoutNs = profile.sessionTimeoutNs() == 0 ? service.sessionTimeoutNs() : profile.sessionTimeoutNs();
        record.downBitsPerSecond(profile.downBitsPerSecond() == UserSettings.UNSET
                        ? service.shaping().downBitsPerSecond() : profile.downBitsPerSecond())
                .upBitsPerSecond(profile.upBitsPerSecond() == UserSettings.UNSET
                        ? service.shaping().upBitsPerSecond() : profile.upBitsPerSecond())
                .sessionTimeoutSeconds(timeoutSeconds(record, timeoutNs, nowNs))
                .idleTimeoutSeconds(seconds(extras.idleTimeoutNs() == UserSettings.UNSET
                        ? service.sessionIdleTimeoutNs() : extras.idleTimeoutNs()))
                .interimSeconds(seconds(interimNs(extras.interimIntervalNs())))
                .userName(profile.userName());
        flag(record, SessionRecordFlyweight.FLAG_REAUTHENTICATE,
                extras.reauthenticateAtEnd() && timeoutNs > 0 && mayBeAskedAgain(record));
        prefixes(record, extras);
    }

    /** The password of PPP is not kept: at its Session-Timeout it ends, and its client may dial again. */
    private static boolean mayBeAskedAgain(final SessionRecordFlyweight record) {
        return record.encapsulation() == SessionRecordFlyweight.ENCAPSULATION_IPOE;
    }

    /** What a change says; what it does not say stays. */
    void change(final SessionRecordFlyweight record, final SubscriberProfile change, final long nowNs) {
        final SubscriberProfile.Extras extras = change.extras();
        if (change.downBitsPerSecond() != UserSettings.UNSET) {
            record.downBitsPerSecond(change.downBitsPerSecond());
        }
        if (change.upBitsPerSecond() != UserSettings.UNSET) {
            record.upBitsPerSecond(change.upBitsPerSecond());
        }
        if (change.sessionTimeoutNs() > 0) {
            record.sessionTimeoutSeconds(timeoutSeconds(record, change.sessionTimeoutNs(), nowNs));
        }
        if (extras.idleTimeoutNs() != UserSettings.UNSET) {
            record.idleTimeoutSeconds(seconds(extras.idleTimeoutNs()));
        }
        if (extras.interimIntervalNs() != UserSettings.UNSET) {
            record.interimSeconds(seconds(interimNs(extras.interimIntervalNs())));
        }
        if (extras.reauthenticateAtEnd()) {
            flag(record, SessionRecordFlyweight.FLAG_REAUTHENTICATE, record.sessionTimeoutSeconds() > 0 && mayBeAskedAgain(record));
        }
        prefixes(record, extras);
    }

    /** A profile with what a change says. Who the subscriber is and where stays. */
    static SubscriberProfile merged(final SubscriberProfile known, final SubscriberProfile change) {
        final SubscriberProfile.Extras old = known.extras();
        final SubscriberProfile.Extras now = change.extras();
        return new SubscriberProfile(known.userName(), set(change.downBitsPerSecond(), known.downBitsPerSecond()),
                set(change.upBitsPerSecond(), known.upBitsPerSecond()), known.address(), known.pool(),
                change.sessionTimeoutNs() > 0 ? change.sessionTimeoutNs() : known.sessionTimeoutNs(),
                new SubscriberProfile.Extras(now.netmask() != 0 ? now.netmask() : old.netmask(),
                        now.routes().isEmpty() ? old.routes() : now.routes(), set(now.idleTimeoutNs(), old.idleTimeoutNs()),
                        set(now.interimIntervalNs(), old.interimIntervalNs()), now.classes().isEmpty() ? old.classes() : now.classes(),
                        now.reauthenticateAtEnd() || old.reauthenticateAtEnd(), now.dns().isEmpty() ? old.dns() : now.dns(),
                        set(now.qosProfile(), old.qosProfile()), set(now.policy(), old.policy()),
                        now.framedIpv6Prefix() == null ? old.framedIpv6Prefix() : now.framedIpv6Prefix(),
                        now.delegatedIpv6Prefix() == null ? old.delegatedIpv6Prefix() : now.delegatedIpv6Prefix(),
                        set(now.framedIpv6Pool(), old.framedIpv6Pool()), set(now.delegatedIpv6Pool(), old.delegatedIpv6Pool()),
                        now.message(), now.msChapV2Response()));
    }

    private static long set(final long change, final long known) {
        return change == UserSettings.UNSET ? known : change;
    }

    private static String set(final String change, final String known) {
        return change.isEmpty() ? known : change;
    }

    static void flag(final SessionRecordFlyweight record, final int flag, final boolean on) {
        record.flags(on ? record.flags() | flag : record.flags() & ~flag);
    }

    private static int seconds(final long ns) {
        return (int) Math.min(Integer.MAX_VALUE, ns / NS_PER_SECOND);
    }

    /** Counted from the session's begin, though it was said later. */
    private static int timeoutSeconds(final SessionRecordFlyweight record, final long timeoutNs, final long nowNs) {
        return timeoutNs == 0 ? 0 : (int) Math.min(Integer.MAX_VALUE,
                timeoutNs / NS_PER_SECOND + Math.max(0, nowNs - record.startNs()) / NS_PER_SECOND);
    }

    private long interimNs(final long said) {
        if (said == UserSettings.UNSET) {
            return configuration.radius().accounting().interimIntervalNs();
        }
        return said == 0 ? 0 : Math.max(said, configuration.radius().accounting().minInterimNs());
    }

    private void prefixes(final SessionRecordFlyweight record, final SubscriberProfile.Extras extras) {
        if (extras.framedIpv6Prefix() != null) {
            record.framedIpv6Prefix(octets(extras.framedIpv6Prefix())).framedIpv6PrefixLength(extras.framedIpv6Prefix().length());
        }
        if (extras.delegatedIpv6Prefix() != null) {
            record.delegatedIpv6Prefix(octets(extras.delegatedIpv6Prefix()))
                    .delegatedIpv6PrefixLength(extras.delegatedIpv6Prefix().length());
        }
    }

    private byte[] octets(final SubscriberProfile.Ipv6Prefix of) {
        value.putLong(0, of.high(), ByteOrder.BIG_ENDIAN);
        value.putLong(Long.BYTES, of.low(), ByteOrder.BIG_ENDIAN);
        value.getBytes(0, prefix);
        return prefix;
    }

    /** Stores what of a profile is not in the record, and says in the record whether there is such; false if there is no room. */
    boolean store(final SessionRecordFlyweight record, final SubscriberProfile profile) {
        final SubscriberProfile.Extras extras = profile.extras();
        final boolean had = (record.flags() & SessionRecordFlyweight.FLAG_ATTRIBUTES) != 0;
        final int before = had ? sessions.getAttributes(record.sessionId(), kept, 0) : 0;
        attributes.begin(list, 0, list.capacity());
        boolean fits = keepAccessLine(Math.max(0, before)) & text(SessionAttributesFlyweight.POLICY, extras.policy())
                & text(SessionAttributesFlyweight.QOS_PROFILE, extras.qosProfile())
                & text(SessionAttributesFlyweight.FRAMED_IPV6_POOL, extras.framedIpv6Pool())
                & text(SessionAttributesFlyweight.DELEGATED_IPV6_POOL, extras.delegatedIpv6Pool());
        if (profile.userName().getBytes(StandardCharsets.UTF_8).length > SessionRecordFlyweight.USER_NAME_MAX) {
            fits &= text(SessionAttributesFlyweight.LONG_USER_NAME, profile.userName());
        }
        if (extras.netmask() != 0) {
            value.putInt(0, extras.netmask(), ByteOrder.LITTLE_ENDIAN);
            fits &= attributes.append(SessionAttributesFlyweight.NETMASK, value, 0, Integer.BYTES);
        }
        for (int i = 0; i < extras.dns().size(); i++) {
            value.putInt(i * Integer.BYTES, extras.dns().get(i), ByteOrder.LITTLE_ENDIAN);
        }
        if (!extras.dns().isEmpty()) {
            fits &= attributes.append(SessionAttributesFlyweight.DNS, value, 0, extras.dns().size() * Integer.BYTES);
        }
        for (final SubscriberProfile.FramedRoute route : extras.routes()) {
            value.putInt(0, route.network(), ByteOrder.LITTLE_ENDIAN);
            value.putByte(4, (byte) route.prefixLength());
            value.putInt(5, route.gateway(), ByteOrder.LITTLE_ENDIAN);
            value.putInt(9, route.metric(), ByteOrder.LITTLE_ENDIAN);
            fits &= attributes.append(SessionAttributesFlyweight.FRAMED_ROUTE, value, 0, ROUTE_LENGTH);
        }
        for (final byte[] octets : extras.classes()) {
            value.putBytes(0, octets);
            fits &= attributes.append(SessionAttributesFlyweight.CLASS, value, 0, octets.length);
        }
        final boolean has = attributes.length() > 0;
        if (!fits || (had || has) && !sessions.putAttributes(record.sessionId(), list, 0, attributes.length())) {
            return false;
        }
        flag(record, SessionRecordFlyweight.FLAG_ATTRIBUTES, has);
        return true;
    }

    /** What the access node said of the line, and where an outside server has the session, is no part of a profile: it stays. */
    private boolean keepAccessLine(final int before) {
        boolean fits = true;
        keptReader.wrap(kept, 0, before);
        while (keptReader.next()) {
            if (keptReader.type() == SessionAttributesFlyweight.AGENT_CIRCUIT_ID
                    || keptReader.type() == SessionAttributesFlyweight.AGENT_REMOTE_ID
                    || keptReader.type() == SessionAttributesFlyweight.ACCESS_LINE
                    || keptReader.type() == SessionAttributesFlyweight.OUTSIDE_INTERFACE) {
                fits &= attributes.append(keptReader.type(), keptReader.buffer(), keptReader.valueOffset(), keptReader.valueLength());
            }
        }
        return fits;
    }

    private boolean text(final int type, final String text) {
        if (text.isEmpty()) {
            return true;
        }
        final byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        value.putBytes(0, octets);
        return attributes.append(type, value, 0, octets.length);
    }

    /** The profile of a session of before a restart. */
    SubscriberProfile read(final SessionRecordFlyweight record) {
        final List<SubscriberProfile.FramedRoute> routes = new ArrayList<>();
        final List<byte[]> classes = new ArrayList<>();
        final List<Integer> dns = new ArrayList<>();
        final String[] texts = {record.userName(), "", "", "", ""};
        int netmask = 0;
        final int length = (record.flags() & SessionRecordFlyweight.FLAG_ATTRIBUTES) == 0
                ? -1 : sessions.getAttributes(record.sessionId(), list, 0);
        attributes.wrap(list, 0, Math.max(0, length));
        while (attributes.next()) {
            final DirectBuffer from = attributes.buffer();
            final int at = attributes.valueOffset();
            switch (attributes.type()) {
                case SessionAttributesFlyweight.CLASS -> {
                    final byte[] octets = new byte[attributes.valueLength()];
                    from.getBytes(at, octets);
                    classes.add(octets);
                }
                case SessionAttributesFlyweight.FRAMED_ROUTE -> routes.add(new SubscriberProfile.FramedRoute(
                        from.getInt(at, ByteOrder.LITTLE_ENDIAN), from.getByte(at + 4), from.getInt(at + 5, ByteOrder.LITTLE_ENDIAN),
                        from.getInt(at + 9, ByteOrder.LITTLE_ENDIAN)));
                case SessionAttributesFlyweight.DNS -> {
                    for (int i = 0; i + Integer.BYTES <= attributes.valueLength(); i += Integer.BYTES) {
                        dns.add(from.getInt(at + i, ByteOrder.LITTLE_ENDIAN));
                    }
                }
                case SessionAttributesFlyweight.NETMASK -> netmask = from.getInt(at, ByteOrder.LITTLE_ENDIAN);
                case SessionAttributesFlyweight.LONG_USER_NAME -> texts[0] = attributes.text();
                case SessionAttributesFlyweight.QOS_PROFILE -> texts[1] = attributes.text();
                case SessionAttributesFlyweight.POLICY -> texts[2] = attributes.text();
                case SessionAttributesFlyweight.FRAMED_IPV6_POOL -> texts[3] = attributes.text();
                case SessionAttributesFlyweight.DELEGATED_IPV6_POOL -> texts[4] = attributes.text();
                default -> { }
            }
        }
        return new SubscriberProfile(texts[0], record.downBitsPerSecond(), record.upBitsPerSecond(), record.ipv4(), "",
                record.sessionTimeoutSeconds() * NS_PER_SECOND, new SubscriberProfile.Extras(netmask, routes,
                record.idleTimeoutSeconds() * NS_PER_SECOND, record.interimSeconds() * NS_PER_SECOND, classes,
                (record.flags() & SessionRecordFlyweight.FLAG_REAUTHENTICATE) != 0, dns, texts[1], texts[2], null, null, texts[3], texts[4],
                "", ""));
    }
}
