/** Network interfaces: create, change, delete, list, count ({@code RTM_*LINK}, {@code RTM_*LINKPROP}, {@code RTM_GETSTATS}). */
package io.athenabng.netlink.link;
