/**
 * jextract output for the kernel's and libc's socket, packet, memory and netlink interfaces.
 *
 * <p>Never edited by hand: {@code scripts/regen-bindings} writes it from {@code src/main/jextract}.
 */
package io.athenabng.ffi.generated.linux;
