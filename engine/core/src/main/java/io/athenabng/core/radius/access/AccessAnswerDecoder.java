package io.athenabng.core.radius.access;

import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.PolicySettings;
import io.athenabng.core.config.QosProfileSettings;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.UserSettings;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.wire.radius.RadiusAttributeCursor;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * What a RADIUS server says becomes a profile: of an Access-Accept, and of a CoA-Request, whose attributes mean the same.
 *
 * <p><b>Strictness.</b> An attribute that limits the subscriber or says where they are (address, mask, pool, timeouts, rates, QoS profile,
 * policy) and cannot be understood refuses the whole answer: who sold 20 Mbit/s does not want the line open because of a typing error.
 * Any other attribute that cannot be understood is counted and passed over; so is one that nobody here obeys. Of an attribute that may
 * stand once, the first counts. Each is listed in docs/radius.md.
 *
 * <p>Rates are looked for in this order, for each direction: Athena-Rate-Down and -Up; the profile of Athena-QoS-Profile; the configured
 * {@link RadiusSettings.RateAttribute}s in their order; the QoS profile of the policy. Owner: the session agent.
 */
public final class AccessAnswerDecoder {
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int ADDRESS_OF_USER = 0xffff_ffff;
    private static final int ADDRESS_OF_NAS = 0xffff_fffe;
    private static final int FIRST_MULTICAST = 224;
    private static final int LOOPBACK = 127;
    private static final int DNS_MAX = 2;
    private static final int ROUTES_MAX = 16;
    private static final int CLASSES_MAX = 16;
    private static final int USER_NAME_MAX = 253;
    private static final String CISCO_POLICY_IN = "ip:sub-qos-policy-in=";
    private static final String CISCO_POLICY_OUT = "ip:sub-qos-policy-out=";

    private RunningConfiguration configuration;
    private RadiusSettings settings;
    private final RadiusAttributeCursor cursor = new RadiusAttributeCursor();
    private final byte[] prefix = new byte[RadiusAttributes.IPV6_LENGTH];
    private final long[] downByAttribute = new long[RadiusSettings.RateAttribute.values().length];
    private final long[] upByAttribute = new long[RadiusSettings.RateAttribute.values().length];
    private final AtomicCounter ignored;
    private final AtomicCounter misunderstood;

    private String userName;
    private long down;
    private long up;
    private int address;
    private int netmask;
    private String pool;
    private long sessionTimeoutNs;
    private long idleTimeoutNs;
    private long interimNs;
    private boolean reauthenticateAtEnd;
    private String qosProfile;
    private String policy;
    private final List<SubscriberProfile.FramedRoute> routes = new ArrayList<>();
    private final List<byte[]> classes = new ArrayList<>();
    private final int[] dns = new int[DNS_MAX];
    private SubscriberProfile.Ipv6Prefix framedPrefix;
    private SubscriberProfile.Ipv6Prefix delegatedPrefix;
    private String framedPool6;
    private String delegatedPool6;
    private final StringBuilder message = new StringBuilder();
    private String msChapV2Response;
    private String msChapError;
    private String problem;

    /**
     * A decoder.
     *
     * @param configuration the running configuration
     * @param counters      where counters are made
     */
    public AccessAnswerDecoder(final RunningConfiguration configuration, final CounterRegistry counters) {
        reconfigure(configuration);
        ignored = counters.counter("radius.access.ignored_attributes", "Attributes of answers that were not understood and passed over");
        misunderstood = counters.counter(
                "radius.access.misunderstood",
                "Answers that were refused because an attribute that limits the subscriber was not understood");
    }

    /**
     * Works with another configuration from now on.
     *
     * @param to the configuration
     */
    public void reconfigure(final RunningConfiguration to) {
        configuration = to;
        settings = to.radius();
        cursor.athenaVendor(settings.athenaVendor());
    }

