package io.athenabng.benchmarks.crash;

import io.athenabng.netlink.CompletionHandler;
import io.athenabng.netlink.NetlinkClient;
import io.athenabng.netlink.NetlinkTransport;
import io.athenabng.netlink.link.LinkDumpRequest;
import io.athenabng.netlink.link.LinkFlyweight;
import io.athenabng.netlink.tc.FilterFlyweight;
import io.athenabng.netlink.tc.TcDumpRequest;
import io.athenabng.netlink.tc.TcHandle;
import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ip.Ipv4Address;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.collections.IntArrayList;

/** Reads, over netlink, who is let in on VLAN interfaces: an address from a MAC, taken to an interface that shapes. */
final class SessionFilters {
    /** What a session's filter looks at, in octets from the network header: source address, and source MAC in two words. */
    private static final int KEYS = 3;
    private static final int SOURCE_ADDRESS = 12;
    private static final int SOURCE_MAC = -8;
    private static final int SOURCE_MAC_TAIL = -4;
    private static final int BATCH_BYTES = 4096;
    private static final int WINDOW = 16;

    /** Each dump is waited for: nothing else is asked. */
    private static final CompletionHandler NOBODY = new CompletionHandler() {
        @Override
        public void onAck(long correlationId) {
            throw new IllegalStateException("nothing was submitted");
        }

        @Override
        public void onError(long correlationId, int errno, CharSequence extAckText, int extAckOffset) {
            throw new IllegalStateException("nothing was submitted");
        }

        @Override
        public void onUnknown(long correlationId) {
            throw new IllegalStateException("nothing was submitted");
        }
    };

    private SessionFilters() {
    }

    /** Everybody, as {@code ADDRESS MAC}. Closes the socket. */
    static Set<String> read(NetlinkTransport transport) {
        Set<String> admitted = new TreeSet<>();
        try (NetlinkClient client = new NetlinkClient(transport, NOBODY, new NetlinkClient.Settings(BATCH_BYTES, WINDOW))) {
            IntArrayList lines = new IntArrayList();
            LinkFlyweight link = new LinkFlyweight();
            client.dump(new LinkDumpRequest().ofKind("vlan"), (type, buffer, offset, length) -> {
                // An interface that a dump that began again has listed twice is looked at twice, and that is all.
                if (link.wrap(buffer, offset, length)) {
                    lines.addInt(link.index());
                }
            });
            FilterFlyweight filter = new FilterFlyweight();
            for (int i = 0; i < lines.size(); i++) {
                client.dump(new TcDumpRequest().filters(lines.getInt(i), TcHandle.INGRESS_QDISC), (type, buffer, offset, length) -> {
                    if (filter.wrap(buffer, offset, length) && filter.keyCount() == KEYS && filter.redirectTarget() != 0) {
                        admitted.add(describe(filter));
                    }
                });
            }
        }
        return admitted;
    }

    private static String describe(FilterFlyweight filter) {
        int address = 0;
        long mac = 0;
        for (int key = 0; key < KEYS; key++) {
            switch (filter.keyPacketOffset(key)) {
                case SOURCE_ADDRESS -> address = filter.keyValue(key);
                case SOURCE_MAC -> mac |= (filter.keyValue(key) & 0xffff_ffffL) << 16;
                case SOURCE_MAC_TAIL -> mac |= filter.keyValue(key) >>> 16;
                default -> throw new IllegalStateException("a filter that looks at octet " + filter.keyPacketOffset(key));
            }
        }
        return Ipv4Address.toString(address) + ' ' + MacAddress.toString(mac);
    }
}
