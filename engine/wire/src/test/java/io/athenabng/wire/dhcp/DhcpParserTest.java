package io.athenabng.wire.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.testkit.GoldenFrames;
import io.athenabng.wire.testkit.Hex;
import io.athenabng.wire.testkit.ReasonNames;
import java.util.Arrays;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One fault each in a sound message, and the reason that is counted for it. */
class DhcpParserTest {

    private final DhcpParser parser = new DhcpParser();

    @Test
    void truncated() {
        final byte[] message = GoldenFrames.dhcpMessage(Hex.bytes(GoldenFrames.DHCP_DISCOVER));
        for (int length = 0; length < 236; length++) {
            assertReason(DhcpMalformedReason.TRUNCATED, Arrays.copyOf(message, length));
        }
        for (int length = 236; length < 240; length++) {
            assertReason(DhcpMalformedReason.NO_COOKIE, Arrays.copyOf(message, length));
        }
        assertReason(DhcpMalformedReason.NO_MESSAGE_TYPE, Arrays.copyOf(message, 240));
    }

    @Test
    void header() {
        assertReason(DhcpMalformedReason.BAD_OP, changed(0, 2));
        assertReason(DhcpMalformedReason.BAD_OP, changed(0, 0));
        assertReason(DhcpMalformedReason.BAD_HTYPE, changed(1, 6));
        assertReason(DhcpMalformedReason.BAD_HLEN, changed(2, 16));
        assertReason(DhcpMalformedReason.NO_COOKIE, changed(239, 0));
        assertReason(DhcpMalformedReason.CHADDR_MULTICAST, changed(28, 3));
        final byte[] zero = DhcpMessages.request("350101 ff");
        Arrays.fill(zero, 28, 34, (byte) 0);
        assertReason(DhcpMalformedReason.CHADDR_ZERO, zero);
    }

    static Stream<Arguments> options() {
        return Stream.of(
            Arguments.of("NONE", "350101 ff"),
            Arguments.of("NONE", "00 00 350101 00 ff 00 00"),
            Arguments.of("NONE", "350101"),
            Arguments.of("NONE", "350101 0c00 ff"),
            Arguments.of("OPTION_OVERRUN", "350101 32"),
            Arguments.of("OPTION_OVERRUN", "350101 3204 0a00"),
            Arguments.of("OPTION_OVERRUN", "350101 0cff 00"),
            Arguments.of("NO_MESSAGE_TYPE", "ff 350101"),
            Arguments.of("NO_MESSAGE_TYPE", "32040a000001 ff"),
            Arguments.of("DUPLICATE_MESSAGE_TYPE", "350101 350101 ff"),
            Arguments.of("BAD_MESSAGE_TYPE", "350100 ff"),
            Arguments.of("BAD_MESSAGE_TYPE", "350113 ff"),
            Arguments.of("MESSAGE_TYPE_AGAINST_OP", "350102 ff"),
            Arguments.of("MESSAGE_TYPE_AGAINST_OP", "350105 ff"),
            Arguments.of("NONE", "350108 ff"),
            Arguments.of("NONE", "35010a ff"),
            Arguments.of("MESSAGE_TYPE_AGAINST_OP", "350109 ff"),
            Arguments.of("BAD_OPTION_LENGTH", "3500 ff"),
            Arguments.of("BAD_OPTION_LENGTH", "35020101 ff"),
            Arguments.of("BAD_OPTION_LENGTH", "350101 32030a0000 ff"),
            Arguments.of("BAD_OPTION_LENGTH", "350101 32040a000001 32040a000001 ff"),
            Arguments.of("NONE", "350101 32020a00 32020001 ff"),
            Arguments.of("BAD_OPTION_LENGTH", "350101 39 01 40 ff"),
            Arguments.of("BAD_OPTION_LENGTH", "350101 3700 ff"),
            Arguments.of("BAD_OPTION_LENGTH", "350101 3d00 ff"),
            Arguments.of("BAD_OPTION_LENGTH", "350101 0603 0a0000 ff"),
            Arguments.of("BAD_OPTION_LENGTH", "350101 5201 01 ff"),
            Arguments.of("BAD_OVERLOAD", "350101 340100 ff"),
            Arguments.of("BAD_OVERLOAD", "350101 340104 ff"),
            Arguments.of("BAD_OVERLOAD", "350101 3400 ff"),
            Arguments.of("BAD_OVERLOAD", "350101 34020101 ff"),
            Arguments.of("OVERLOAD_LOOP", "350101 340101 340101 ff"),
            Arguments.of("NONE", "350101 340103 ff"),
            Arguments.of("NONE", "350101 5204 01020505 ff"),
            Arguments.of("DUPLICATE_RELAY_AGENT", "350101 520401020505 520401020505 ff"),
            Arguments.of("RELAY_AGENT_OVERRUN", "350101 5204 01030505 ff"),
            Arguments.of("RELAY_AGENT_OVERRUN", "350101 5203 0100 02 ff"));
    }