    /**
     * Decodes an answer.
     *
     * @param list        the attributes
     * @param offset      where they begin
     * @param length      their length, octets
     * @param ourUserName the User-Name that was sent; the answer's replaces it
     * @return what the subscriber gets; null if the answer must be refused, and {@link #problem()} says why
     */
    public SubscriberProfile decode(final DirectBuffer list, final int offset, final int length, final String ourUserName) {
        reset(ourUserName);
        cursor.wrap(list, offset, length);
        while (cursor.next()) {
            if (!take(cursor.key())) {
                ignored.increment();
            }
        }
        if (cursor.malformed()) {
            refuse("an attribute's length cannot be");
        }
        final SubscriberProfile profile = profile();
        if (problem != null) {
            misunderstood.increment();
            return null;
        }
        return profile;
    }

    /** @return what was wrong with the last answer that {@link #decode} refused */
    public String problem() {
        return problem == null ? "" : problem;
    }

    /**
     * Reads what an Access-Reject says for people: of MS-CHAPv2 its error, else Reply-Message.
     *
     * @param list   the attributes
     * @param offset where they begin
     * @param length their length, octets
     * @return the text; empty is none
     */
    public String rejection(final DirectBuffer list, final int offset, final int length) {
        reset("");
        cursor.wrap(list, offset, length);
        while (cursor.next()) {
            final long key = cursor.key();
            if (key == RadiusAttributes.REPLY_MESSAGE || key == RadiusAttributes.MS_CHAP_ERROR) {
                take(key);
            }
        }
        return msChapError.isEmpty() ? message.toString() : msChapError;
    }

    private void reset(final String ourUserName) {
        userName = ourUserName;
        down = UserSettings.UNSET;
        up = UserSettings.UNSET;
        Arrays.fill(downByAttribute, UserSettings.UNSET);
        Arrays.fill(upByAttribute, UserSettings.UNSET);
        address = 0;
        netmask = 0;
        pool = "";
        sessionTimeoutNs = UserSettings.UNSET;
        idleTimeoutNs = UserSettings.UNSET;
        interimNs = UserSettings.UNSET;
        reauthenticateAtEnd = false;
        qosProfile = "";
        policy = "";
        routes.clear();
        classes.clear();
        dns[0] = 0;
        dns[1] = 0;
        framedPrefix = null;
        delegatedPrefix = null;
        framedPool6 = "";
        delegatedPool6 = "";
        message.setLength(0);
        msChapV2Response = "";
        msChapError = "";
        problem = null;
    }

    private void refuse(final String why) {
        if (problem == null) {
            problem = why;
        }
    }

    /**
     * Whether an attribute is obeyed.
     *
     * @param key its key
     * @return whether it is
     */
    public static boolean isObeyed(final long key) {
        return ObeyedAttributes.contains(key);
    }

    /** Takes the attribute that the cursor stands on; false if it is passed over. */
    private boolean take(final long key) {
        if (key > 0xffff) {
            return takeVendors(key);
        }
        return switch ((int) key) {
            case (int) RadiusAttributes.USER_NAME -> takeUserName();
            case (int) RadiusAttributes.FRAMED_IP_ADDRESS -> takeAddress();
            case (int) RadiusAttributes.FRAMED_IP_NETMASK -> takeNetmask();
            case (int) RadiusAttributes.FRAMED_POOL -> takePool();
            case (int) RadiusAttributes.FRAMED_ROUTE -> takeRoute();
            case (int) RadiusAttributes.SESSION_TIMEOUT -> takeSessionTimeout();
            case (int) RadiusAttributes.IDLE_TIMEOUT -> takeIdleTimeout();
            case (int) RadiusAttributes.ACCT_INTERIM_INTERVAL -> takeInterim();
            case (int) RadiusAttributes.TERMINATION_ACTION -> takeTerminationAction();
            case (int) RadiusAttributes.CLASS -> takeClass();
            case (int) RadiusAttributes.REPLY_MESSAGE -> takeMessage();
            case (int) RadiusAttributes.FILTER_ID -> takeNamedRates(RadiusSettings.RateAttribute.FILTER_ID, cursor.text(), true, true);
            case (int) RadiusAttributes.FRAMED_IPV6_PREFIX -> takeFramedPrefix();
            case (int) RadiusAttributes.DELEGATED_IPV6_PREFIX -> takeDelegatedPrefix();
            case (int) RadiusAttributes.FRAMED_IPV6_POOL -> takeFramedPool6();
            case (int) RadiusAttributes.DELEGATED_IPV6_PREFIX_POOL -> takeDelegatedPool6();
            default -> false;
        };
    }

