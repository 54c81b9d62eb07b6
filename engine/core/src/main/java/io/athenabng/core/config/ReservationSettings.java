package io.athenabng.core.config;

/**
 * A fixed address: for a MAC or for a Circuit-ID.
 *
 * @param mac       the MAC, first octet in bits 47-40; 0 if the Circuit-ID decides
 * @param circuitId the Circuit-ID; null if the MAC decides
 * @param address   the address, host order
 */
public record ReservationSettings(long mac, String circuitId, int address) {
}
