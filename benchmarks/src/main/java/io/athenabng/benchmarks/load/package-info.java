/**
 * Plays DHCP clients on lines behind stacked VLAN tags, as fast as asked for, and measures what the gateway makes of them.
 *
 * <p>{@code LoadEngine} decides, without a clock or a socket of its own; {@code PacketPort} moves frames; {@code DhcpLoad} is the
 * command.
 */
package io.athenabng.benchmarks.load;
