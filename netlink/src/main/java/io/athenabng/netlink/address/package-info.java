/** Addresses of interfaces ({@code RTM_*ADDR}). */
package io.athenabng.netlink.address;
