/**
 * Frames and datagrams: AF_PACKET sockets, the TPACKET_V3 receive ring, batched transmission, UDP, and BPF filters.
 */
package io.athenabng.ffi.packet;
