package io.athenabng.netlink;

import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELLINK;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWADDR;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWLINK;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTNLGRP_IPV4_IFADDR;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTNLGRP_LINK;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.athenabng.netlink.testkit.ScriptedNetlinkPeer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** Multicast notifications reach the handler, and lost ones are told. */
final class LinkEventListenerTest {
    @Test
    void eventsAndTheirLossAreTold() {
        final ScriptedNetlinkPeer peer = new ScriptedNetlinkPeer();
        final List<String> events = new ArrayList<>();
        final LinkEventListener listener = new LinkEventListener(peer, new LinkEventHandler() {
            @Override
            public void onLinkChanged(final DirectBuffer buffer, final int offset, final int length) {
                events.add("changed " + length);
            }

            @Override
            public void onLinkDeleted(final DirectBuffer buffer, final int offset, final int length) {
                events.add("deleted " + length);
            }

            @Override
            public void onOther(final int type, final DirectBuffer buffer, final int offset, final int length) {
                events.add("other " + type);
            }

            @Override
            public void onEventsLost() {
                events.add("lost");
            }
        }, RTNLGRP_LINK, RTNLGRP_IPV4_IFADDR);
        peer.deliver(ScriptedNetlinkPeer.message(RTM_NEWLINK, 0, 0, 0, new byte[16]));
        peer.deliver(NetlinkTransport.OVERRUN);
        peer.deliver(ScriptedNetlinkPeer.message(RTM_DELLINK, 0, 0, 0, new byte[20]));
        peer.deliver(ScriptedNetlinkPeer.message(RTM_NEWADDR, 0, 0, 0, new byte[8]));
        peer.deliver(new byte[] {1});
        assertEquals(5, listener.poll(10));
        assertEquals(List.of("changed 16", "lost", "deleted 20", "other " + RTM_NEWADDR), events);
        assertEquals(1, listener.malformedMessages());
        assertEquals(List.of(RTNLGRP_LINK, RTNLGRP_IPV4_IFADDR), peer.groups());
    }
}
