/**
 * Receive to decision on a veth pair: CPU time per packet against a TPACKET_V3 reader in C, and whether frames are lost at a given rate.
 */
package io.athenabng.benchmarks.receive;
