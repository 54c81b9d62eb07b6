/**
 * rtnetlink for the gateway: {@link io.athenabng.netlink.NetlinkClient} sends requests in batches and matches the answers,
 * {@link io.athenabng.netlink.LinkEventListener} hears what changes by itself. The socket is a port,
 * {@link io.athenabng.netlink.NetlinkTransport}.
 */
package io.athenabng.netlink;
