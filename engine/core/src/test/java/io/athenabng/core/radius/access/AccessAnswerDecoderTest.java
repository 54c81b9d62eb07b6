package io.athenabng.core.radius.access;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.UserSettings;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.core.testkit.TestCounters;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributes;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class AccessAnswerDecoderTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final String ALL = "wispr, mikrotik, cisco, filter-id";

    private TestCounters counters = new TestCounters();
    private AccessAnswerDecoder decoder = new AccessAnswerDecoder(AccessConfigurations.of(ALL, 32473, ""), counters);

    private SubscriberProfile decode(final Consumer<RadiusAttributeAppender> attributes) {
        final UnsafeBuffer list = new UnsafeBuffer(new byte[4_076]);
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(list, 0, list.capacity());
        attributes.accept(appender);
        return decoder.decode(list, 0, appender.length(), "asked");
    }

    private void assertEmptyRefused(final String why, final long type) {
        assertNull(decoder.decode(new UnsafeBuffer(new byte[] {(byte) type, 2}), 0, 2, "asked"));
        assertTrue(decoder.problem().contains(why), decoder.problem());
    }

    private void assertEmptyIgnored(final long type) {
        final long before = counters.value("radius.access.ignored_attributes");
        assertEquals(SubscriberProfile.groupDefaults("asked"),
                decoder.decode(new UnsafeBuffer(new byte[] {(byte) type, 2}), 0, 2, "asked"));
        assertEquals(before + 1, counters.value("radius.access.ignored_attributes"));
    }

    private void assertRefused(final String why, final Consumer<RadiusAttributeAppender> attributes) {
        assertNull(decode(attributes));
        assertTrue(decoder.problem().contains(why), decoder.problem());
    }

    private void assertIgnored(final Consumer<RadiusAttributeAppender> attributes) {
        final long before = counters.value("radius.access.ignored_attributes");
        assertEquals(decode(list -> { }), decode(attributes));
        assertEquals(before + 1, counters.value("radius.access.ignored_attributes"));
    }

    private static Consumer<RadiusAttributeAppender> octets(final long key, final int... value) {
        final byte[] octets = new byte[value.length];
        for (int i = 0; i < value.length; i++) {
            octets[i] = (byte) value[i];
        }
        return list -> list.putBytes(key, octets);
    }

    @Test
    void anEmptyAnswerLeavesEverythingToTheGroup() {
        assertEquals(SubscriberProfile.groupDefaults("asked"), decode(list -> { }));
    }

    @Test
    void ratesAreTakenInTheirOrder() {
        final Consumer<RadiusAttributeAppender> policy = list -> list.put(RadiusAttributes.ATHENA_POLICY, "evening");
        final Consumer<RadiusAttributeAppender> filter = policy.andThen(list -> list.put(RadiusAttributes.FILTER_ID, "half"));
        final Consumer<RadiusAttributeAppender> mikrotik = filter.andThen(
                list -> list.put(RadiusAttributes.MIKROTIK_RATE_LIMIT, "3M/30M 6M/60M"));
        final Consumer<RadiusAttributeAppender> wispr = mikrotik.andThen(
                list -> list.put(RadiusAttributes.WISPR_BANDWIDTH_MAX_DOWN, 4_000_000));
        final Consumer<RadiusAttributeAppender> profile = wispr.andThen(list -> list.put(RadiusAttributes.ATHENA_QOS_PROFILE, "half"));
        final Consumer<RadiusAttributeAppender> own = profile.andThen(list -> list.put(RadiusAttributes.ATHENA_RATE_UP, "1.5mbit"));
        assertRates(100_000_000, 40_000_000, policy);
        assertRates(7_000_000, 40_000_000, filter);
        assertRates(30_000_000, 3_000_000, mikrotik);
        assertRates(4_000_000, 3_000_000, wispr);
        assertRates(7_000_000, 3_000_000, profile);
        assertRates(7_000_000, 1_500_000, own);
        assertRates(0, UserSettings.UNSET, list -> list.put(RadiusAttributes.ATHENA_RATE_DOWN, "unlimited"));
        assertRates(64_000, 64_000, list -> list.put(RadiusAttributes.MIKROTIK_RATE_LIMIT, "64k"));
        assertRates(UserSettings.UNSET, 40_000_000, list -> list.put(RadiusAttributes.CISCO_AVPAIR, "ip:sub-qos-policy-in=gold"));
        assertRates(100_000_000, UserSettings.UNSET, list -> list.put(RadiusAttributes.CISCO_AVPAIR, "ip:sub-qos-policy-out=gold"));
    }

    private void assertRates(final long down, final long up, final Consumer<RadiusAttributeAppender> attributes) {
        final SubscriberProfile profile = decode(attributes);
        assertNotNull(profile, decoder::problem);
        assertEquals(down, profile.downBitsPerSecond());
        assertEquals(up, profile.upBitsPerSecond());
    }

    @Test
    void ratesOfOthersAreTakenOnlyAsConfigured() {
        counters = new TestCounters();
        decoder = new AccessAnswerDecoder(AccessConfigurations.of("", 32473, ""), counters);
        assertIgnored(list -> list.put(RadiusAttributes.WISPR_BANDWIDTH_MAX_DOWN, 4_000_000));
        assertIgnored(list -> list.put(RadiusAttributes.MIKROTIK_RATE_LIMIT, "what is this"));
        assertIgnored(list -> list.put(RadiusAttributes.CISCO_AVPAIR, "ip:sub-qos-policy-in=gold"));
        assertIgnored(list -> list.put(RadiusAttributes.FILTER_ID, "gold"));
    }

    @Test
    void whatLimitsTheSubscriberIsUnderstoodOrRefused() {
        for (final String rate : List.of("fast", "100 mbit", "1kbit", "-5", "9999999999999999999gbit", "2tbit")) {
            assertRefused("Athena-Rate-Down is no rate", list -> list.put(RadiusAttributes.ATHENA_RATE_DOWN, rate));
        }
        assertRefused("Athena-Rate-Up", octets(RadiusAttributes.ATHENA_RATE_UP, 0xff, 0xfe, 0));
        assertRefused("no QoS profile silver", list -> list.put(RadiusAttributes.ATHENA_QOS_PROFILE, "silver"));
        assertRefused("no policy night", list -> list.put(RadiusAttributes.ATHENA_POLICY, "night"));
        assertRefused("WISPr", octets(RadiusAttributes.WISPR_BANDWIDTH_MAX_DOWN, 1, 2, 3));
        for (final String rate : List.of("/", "M/M", "10M/", "1e9/2", "99999999999999999/1", "-1/1", "1/1")) {
            assertRefused("Mikrotik-Rate-Limit is no rate", list -> list.put(RadiusAttributes.MIKROTIK_RATE_LIMIT, rate));
        }
        assertRefused("Framed-IP-Address has 3 octets", octets(RadiusAttributes.FRAMED_IP_ADDRESS, 10, 0, 0));
        assertRefused("no address of a host", octets(RadiusAttributes.FRAMED_IP_ADDRESS, 224, 0, 0, 1));
        assertRefused("no address of a host", octets(RadiusAttributes.FRAMED_IP_ADDRESS, 127, 0, 0, 1));
        assertRefused("no address of a host", octets(RadiusAttributes.FRAMED_IP_ADDRESS, 0, 0, 0, 0));
        assertRefused("a gateway's", octets(RadiusAttributes.FRAMED_IP_ADDRESS, 10, 64, 0, 1));
        assertRefused("no mask", octets(RadiusAttributes.FRAMED_IP_NETMASK, 255, 0, 255, 0));
        assertRefused("no mask", octets(RadiusAttributes.FRAMED_IP_NETMASK, 0, 0, 0, 0));
        assertEmptyRefused("Framed-Pool is empty", RadiusAttributes.FRAMED_POOL);
        assertRefused("Session-Timeout has 5 octets", octets(RadiusAttributes.SESSION_TIMEOUT, 0, 0, 0, 1, 2));
        assertEmptyRefused("Idle-Timeout has 0 octets", RadiusAttributes.IDLE_TIMEOUT);
        final UnsafeBuffer cut = new UnsafeBuffer(new byte[] {25, 3, 1, 8, 6, 10, 0});
        assertNull(decoder.decode(cut, 0, 7, "asked"));
        assertTrue(decoder.problem().contains("length"), decoder.problem());
        assertNull(decoder.decode(new UnsafeBuffer(new byte[] {25, 0, 1}), 0, 3, "asked"));
        assertNull(decoder.decode(new UnsafeBuffer(new byte[] {25, 1, 1}), 0, 3, "asked"));
    }

    @Test
    void theRestIsUnderstoodOrPassedOver() {
        assertIgnored(octets(RadiusAttributes.ACCT_INTERIM_INTERVAL, 1, 2));
        assertIgnored(octets(RadiusAttributes.TERMINATION_ACTION, 0, 0, 0, 9));
        assertEmptyIgnored(RadiusAttributes.CLASS);
        assertEmptyIgnored(RadiusAttributes.USER_NAME);
        assertEmptyIgnored(RadiusAttributes.FRAMED_ROUTE);
        assertIgnored(octets(RadiusAttributes.FRAMED_IPV6_PREFIX, 0, 64, 1));
        assertIgnored(octets(RadiusAttributes.DELEGATED_IPV6_PREFIX, 0, 129));
        assertIgnored(octets(RadiusAttributes.MS_PRIMARY_DNS_SERVER, 1));
        assertIgnored(list -> list.put(RadiusAttributes.CISCO_AVPAIR, "shell:priv-lvl=15"));
        assertIgnored(list -> list.put(RadiusAttributes.FILTER_ID, "acl-7"));
        for (final String route : List.of("0.0.0.0/0", "10.1.2.3/24", "127.0.0.0/8", "224.0.0.0/8", "10.0.0.0/33", "10.0.0.0/x",
                "10.0.0.0/8 here", "10.0.0.0/8 0.0.0.0 -1", "10.0.0.0/4")) {
            assertIgnored(list -> list.put(RadiusAttributes.FRAMED_ROUTE, route));
        }
        assertIgnored(list -> list.put(RadiusAttributes.key(4711, 1), 1));
        assertIgnored(list -> list.put(RadiusAttributes.PORT_LIMIT, 1));
        assertIgnored(list -> list.put(RadiusAttributes.MESSAGE_AUTHENTICATOR, 1));
    }

    @Test
    void addressesThatLeaveTheChoiceAreNone() {
        assertEquals(0, decode(octets(RadiusAttributes.FRAMED_IP_ADDRESS, 255, 255, 255, 255)).address());
        assertEquals(0, decode(octets(RadiusAttributes.FRAMED_IP_ADDRESS, 255, 255, 255, 254)).address());
        assertEquals(0x0a40_0007, decode(octets(RadiusAttributes.FRAMED_IP_ADDRESS, 10, 64, 0, 7)
                .andThen(octets(RadiusAttributes.FRAMED_IP_ADDRESS, 10, 64, 0, 8))).address(), "the first counts");
    }

    @Test
    void routesHaveTheirClassesLengthTheirGatewayAndMetric() {
        final SubscriberProfile profile = decode(list -> {
            list.put(RadiusAttributes.FRAMED_ROUTE, "10.0.0.0");
            list.put(RadiusAttributes.FRAMED_ROUTE, "172.16.0.0 0.0.0.0 1 2 -1 3 400");
            list.put(RadiusAttributes.FRAMED_ROUTE, " 198.51.100.128/25  10.64.0.9 ");
        });
        assertEquals(List.of(new SubscriberProfile.FramedRoute(0x0a00_0000, 8, 0, 0),
                new SubscriberProfile.FramedRoute(0xac10_0000, 16, 0, 1),
                new SubscriberProfile.FramedRoute(0xc633_6480, 25, 0x0a40_0009, 0)), profile.extras().routes());
    }

    @Test
    void everythingElseArrives() {
        final SubscriberProfile profile = decode(list -> {
            list.put(RadiusAttributes.USER_NAME, "Z\u00fcrich");
            list.put(RadiusAttributes.SESSION_TIMEOUT, 0xffff_ffff);
            list.put(RadiusAttributes.IDLE_TIMEOUT, 0);
            list.put(RadiusAttributes.ACCT_INTERIM_INTERVAL, 0);
            list.put(RadiusAttributes.TERMINATION_ACTION, 1);
            list.put(RadiusAttributes.REPLY_MESSAGE, "Hello");
            list.put(RadiusAttributes.REPLY_MESSAGE, "you");
            list.putIpv4(RadiusAttributes.MS_PRIMARY_DNS_SERVER, 0xc000_0201);
            list.putIpv4(RadiusAttributes.MS_SECONDARY_DNS_SERVER, 0xc000_0202);
            list.put(RadiusAttributes.MS_CHAP2_SUCCESS, "\u0001S=0123456789ABCDEF0123456789ABCDEF01234567");
            list.put(RadiusAttributes.CLASS, "c");
        });
        assertEquals("Z\u00fcrich", profile.userName());
        assertEquals(Integer.MAX_VALUE * SECOND_NS, profile.sessionTimeoutNs());
        final SubscriberProfile.Extras extras = profile.extras();
        assertEquals(0, extras.idleTimeoutNs());
        assertEquals(0, extras.interimIntervalNs());
        assertTrue(extras.reauthenticateAtEnd());
        assertEquals("Hello you", extras.message());
        assertEquals(List.of(0xc000_0201, 0xc000_0202), extras.dns());
        assertEquals("S=0123456789ABCDEF0123456789ABCDEF01234567", extras.msChapV2Response());
        assertArrayEquals(new byte[] {'c'}, extras.classes().getFirst());
    }

    @Test
    void theVendorNumberIsAsConfigured() {
        counters = new TestCounters();
        decoder = new AccessAnswerDecoder(AccessConfigurations.of(ALL, 64_999, ""), counters);
        final SubscriberProfile profile = decode(list -> {
            list.put(RadiusAttributes.key(64_999, 1), "9mbit");
            list.put(RadiusAttributes.key(32_473, 2), "8mbit");
        });
        assertEquals(9_000_000, profile.downBitsPerSecond());
        assertEquals(UserSettings.UNSET, profile.upBitsPerSecond(), "the number for documentation is nobody's then");
    }

    @Test
    void aRejectionSpeaksForPeople() {
        final UnsafeBuffer list = new UnsafeBuffer(new byte[400]);
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(list, 0, list.capacity());
        appender.put(RadiusAttributes.REPLY_MESSAGE, "not paid");
        assertEquals("not paid", decoder.rejection(list, 0, appender.length()));
        appender.put(RadiusAttributes.MS_CHAP_ERROR, "\u0005E=691 R=0");
        assertEquals("E=691 R=0", decoder.rejection(list, 0, appender.length()));
        assertEquals("", decoder.rejection(list, 0, 0));
        assertFalse(decode(octets -> { }) == null, "nothing stays of it");
    }
}