    private boolean takeVendors(final long key) {
        if (key == RadiusAttributes.ATHENA_RATE_DOWN) {
            down = athenaRate(down, "Athena-Rate-Down");
        } else if (key == RadiusAttributes.ATHENA_RATE_UP) {
            up = athenaRate(up, "Athena-Rate-Up");
        } else if (key == RadiusAttributes.ATHENA_QOS_PROFILE) {
            qosProfile = qosProfile.isEmpty() ? cursor.text() : qosProfile;
        } else if (key == RadiusAttributes.ATHENA_POLICY) {
            policy = policy.isEmpty() ? cursor.text() : policy;
        } else if (key == RadiusAttributes.WISPR_BANDWIDTH_MAX_DOWN) {
            return takeWispr(downByAttribute);
        } else if (key == RadiusAttributes.WISPR_BANDWIDTH_MAX_UP) {
            return takeWispr(upByAttribute);
        } else if (key == RadiusAttributes.MIKROTIK_RATE_LIMIT) {
            return takeMikrotik();
        } else if (key == RadiusAttributes.CISCO_AVPAIR) {
            return takeCisco(cursor.text());
        } else if (key == RadiusAttributes.MS_PRIMARY_DNS_SERVER) {
            return takeDns(0);
        } else if (key == RadiusAttributes.MS_SECONDARY_DNS_SERVER) {
            return takeDns(1);
        } else if (key == RadiusAttributes.MS_CHAP2_SUCCESS) {
            msChapV2Response = afterIdentifier();
        } else if (key == RadiusAttributes.MS_CHAP_ERROR) {
            msChapError = afterIdentifier();
        } else {
            return false;
        }
        return true;
    }

    private String afterIdentifier() {
        return cursor.valueLength() < 2 ? "" : cursor.buffer().getStringWithoutLengthUtf8(
                cursor.valueOffset() + 1, cursor.valueLength() - 1);
    }

    private boolean takeUserName() {
        if (cursor.valueLength() == 0 || cursor.valueLength() > USER_NAME_MAX) {
            return false;
        }
        userName = cursor.text();
        return true;
    }

    private boolean takeAddress() {
        if (cursor.valueLength() != Integer.BYTES) {
            refuse("Framed-IP-Address has " + cursor.valueLength() + " octets");
        } else if (address == 0) {
            final int value = cursor.ipv4(0);
            // The user or the NAS chooses (RFC 2865 section 5.8): both is a pool here.
            if (value != ADDRESS_OF_USER && value != ADDRESS_OF_NAS) {
                address = value;
                checkAddress();
            }
        }
        return true;
    }

    private void checkAddress() {
        final int first = address >>> 24;
        if (first == 0 || first == LOOPBACK || first >= FIRST_MULTICAST) {
            refuse("Framed-IP-Address is no address of a host");
        }
        for (final AccessGroupSettings group : configuration.accessGroups()) {
            if (group.gateway() == address) {
                refuse("Framed-IP-Address is a gateway's");
            }
        }
    }

    private boolean takeNetmask() {
        final int mask = cursor.ipv4(0);
        final boolean isMask = cursor.valueLength() == Integer.BYTES && mask != 0 && (~mask & ~mask + 1) == 0;
        if (!isMask) {
            refuse("Framed-IP-Netmask is no mask");
        } else if (netmask == 0) {
            netmask = mask;
        }
        return true;
    }

    private boolean takePool() {
        if (cursor.valueLength() == 0) {
            refuse("Framed-Pool is empty");
        } else if (pool.isEmpty()) {
            pool = cursor.text();
        }
        return true;
    }

    private boolean takeRoute() {
        final SubscriberProfile.FramedRoute route = routes.size() < ROUTES_MAX ? FramedRoutes.parse(cursor.text()) : null;
        return route != null && routes.add(route);
    }

    private boolean takeSessionTimeout() {
        if (cursor.valueLength() != Integer.BYTES) {
            refuse("Session-Timeout has " + cursor.valueLength() + " octets");
        } else if (sessionTimeoutNs == UserSettings.UNSET) {
            sessionTimeoutNs = seconds();
        }
        return true;
    }

