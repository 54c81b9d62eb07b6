/**
 * jextract output for libpcap (loads libpcap.so.0.8 on first use).
 *
 * <p>Never edited by hand: {@code scripts/regen-bindings} writes it from {@code src/main/jextract}.
 */
package io.athenabng.ffi.generated.pcap;