    @ParameterizedTest
    @MethodSource
    void options(final String reason, final String options) {
        final byte[] message = DhcpMessages.request(options);
        assertEquals(reason, DhcpMalformedReason.name(parse(message)));
        assertEquals(reason.equals("NONE"), parser.messageType() != 0);
    }

    @Test
    void overloadInsideAnOpenedFieldIsALoop() {
        assertReason(DhcpMalformedReason.OVERLOAD_LOOP, DhcpMessages.overloaded("350101 340101 ff", "340102 ff", ""));
        assertReason(DhcpMalformedReason.OVERLOAD_LOOP, DhcpMessages.overloaded("350101 340103 ff", "ff", "340101 ff"));
        assertReason(DhcpMalformedReason.OPTION_OVERRUN, DhcpMessages.overloaded("350101 340102 ff", "", "0cff"));
    }

    @Test
    void theMessageTypeMayBeInAnOpenedField() {
        final byte[] message = DhcpMessages.overloaded("340103 ff", "350103 ff", "32040a000001 ff");
        assertEquals(DhcpMalformedReason.NONE, parse(message));
        assertEquals(DhcpMessageType.REQUEST, parser.messageType());
        assertEquals(DhcpOptionIndex.AREA_FILE, parser.options().area(DhcpOption.MESSAGE_TYPE));
        assertEquals(DhcpOptionIndex.AREA_SNAME, parser.options().area(DhcpOption.REQUESTED_ADDRESS));
        assertEquals(0x0a00_0001, parser.options().intValue(DhcpOption.REQUESTED_ADDRESS, 0));
    }

    @Test
    void missingEndIsToleratedAndTold() {
        assertEquals(DhcpMalformedReason.NONE, parse(DhcpMessages.request("350101")));
        assertTrue(parser.options().isEndMissing());
        assertEquals(243, parser.options().optionsEnd());
        assertEquals(DhcpMalformedReason.NONE, parse(DhcpMessages.request("350101 ff")));
        assertFalse(parser.options().isEndMissing());
    }

    @Test
    void tooManyOptions() {
        final String many = "0c00*256";
        assertEquals("TOO_MANY_OPTIONS", DhcpMalformedReason.name(parse(DhcpMessages.request("350101 " + many + " ff"))));
        assertEquals("NONE", DhcpMalformedReason.name(parse(DhcpMessages.request("350101 0c00*255 ff"))));
    }

    @Test
    void relayAgentSuboptions() {
        assertEquals(DhcpMalformedReason.NONE, parse(DhcpMessages.request("350101 520d 0104 65746831 0202 6162 0501 07 ff")));
        assertTrue(parser.hasRelayAgent());
        final RelayAgentCursor cursor = parser.relayAgent();
        assertTrue(cursor.next());
        assertEquals(RelayAgentSubOption.CIRCUIT_ID, cursor.code());
        assertEquals(4, cursor.valueLength());
        assertTrue(cursor.find(RelayAgentSubOption.LINK_SELECTION));
        assertEquals(1, cursor.valueLength());
        assertFalse(cursor.next());
        assertFalse(cursor.find(RelayAgentSubOption.VENDOR_SPECIFIC));
        assertFalse(cursor.isOverrun());
    }

    @Test
    void withoutAParameterRequestListEverythingIsWanted() {
        parse(DhcpMessages.request("350101 ff"));
        assertTrue(parser.isRequested(DhcpOption.DOMAIN_SEARCH));
        parse(DhcpMessages.request("350101 37020103 370106 ff"));
        assertFalse(parser.isRequested(DhcpOption.DOMAIN_SEARCH));
        assertTrue(parser.isRequested(DhcpOption.DOMAIN_NAME_SERVER), "the list's second part");
    }

    @Test
    void everyReasonHasItsName() throws IllegalAccessException {
        ReasonNames.assertComplete(DhcpMalformedReason.class, DhcpMalformedReason.COUNT, DhcpMalformedReason::name);
    }

    private int parse(final byte[] message) {
        return parser.parse(new UnsafeBuffer(message), 0, message.length, DhcpFlyweight.BOOTREQUEST);
    }

    private void assertReason(final int reason, final byte[] message) {
        assertEquals(DhcpMalformedReason.name(reason), DhcpMalformedReason.name(parse(message)));
        assertEquals(0, parser.messageType());
    }

    private static byte[] changed(final int at, final int value) {
        final byte[] message = DhcpMessages.request("350101 ff");
        message[at] = (byte) value;
        return message;
    }
}
