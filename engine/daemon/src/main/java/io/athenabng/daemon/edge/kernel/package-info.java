/**
 * The data plane of the Linux kernel: access lines as VLAN interfaces, sessions as host routes, permanent neighbours, queueing disciplines
 * and filters, programmed over rtnetlink. {@link io.athenabng.daemon.edge.kernel.KernelDataPlane} is the way in.
 *
 * <p>What a line and a session are in the kernel:
 * <pre>
 *   eth1 ── eth1.500 (S-VLAN) ── eth1.500.100 (the line)
 *                                  egress : CAKE at the download rate
 *                                  ingress: prio 1     UDP to port 67          drop (the daemon serves it from the trunk's ring)
 *                                           prio 10    source address and MAC  redirect to abngifbN
 *                                           prio 100   other IPv4              drop
 *                                abngifbN: CAKE at the upload rate
 *   10.64.0.50/32 dev eth1.500.100 scope link proto 66;  permanent neighbour 10.64.0.50
 *   lo: 10.64.0.1/32 label lo:abng;  unreachable 10.64.0.0/24 proto 66
 * </pre>
 *
 * <p>A PPPoE session is a channel on its line and a unit before it:
 * <pre>
 *   eth1.500.100 (the line) ── PPPoX socket ── channel ── pppN (the unit)
 *      egress: the line's queue, with room for its PPPoE sessions     egress : CAKE at the download rate
 *                                                                     ingress: everything redirected to abngifbN
 *   10.64.0.51/32 dev pppN proto 66, and the routes of its networks; strict reverse-path filtering lets only these sources in
 *   table inet abng: TCP MSS of what goes through interfaces of the units' link group
 * </pre>
 *
 * <p>Copies of the three descriptors may be kept by another process, which is how sessions outlive this one.
 *
 * <p>Order of operations, because it decides what the kernel charges: a link is created down, gets its queueing disciplines while it is
 * down, then comes up; filters follow in a second pass over many sessions; IFBs come from a pool that is made ahead; deletions go by
 * link group on a thread of their own. Requests are written in batches and the kernel works through a batch in order, so that a line's
 * messages need no round trip in between.
 */
package io.athenabng.daemon.edge.kernel;