    private boolean takeIdleTimeout() {
        if (cursor.valueLength() != Integer.BYTES) {
            refuse("Idle-Timeout has " + cursor.valueLength() + " octets");
        } else if (idleTimeoutNs == UserSettings.UNSET) {
            idleTimeoutNs = seconds();
        }
        return true;
    }

    private boolean takeInterim() {
        if (cursor.valueLength() == Integer.BYTES && interimNs == UserSettings.UNSET) {
            interimNs = seconds();
            return true;
        }
        return false;
    }

    /** Seconds of the value as ns, at most what the record can count. */
    private long seconds() {
        return Math.min(cursor.intValue(0) & 0xffff_ffffL, Integer.MAX_VALUE) * NS_PER_SECOND;
    }

    private boolean takeTerminationAction() {
        final int action = cursor.intValue(-1);
        reauthenticateAtEnd |= action == RadiusValues.TERMINATION_ACTION_RADIUS_REQUEST;
        return action == RadiusValues.TERMINATION_ACTION_RADIUS_REQUEST || action == RadiusValues.TERMINATION_ACTION_DEFAULT;
    }

    private boolean takeClass() {
        if (cursor.valueLength() == 0 || classes.size() == CLASSES_MAX) {
            return false;
        }
        final byte[] octets = new byte[cursor.valueLength()];
        cursor.buffer().getBytes(cursor.valueOffset(), octets);
        return classes.add(octets);
    }

    private boolean takeMessage() {
        message.append(message.isEmpty() ? "" : " ").append(cursor.text());
        return true;
    }

    private SubscriberProfile.Ipv6Prefix prefix() {
        if (!cursor.ipv6Prefix(prefix)) {
            return null;
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            high = high << Byte.SIZE | prefix[i] & 0xff;
            low = low << Byte.SIZE | prefix[Long.BYTES + i] & 0xff;
        }
        return new SubscriberProfile.Ipv6Prefix(high, low, cursor.prefixLength());
    }

    private boolean takeFramedPrefix() {
        final SubscriberProfile.Ipv6Prefix value = prefix();
        framedPrefix = framedPrefix == null ? value : framedPrefix;
        return value != null;
    }

    private boolean takeDelegatedPrefix() {
        final SubscriberProfile.Ipv6Prefix value = prefix();
        delegatedPrefix = delegatedPrefix == null ? value : delegatedPrefix;
        return value != null;
    }

    private boolean takeFramedPool6() {
        framedPool6 = framedPool6.isEmpty() ? cursor.text() : framedPool6;
        return true;
    }

    private boolean takeDelegatedPool6() {
        delegatedPool6 = delegatedPool6.isEmpty() ? cursor.text() : delegatedPool6;
        return true;
    }

    private boolean takeDns(final int index) {
        final int server = cursor.ipv4(0);
        if (cursor.valueLength() != Integer.BYTES || server == 0) {
            return false;
        }
        dns[index] = server;
        return true;
    }

    private long athenaRate(final long known, final String name) {
        final long rate = RateTexts.athena(cursor.text());
        if (rate == RateTexts.NONE) {
            refuse(name + " is no rate");
        }
        return known == UserSettings.UNSET ? rate : known;
    }

    private boolean obeys(final RadiusSettings.RateAttribute attribute) {
        return settings.rateAttributes().contains(attribute);
    }

    private boolean takeWispr(final long[] rates) {
        if (!obeys(RadiusSettings.RateAttribute.WISPR)) {
            return false;
        }
        final long rate = cursor.valueLength() == Integer.BYTES ? RateTexts.checked(cursor.intValue(0) & 0xffff_ffffL) : RateTexts.NONE;
        put(rates, RadiusSettings.RateAttribute.WISPR, rate, "WISPr-Bandwidth-Max");
        return true;
    }

    private boolean takeMikrotik() {
        if (!obeys(RadiusSettings.RateAttribute.MIKROTIK)) {
            return false;
        }
        final String text = cursor.text();
        put(downByAttribute, RadiusSettings.RateAttribute.MIKROTIK, RateTexts.mikrotik(text, true), "Mikrotik-Rate-Limit");
        put(upByAttribute, RadiusSettings.RateAttribute.MIKROTIK, RateTexts.mikrotik(text, false), "Mikrotik-Rate-Limit");
        return true;
    }

