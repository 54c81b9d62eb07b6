/** Routes and neighbours ({@code RTM_*ROUTE}, {@code RTM_*NEIGH}). */
package io.athenabng.netlink.route;
