/**
 * jextract output for libnl-3 (loads libnl-3.so.200 on first use).
 *
 * <p>Never edited by hand: {@code scripts/regen-bindings} writes it from {@code src/main/jextract}.
 */
package io.athenabng.ffi.generated.nl;
