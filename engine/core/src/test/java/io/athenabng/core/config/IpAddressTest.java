package io.athenabng.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class IpAddressTest {
    @Test
    void isWrittenAsRfc5952Says() {
        // RFC 5952, sections 4.1 to 4.3.
        assertEquals("2001:db8::1", IpAddress.parse("2001:0DB8:0:0:0::1").toString());
        assertEquals("2001:db8:0:1:1:1:1:1", IpAddress.parse("2001:db8:0:1:1:1:1:1").toString());
        assertEquals("2001:0:0:1::1", IpAddress.parse("2001:0:0:1:0:0:0:1").toString());
        assertEquals("2001:db8::1:0:0:1", IpAddress.parse("2001:db8:0:0:1:0:0:1").toString());
        assertEquals("::", IpAddress.parse("::").toString());
        assertEquals("::1", IpAddress.parse("::1").toString());
        assertEquals("1::", IpAddress.parse("1::").toString());
        assertEquals("::ffff:c000:201", IpAddress.parse("::ffff:192.0.2.1").toString());
        assertEquals("192.0.2.1", IpAddress.parse("192.0.2.1").toString());
    }

    @Test
    void everyAddressComesBackAndIsWhatTheJdkReads() throws UnknownHostException {
        final Random random = new Random(6);
        for (int i = 0; i < 20_000; i++) {
            final byte[] octets = new byte[16];
            for (int j = 0; j < 16; j++) {
                octets[j] = random.nextInt(3) == 0 ? (byte) random.nextInt() : 0;
            }
            octets[0] = 0x20;
            final InetAddress theirs = Inet6Address.getByAddress(octets);
            final IpAddress ours = IpAddress.parse(theirs.getHostAddress());
            assertTrue(ours.ipv6());
            assertEquals(theirs, InetAddress.ofLiteral(ours.toString()));
            assertEquals(ours, IpAddress.parse(ours.toString()));
        }
    }

    @Test
    void nothingElseIsAnAddress() {
        for (final String text : List.of(":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4:5:6:7::8", "g::", "12345::",
                "fe80::1%eth0", "[::1]", "::1.2.3", "1.2.3.4::", "::1.2.3.4:5", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", "", "::-1", "+1::")) {
            final ConfigurationValueException e = assertThrows(ConfigurationValueException.class, () -> IpAddress.parse(text), text);
            assertFalse(e.remedy().isBlank());
        }
    }
}
