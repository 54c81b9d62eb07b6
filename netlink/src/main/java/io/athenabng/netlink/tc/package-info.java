/**
 * Traffic control: queueing disciplines, classes, filters and their actions ({@code RTM_*QDISC}, {@code RTM_*TCLASS},
 * {@code RTM_*TFILTER}).
 *
 * <p>A handle is 32 bits, major number in the upper half: {@code 1:10} is {@code 0x00010010}, see {@link TcHandle}.
 */
package io.athenabng.netlink.tc;
