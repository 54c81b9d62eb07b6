/** nftables over nfnetlink: what the gateway asks of it, in transactions that the kernel does as a whole or not at all. */
package io.athenabng.netlink.nftables;
