package io.athenabng.wire.dhcp;

import io.athenabng.wire.testkit.Hex;
import java.util.Arrays;

/** Messages for tests: a sound header, and options as given. */
final class DhcpMessages {

    private static final String HEADER = """
        01010600            # op, htype, hlen, hops
        11223344            # xid
        0000 8000           # secs, broadcast
        00*16               # ciaddr, yiaddr, siaddr, giaddr
        020000000011 00*10  # chaddr
        00*64               # sname
        00*128              # file
        63825363            # magic cookie
        """;

    private DhcpMessages() {
    }

    /** A BOOTREQUEST with these options. */
    static byte[] request(final String options) {
        final byte[] tail = Hex.bytes(options);
        final byte[] message = Arrays.copyOf(Hex.bytes(HEADER), DhcpFlyweight.HEADER_LENGTH + tail.length);
        System.arraycopy(tail, 0, message, DhcpFlyweight.HEADER_LENGTH, tail.length);
        return message;
    }

    /** A BOOTREQUEST with options in all three fields. */
    static byte[] overloaded(final String options, final String file, final String sname) {
        final byte[] message = request(options);
        final byte[] fileBytes = Hex.bytes(file);
        final byte[] snameBytes = Hex.bytes(sname);
        System.arraycopy(fileBytes, 0, message, DhcpFlyweight.FILE_OFFSET, fileBytes.length);
        System.arraycopy(snameBytes, 0, message, DhcpFlyweight.SNAME_OFFSET, snameBytes.length);
        return message;
    }
}
