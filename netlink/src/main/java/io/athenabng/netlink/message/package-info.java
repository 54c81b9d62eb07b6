/**
 * Netlink messages as bytes: header flyweight, attribute writer and reader, and the kernel's message numbers.
 *
 * <p>Everything is in host byte order unless a name says {@code be} (big endian), as {@code linux/netlink.h} has it.
 */
package io.athenabng.netlink.message;
