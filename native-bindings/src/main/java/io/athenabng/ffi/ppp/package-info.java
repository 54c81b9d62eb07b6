/**
 * PPP over Ethernet on the kernel's data path: PPPoX sockets, channels and units of {@code /dev/ppp}. No protocol is known here.
 */
package io.athenabng.ffi.ppp;