    private boolean takeCisco(final String text) {
        if (text.startsWith(CISCO_POLICY_IN)) {
            return takeNamedRates(RadiusSettings.RateAttribute.CISCO, text.substring(CISCO_POLICY_IN.length()), false, true);
        } else if (text.startsWith(CISCO_POLICY_OUT)) {
            return takeNamedRates(RadiusSettings.RateAttribute.CISCO, text.substring(CISCO_POLICY_OUT.length()), true, false);
        }
        return false;
    }

    /** Rates of a QoS profile that an attribute names which names other things, too: a name that is none of ours is passed over. */
    private boolean takeNamedRates(
            final RadiusSettings.RateAttribute attribute, final String name, final boolean ofDown, final boolean ofUp) {
        final QosProfileSettings named = obeys(attribute) ? settings.qosProfile(name) : null;
        if (named == null) {
            return false;
        }
        if (ofDown) {
            put(downByAttribute, attribute, named.downBitsPerSecond(), name);
        }
        if (ofUp) {
            put(upByAttribute, attribute, named.upBitsPerSecond(), name);
        }
        return true;
    }

    private void put(final long[] rates, final RadiusSettings.RateAttribute attribute, final long rate, final String name) {
        if (rate == RateTexts.NONE) {
            refuse(name + " is no rate");
        } else if (rates[attribute.ordinal()] == UserSettings.UNSET) {
            rates[attribute.ordinal()] = rate;
        }
    }

    private SubscriberProfile profile() {
        final PolicySettings named = policy.isEmpty() ? null : settings.policy(policy);
        if (!policy.isEmpty() && named == null) {
            refuse("there is no policy " + policy);
        }
        final QosProfileSettings own = qosProfile.isEmpty() ? null : settings.qosProfile(qosProfile);
        if (!qosProfile.isEmpty() && own == null) {
            refuse("there is no QoS profile " + qosProfile);
        }
        final QosProfileSettings ofPolicy = named == null || named.qosProfile().isEmpty() ? null : settings.qosProfile(named.qosProfile());
        applyPolicy(named);
        final List<Integer> servers = new ArrayList<>(DNS_MAX);
        for (final int server : dns) {
            if (server != 0) {
                servers.add(server);
            }
        }
        final SubscriberProfile.Extras extras = new SubscriberProfile.Extras(netmask, routes, idleTimeoutNs, interimNs, classes,
                reauthenticateAtEnd, servers, qosProfile, policy, framedPrefix, delegatedPrefix, framedPool6, delegatedPool6,
                message.toString(), msChapV2Response);
        return new SubscriberProfile(userName, rate(down, own == null ? UserSettings.UNSET : own.downBitsPerSecond(), downByAttribute,
                ofPolicy == null ? UserSettings.UNSET : ofPolicy.downBitsPerSecond()),
                rate(up, own == null ? UserSettings.UNSET : own.upBitsPerSecond(), upByAttribute,
                ofPolicy == null ? UserSettings.UNSET : ofPolicy.upBitsPerSecond()),
                address, pool, sessionTimeoutNs == UserSettings.UNSET ? 0 : sessionTimeoutNs, extras);
    }

    private void applyPolicy(final PolicySettings named) {
        if (named == null) {
            return;
        }
        if (sessionTimeoutNs == UserSettings.UNSET) {
            sessionTimeoutNs = named.sessionTimeoutNs();
        }
        if (idleTimeoutNs == UserSettings.UNSET && named.idleTimeoutNs() > 0) {
            idleTimeoutNs = named.idleTimeoutNs();
        }
        if (address == 0 && pool.isEmpty()) {
            pool = named.pool();
        }
    }

    private long rate(final long own, final long ofProfile, final long[] ofOthers, final long ofPolicy) {
        if (own != UserSettings.UNSET) {
            return own;
        }
        if (ofProfile != UserSettings.UNSET) {
            return ofProfile;
        }
        for (final RadiusSettings.RateAttribute attribute : settings.rateAttributes()) {
            if (ofOthers[attribute.ordinal()] != UserSettings.UNSET) {
                return ofOthers[attribute.ordinal()];
            }
        }
        return ofPolicy;
    }
}
