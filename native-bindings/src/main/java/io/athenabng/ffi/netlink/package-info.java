/**
 * The netlink socket, opened and owned through libnl-3; what is said over it is another module's business.
 */
package io.athenabng.ffi.netlink;
