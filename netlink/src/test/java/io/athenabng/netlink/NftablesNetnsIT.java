package io.athenabng.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.ffi.testkit.NetnsExtension;
import io.athenabng.netlink.nftables.MssClampRequest;
import io.athenabng.netlink.nftables.NftablesClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The clamp as {@code nft} reads it back from the kernel. */
final class NftablesNetnsIT {
    private static final int GROUP = 0x4142_4e05;

    @RegisterExtension
    final NetnsExtension netns = new NetnsExtension();

    @Test
    void theTableIsThereOnceHoweverOftenItIsPut() {
        final String namespace = netns.namespace("nf");
        final NftablesClient client = netns.closeAfter(netns.inside(namespace,
            () -> new NftablesClient(NetlinkSocketTransport.openNetfilter())));
        client.execute(MssClampRequest.put("abng", GROUP));
        final String once = ruleset(namespace);
        assertTrue(once.contains("table inet abng {"), once);
        assertTrue(once.contains("type filter hook forward priority mangle; policy accept;"), once);
        assertTrue(once.contains("iifgroup 1094864389 tcp flags syn / syn,rst tcp option maxseg size set rt mtu"), once);
        assertTrue(once.contains("oifgroup 1094864389 tcp flags syn / syn,rst tcp option maxseg size set rt mtu"), once);
        client.execute(MssClampRequest.put("abng", GROUP));
        assertEquals(once, ruleset(namespace));
        client.execute(MssClampRequest.put("other", 7));
        client.execute(MssClampRequest.remove("abng"));
        assertFalse(ruleset(namespace).contains("abng"));
        assertTrue(ruleset(namespace).contains("table inet other"));
        final NetlinkException gone = assertThrows(NetlinkException.class, () -> client.execute(MssClampRequest.remove("abng")));
        assertEquals(Errno.ENOENT, gone.errno());
        client.execute(MssClampRequest.remove("other"));
        assertEquals("", ruleset(namespace).strip());
    }

    private String ruleset(final String namespace) {
        return netns.exec(namespace, "nft", "list", "ruleset");
    }
}
