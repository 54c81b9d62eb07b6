package io.athenabng.core.dhcp;

import static io.athenabng.core.dhcp.DhcpBench.MAC_1;
import static io.athenabng.core.dhcp.DhcpConfigurations.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.DhcpSettings;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.testkit.Hex;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whole replies of the server, byte by byte, as RFC 2131, 2132, 3046, 3397, 3442 and 6842 lay them out. */
class DhcpServerGoldenTest {
    private static final String HEADER = """
        02 01 06 00          # BOOTREPLY, Ethernet, 6, no hops
        a1b2c3d4             # xid
        0000 8000            # secs, broadcast
        00000000             # ciaddr
        0a40000a             # yiaddr 10.64.0.10
        00000000 00000000    # siaddr, giaddr
        020000000001 00*10   # chaddr
        00*64                # sname
        00*128               # file
        63825363             # magic cookie
        """;

    private static void assertBytes(final String expected, final byte[] actual) {
        assertEquals(Hex.toString(Hex.bytes(expected)), Hex.toString(actual));
    }

    private static DhcpConfigurations configurations() {
        final DhcpConfigurations configurations = new DhcpConfigurations();
        configurations.mtu = 1500;
        configurations.routes = List.of(new DhcpSettings.Route(address("192.0.2.0"), 24, address("10.64.0.2")));
        return configurations;
    }

    private static DhcpMessage discover() {
        return DhcpMessage.discover(MAC_1, 0xa1b2c3d4).broadcast().secs(7);
    }

    @Test
    void offersInTheOrderThatTheClientAsksFor() {
        final DhcpBench bench = new DhcpBench(configurations());
        // Asked: domain name, DNS, router, an option nobody has, subnet mask, MTU, NTP, search list, routes, and DNS once more.
        bench.toServer(bench.servedLine(1), discover().option(55, "0f 06 03 fb 01 1a 2a 77 79 06").option(61, "01020000000001")
                .option(82, "01 06 706f72742037 02 02 beef"));
        assertBytes(HEADER + """
            35 01 02                            # DHCPOFFER
            36 04 0a400001                      # server identifier
            33 04 00000e10                      # lease time 3600
            3a 04 00000708                      # T1 1800
            3b 04 00000c4e                      # T2 3150
            01 04 ffffff00                      # subnet mask, before any router
            0f 0b 6578616d706c652e6e6574        # domain name example.net
            06 08 c0000235 c0000236             # DNS
            03 04 0a400001                      # router
            1a 02 05dc                          # MTU 1500
            2a 04 c000027b                      # NTP
            77 11 0161 076578616d706c65 036e6574 00 c002    # a.example.net, example.net
            79 0d 18 c00002 0a400002 00 0a400001            # 192.0.2.0/24, and the default route
            3d 07 01020000000001                # client identifier, echoed
            52 0c 01 06 706f72742037 02 02 beef # Option 82, echoed last
            ff
            """, bench.reply());
    }

    @Test
    void acknowledgesABareRequest() {
        final DhcpConfigurations configurations = new DhcpConfigurations();
        final DhcpBench bench = new DhcpBench(configurations);
        bench.toServer(bench.servedLine(1), discover());
        bench.toServer(bench.servedLine(1), bench.select(MAC_1, 0xa1b2c3d4, address("10.64.0.10")).broadcast().option(55, "01"));
        // 49 bytes of options with End, padded to BOOTP's 300 bytes.
        assertBytes(HEADER + """
            35 01 05  36 04 0a400001  33 04 00000e10  3a 04 00000708  3b 04 00000c4e  01 04 ffffff00  03 04 0a400001
            ff 00*20
            """, bench.reply());
    }

    @Test
    void refuses() {
        final DhcpBench bench = new DhcpBench();
        bench.toServer(bench.servedLine(1), bench.select(MAC_1, 0xa1b2c3d4, address("10.1.1.1")).broadcast().option(82, "0101aa"));
        assertBytes(HEADER.replace("0a40000a             # yiaddr 10.64.0.10", "00000000") + """
            35 01 06  36 04 0a400001
            38 15 61646472657373206e6f7420617661696c61626c65   # address not available
            52 03 0101aa
            ff 00*22
            """, bench.reply());
    }

    @Test
    void leavesOutWhatTheClientsMaximumMessageSizeHasNoRoomFor() {
        final DhcpConfigurations configurations = configurations();
        configurations.routes = IntStream.range(0, 30)
                .mapToObj(i -> new DhcpSettings.Route(address("192.0.2.0") + (i << 8), 24, address("10.64.0.2"))).toList();
        final DhcpBench bench = new DhcpBench(configurations);
        final String wanted = "03 79 06 77";
        final byte[] option82 = new byte[200];
        option82[0] = 1;
        option82[1] = (byte) 198;
        bench.toServer(bench.servedLine(1), discover().option(55, wanted).number(57, 576).option(61, new byte[60]).option(82, option82));
        assertEquals(List.of(53, 54, 51, 58, 59, 1, 3, 6, 119, 61, 82), bench.replyCodes());
        // 576 less IP and UDP headers, and Option 82 that a relay agent removes before the client sees it.
        assertTrue(bench.outcome.replyLength <= 548 + 202, () -> "length " + bench.outcome.replyLength);
        assertEquals(1, bench.count("dhcp.server.options_left_out"));
        bench.toServer(bench.servedLine(1), discover().option(55, wanted).number(57, 1500));
        assertEquals(30 * 8 + 5, bench.replyParser.options().totalLength(DhcpOption.CLASSLESS_ROUTES));
        assertEquals(List.of(53, 54, 51, 58, 59, 1, 3, 121, 6, 119), bench.replyCodes());
    }
}
