package io.athenabng.core.radius.access;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.port.AuthenticationQuery;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.wire.ethernet.VlanStack;
import io.athenabng.wire.radius.RadiusAttributeCursor;
import io.athenabng.wire.radius.RadiusAttributes;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class AccessRequestComposerTest {
    private final UnsafeBuffer list = new UnsafeBuffer(new byte[AccessRequestComposer.MAX_LENGTH]);
    private final AuthenticationQuery query = query();

    static AuthenticationQuery query() {
        final AuthenticationQuery query = new AuthenticationQuery();
        query.userName = "someone";
        query.mac = 0x0200_0000_0001L;
        query.vlanStack = VlanStack.of(500, 101);
        query.circuitId = "eth1.500.101";
        query.remoteId = "remote";
        query.acctSessionId = "abng-1-2";
        query.requestedAddress = 0x0a40_0007;
        return query;
    }

    private RadiusAttributeCursor compose() {
        return compose("");
    }

    private RadiusAttributeCursor compose(final String password) {
        final int length = new AccessRequestComposer(AccessConfigurations.of("", 32473, password)).compose(query, list, 0);
        assertTrue(length > 0);
        return new RadiusAttributeCursor().wrap(list, 0, length);
    }

    private void assertValue(final RadiusAttributeCursor cursor, final long key, final int... wanted) {
        assertTrue(cursor.find(key), "attribute " + key);
        final byte[] octets = new byte[cursor.valueLength()];
        cursor.buffer().getBytes(cursor.valueOffset(), octets);
        final byte[] expected = new byte[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            expected[i] = (byte) wanted[i];
        }
        assertArrayEquals(expected, octets);
    }

    /** The attributes that are ever sent. */
    static Set<Long> everythingSent() {
        final Set<Long> sent = new TreeSet<>();
        final UnsafeBuffer list = new UnsafeBuffer(new byte[AccessRequestComposer.MAX_LENGTH]);
        final AccessRequestComposer composer = new AccessRequestComposer(AccessConfigurations.of("", 32473, "{mac}"));
        for (final AuthenticationQuery.Credential credential : AuthenticationQuery.Credential.values()) {
            final AuthenticationQuery query = query();
            query.credential = credential;
            query.encapsulation = SessionRecordFlyweight.ENCAPSULATION_PPPOE;
            query.responseLength = 49;
            query.challengeLength = 16;
            query.accessLine = accessLine();
            query.state(credential == AuthenticationQuery.Credential.NONE ? new byte[] {1} : new byte[0]);
            final RadiusAttributeCursor cursor = new RadiusAttributeCursor().wrap(list, 0, composer.compose(query, list, 0));
            while (cursor.next()) {
                sent.add(cursor.key());
            }
        }
        return sent;
    }

    /** Every rate and delay, and the encapsulation. */
    private static byte[] accessLine() {
        final StringBuilder list = new StringBuilder();
        for (int type = 0x81; type <= 0x8e; type++) {
            list.append(String.format("%02x04%08x", type, type));
        }
        return HexFormat.of().parseHex(list.append("9003010203"));
    }

    @Test
    void whatTheAccessNodeSaysOfTheLineIsSentAsRfc4679HasIt() {
        query.accessLine = accessLine();
        final Set<Long> sent = new TreeSet<>();
        final RadiusAttributeCursor cursor = compose();
        while (cursor.next()) {
            sent.add(cursor.key());
        }
        for (long type = 0x81; type <= 0x8e; type++) {
            assertTrue(sent.contains((long) RadiusAttributes.VENDOR_ADSL_FORUM << 32 | type), "attribute " + type);
        }
        assertTrue(sent.contains(RadiusAttributes.ACCESS_LOOP_ENCAPSULATION));
    }

    @Test
    void papSendsThePasswordInClear() {
        query.credential = AuthenticationQuery.Credential.PAP;
        query.response[0] = 's';
        query.response[1] = 'e';
        query.responseLength = 2;
        assertValue(compose("template"), RadiusAttributes.USER_PASSWORD, 's', 'e');
    }

    @Test
    void chapSendsIdentifierResponseAndChallenge() {
        query.credential = AuthenticationQuery.Credential.CHAP_MD5;
        query.chapIdentifier = 0x1ff;
        query.responseLength = 16;
        query.response[15] = 9;
        query.challengeLength = 3;
        query.challenge[2] = 7;
        final RadiusAttributeCursor cursor = compose();
        assertValue(cursor, RadiusAttributes.CHAP_PASSWORD, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9);
        assertValue(cursor, RadiusAttributes.CHAP_CHALLENGE, 0, 0, 7);
        assertFalse(cursor.find(RadiusAttributes.USER_PASSWORD));
    }

    @Test
    void msChapV2IsLaidOutAsRfc2548Says() {
        query.credential = AuthenticationQuery.Credential.MS_CHAP_V2;
        query.chapIdentifier = 5;
        query.responseLength = 49;
        query.response[0] = 1;
        query.response[24] = 2;
        query.response[47] = 3;
        query.response[48] = 99;
        query.challengeLength = 16;
        final RadiusAttributeCursor cursor = compose();
        assertTrue(cursor.find(RadiusAttributes.MS_CHAP2_RESPONSE));
        assertEquals(50, cursor.valueLength());
        assertEquals(5, cursor.buffer().getByte(cursor.valueOffset()));
        assertEquals(0, cursor.buffer().getByte(cursor.valueOffset() + 1), "flags");
        assertEquals(1, cursor.buffer().getByte(cursor.valueOffset() + 2), "the client's challenge");
        assertEquals(2, cursor.buffer().getByte(cursor.valueOffset() + 26), "the NT-Response");
        assertEquals(3, cursor.buffer().getByte(cursor.valueOffset() + 49));
        assertTrue(cursor.find(RadiusAttributes.MS_CHAP_CHALLENGE));
        assertEquals(16, cursor.valueLength());
    }

    @Test
    void theAccessNodesCircuitIdIsItsOwnAttribute() {
        assertValue(compose(), RadiusAttributes.ADSL_AGENT_CIRCUIT_ID, "eth1.500.101".chars().toArray());
        query.agentCircuitId = "dslam 7";
        assertValue(compose(), RadiusAttributes.ADSL_AGENT_CIRCUIT_ID, "dslam 7".chars().toArray());
        assertValue(compose(), RadiusAttributes.NAS_PORT_ID, "eth1.500.101".chars().toArray());
    }

    @Test
    void portTypesOfPppoeFollowTheTags() {
        query.encapsulation = SessionRecordFlyweight.ENCAPSULATION_PPPOE;
        assertValue(compose(), RadiusAttributes.NAS_PORT_TYPE, 0, 0, 0, 34);
        assertValue(compose(), RadiusAttributes.FRAMED_PROTOCOL, 0, 0, 0, 1);
        query.vlanStack = VlanStack.of(101);
        assertValue(compose(), RadiusAttributes.NAS_PORT_TYPE, 0, 0, 0, 33);
        query.vlanStack = VlanStack.UNTAGGED;
        assertValue(compose(), RadiusAttributes.NAS_PORT_TYPE, 0, 0, 0, 32);
        assertValue(compose(), RadiusAttributes.NAS_PORT, 0, 0, 0, 0);
    }

    @Test
    void theLongestOfEverythingFits() {
        query.userName = "u".repeat(253);
        query.circuitId = "c".repeat(128);
        query.remoteId = "r".repeat(100);
        query.credential = AuthenticationQuery.Credential.PAP;
        query.responseLength = AuthenticationQuery.SECRET_MAX;
        assertTrue(compose().find(RadiusAttributes.ADSL_AGENT_REMOTE_ID));
    }

    @Test
    void composingAllocatesNothing() {
        final AccessRequestComposer composer = new AccessRequestComposer(AccessConfigurations.of("", 32473, "{mac}"));
        final com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int window = 0; window < 50 && least > 0; window++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                composer.compose(query, list, 0);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least, "bytes allocated by 1000 requests");
    }
}
