package io.athenabng.daemon.edge.kernel;

import static io.athenabng.netlink.tc.TcAttributes.ETH_P_ALL;
import static io.athenabng.netlink.tc.TcAttributes.ETH_P_IP;

import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.port.SubscriberProfile.FramedRoute;
import io.athenabng.netlink.tc.CakeQdiscRequest;
import io.athenabng.netlink.tc.FilterAction;
import io.athenabng.netlink.tc.FilterDeleteRequest;
import io.athenabng.netlink.tc.FqCodelQdiscRequest;
import io.athenabng.netlink.tc.GactAction;
import io.athenabng.netlink.tc.HtbClassRequest;
import io.athenabng.netlink.tc.HtbQdiscRequest;
import io.athenabng.netlink.tc.IngressQdiscRequest;
import io.athenabng.netlink.tc.MatchallFilterRequest;
import io.athenabng.netlink.tc.MirredRedirectAction;
import io.athenabng.netlink.tc.PoliceAction;
import io.athenabng.netlink.tc.QdiscDeleteRequest;
import io.athenabng.netlink.tc.TcHandle;
import io.athenabng.netlink.tc.U32FilterRequest;
import io.athenabng.wire.ethernet.EtherType;

/**
 * Queueing disciplines, classes and filters in the gateway's words, written into the pipeline. Owned by the kernel agent.
 *
 * <p>A shared line has an HTB with a class for each session. HTB does the rate there and the leaf the queueing: CAKE unlimited (its own
 * shaper below HTB's would be two clocks on one queue) or FQ-CoDel. HTB is told the same overhead as CAKE, less the Ethernet header that
 * it counts already.
 */
final class TrafficControl {
    private static final int ETHERNET_HEADER = 14;
    private static final int NS_PER_MICROSECOND = 1000;
    private static final int CODEL_INTERVAL_TO_TARGET = 20;
    private static final int UDP = 17;
    private static final int BOOTP_SERVER = 67;
    /** What HTB calls unlimited; it has no such word itself. */
    private static final long HTB_UNLIMITED = 100_000_000_000L;
    private static final long NOBODY_BITS_PER_SECOND = 1_000_000L;
    private static final long MIN_RATE_BITS_PER_SECOND = 8_000L;
    /** A policer needs room for a round trip of a TCP flow, or the flow stays far below the rate. */
    private static final int POLICE_BURSTS_PER_SECOND = 10;
    private static final long MIN_POLICE_BURST = 20_000L;
    private static final int MIN_QUANTUM = 1514;
    private static final int MAX_QUANTUM = 60_000;
    private static final int RATE_TO_QUANTUM = 10;

    private final RequestPipeline pipeline;
    private final boolean matchall;
    private final CakeQdiscRequest cake = new CakeQdiscRequest();
    private final HtbQdiscRequest htb = new HtbQdiscRequest();
    private final HtbClassRequest htbClass = new HtbClassRequest();
    private final FqCodelQdiscRequest fqCodel = new FqCodelQdiscRequest();
    private final IngressQdiscRequest ingress = new IngressQdiscRequest();
    private final QdiscDeleteRequest qdiscDelete = new QdiscDeleteRequest();
    private final U32FilterRequest u32 = new U32FilterRequest();
    private final MatchallFilterRequest everything = new MatchallFilterRequest();
    private final FilterDeleteRequest filterDelete = new FilterDeleteRequest();
    private final GactAction verdict = new GactAction();
    private final MirredRedirectAction redirect = new MirredRedirectAction();
    private final PoliceAction police = new PoliceAction();

    TrafficControl(final RequestPipeline pipeline, final boolean matchall) {
        this.pipeline = pipeline;
        this.matchall = matchall;
    }

    void addIngress(final KernelTask task, final int step, final int ifIndex) {
        pipeline.submit(task, step, ingress.reset().add().index(ifIndex));
    }

    void deleteIngress(final KernelTask task, final int step, final int ifIndex) {
        pipeline.submit(task, step, qdiscDelete.ingress(ifIndex));
    }

    void deleteRoot(final KernelTask task, final int step, final int ifIndex) {
        pipeline.submit(task, step, qdiscDelete.root(ifIndex));
    }

    /** CAKE at the root of an interface that has none. */
    void addCake(final KernelTask task, final int step, final int ifIndex, final ShapingSettings settings, final long rate,
            final int overhead, final boolean upload) {
        pipeline.submit(task, step, cake(settings, rate, overhead, upload).index(ifIndex).add());
    }

    /** Other rates and settings for the CAKE at the root, in place. */
    void changeCake(final KernelTask task, final int step, final int ifIndex, final ShapingSettings settings, final long rate,
            final int overhead, final boolean upload) {
        pipeline.submit(task, step, cake(settings, rate, overhead, upload).index(ifIndex).change());
    }

    /** As {@link #changeCake}, and makes one where there is none or another kind. */
    void replaceCake(final KernelTask task, final int step, final int ifIndex, final ShapingSettings settings, final long rate,
            final int overhead, final boolean upload) {
        pipeline.submit(task, step, cake(settings, rate, overhead, upload).index(ifIndex).replace());
    }

    /** An IFB's CAKE before it has a session. */
    void addIdleCake(final KernelTask task, final int step, final int ifIndex) {
        pipeline.submit(task, step, cake.reset().add().index(ifIndex).rateBitsPerSecond(0).ingress(true));
    }

    private CakeQdiscRequest cake(final ShapingSettings settings, final long rate, final int overhead, final boolean upload) {
        final int flowMode = (upload ? mirrored(settings.flowMode()) : settings.flowMode()).ordinal();
        return cake.reset().rateBitsPerSecond(rate).diffservMode(settings.diffserv().ordinal()).flowMode(flowMode).overhead(overhead)
            .mpu(settings.mpu()).rttMicros((int) (settings.rttNs() / NS_PER_MICROSECOND)).nat(settings.nat()).wash(settings.wash())
            .splitGso(settings.splitGso()).ingress(upload).ackFilter(settings.ackFilter().ordinal());
    }

    /** The subscriber's hosts are destinations of the download and sources of the upload. */
    static ShapingSettings.FlowMode mirrored(final ShapingSettings.FlowMode mode) {
        return switch (mode) {
            case SRCHOST -> ShapingSettings.FlowMode.DSTHOST;
            case DSTHOST -> ShapingSettings.FlowMode.SRCHOST;
            case DUAL_SRCHOST -> ShapingSettings.FlowMode.DUAL_DSTHOST;
            case DUAL_DSTHOST -> ShapingSettings.FlowMode.DUAL_SRCHOST;
            default -> mode;
        };
    }

    /** HTB at the root; what no filter claims goes to the class with the minor number {@code defaultClass}. */
    void addHtb(final KernelTask task, final int step, final int ifIndex, final int defaultClass) {
        pipeline.submit(task, step, htb.reset().add().index(ifIndex).handle(KernelNumbers.HTB_HANDLE).defaultClass(defaultClass)
            .rateToQuantum(RATE_TO_QUANTUM));
    }

    /** The class for packets to nobody. */
    void addNobodyClass(final KernelTask task, final int step, final int ifIndex) {
        pipeline.submit(task, step, htbClass(ifIndex, KernelNumbers.HTB_NOBODY, NOBODY_BITS_PER_SECOND, ETHERNET_HEADER, 0).replace());
    }

    /** A session's class, made or changed in place. */
    void putClass(final KernelTask task, final int step, final int ifIndex, final int minor, final ShapingSettings settings,
            final long rate, final int overhead) {
        pipeline.submit(task, step, htbClass(ifIndex, minor, rate == 0 ? HTB_UNLIMITED : rate, overhead, settings.mpu()).replace());
    }

    private HtbClassRequest htbClass(final int ifIndex, final int minor, final long rate, final int overhead, final int mpu) {
        final long effective = Math.max(rate, MIN_RATE_BITS_PER_SECOND);
        final long quantum = effective / Byte.SIZE / RATE_TO_QUANTUM;
        return htbClass.reset().index(ifIndex).parent(KernelNumbers.HTB_HANDLE).classId(KernelNumbers.HTB_HANDLE | minor)
            .rateBitsPerSecond(effective).overheadBytes(Math.max(0, overhead - ETHERNET_HEADER)).mpuBytes(mpu)
            .quantumBytes((int) Math.max(MIN_QUANTUM, Math.min(MAX_QUANTUM, quantum)));
    }

    void deleteClass(final KernelTask task, final int step, final int ifIndex, final int minor) {
        pipeline.submit(task, step, htbClass.reset().index(ifIndex).classId(KernelNumbers.HTB_HANDLE | minor).delete());
    }

    /** What queues below a class. */
    void addLeaf(final KernelTask task, final int step, final int ifIndex, final int minor, final ShapingSettings settings,
            final int overhead) {
        final int handle = TcHandle.of(KernelNumbers.FIRST_LEAF_MAJOR + minor, 0);
        final int parent = KernelNumbers.HTB_HANDLE | minor;
        if (settings.queue() == ShapingSettings.Queue.CAKE) {
            pipeline.submit(task, step, cake(settings, 0, overhead, false).index(ifIndex).handle(handle).parent(parent).add());
        } else {
            pipeline.submit(task, step, fqCodel(settings).index(ifIndex).handle(handle).parent(parent).add());
        }
    }

    /** Other settings for what queues below a class, in place. */
    void changeLeaf(final KernelTask task, final int step, final int ifIndex, final int minor, final ShapingSettings settings,
            final int overhead) {
        final int handle = TcHandle.of(KernelNumbers.FIRST_LEAF_MAJOR + minor, 0);
        final int parent = KernelNumbers.HTB_HANDLE | minor;
        if (settings.queue() == ShapingSettings.Queue.CAKE) {
            pipeline.submit(task, step, cake(settings, 0, overhead, false).index(ifIndex).handle(handle).parent(parent).change());
        } else {
            pipeline.submit(task, step, fqCodel(settings).index(ifIndex).handle(handle).parent(parent).change());
        }
    }

    /** CoDel looks at a round-trip time, and lets a queue stand for a twentieth of it (RFC 8289, section 3.2), as CAKE does. */
    private FqCodelQdiscRequest fqCodel(final ShapingSettings settings) {
        final int interval = (int) (settings.rttNs() / NS_PER_MICROSECOND);
        return fqCodel.reset().intervalMicros(interval).targetMicros(Math.max(1, interval / CODEL_INTERVAL_TO_TARGET));
    }

    /** Drops what the daemon serves itself: DHCP requests, seen by the trunk's ring before they come here. */
    void addControlFilter(final KernelTask task, final int step, final int ifIndex) {
        // Only headers without options and first fragments: elsewhere those octets are something else.
        pipeline.submit(task, step, u32.reset().add().index(ifIndex).parent(TcHandle.INGRESS_QDISC)
            .priority(KernelNumbers.CONTROL_PRIORITY).protocol(ETH_P_IP)
            .matchU8(0x45, 0xff, 0).matchU16(0, 0x1fff, 6).matchU8(UDP, 0xff, 9).matchU16(BOOTP_SERVER, 0xffff, 22)
            .action(verdict.drop()));
    }

    /**
     * Drops what goes from an isolated group's subscriber to the group's subnet. What goes to the gateway itself passes, unshaped; strict
     * reverse-path filtering looks at its source.
     */
    void addIsolationFilters(final KernelTask task, final int step, final int ifIndex, final int gateway, final int prefixLength) {
        final int mask = prefixLength == 0 ? 0 : -1 << Integer.SIZE - prefixLength;
        pipeline.submit(task, step, u32.reset().add().index(ifIndex).parent(TcHandle.INGRESS_QDISC)
            .priority(KernelNumbers.TO_GATEWAY_PRIORITY).protocol(ETH_P_IP)
            .matchU32(gateway, -1, SessionFilters.DESTINATION_ADDRESS).action(verdict.ok()));
        pipeline.submit(task, step, u32.reset().add().index(ifIndex).parent(TcHandle.INGRESS_QDISC)
            .priority(KernelNumbers.TO_GROUP_PRIORITY).protocol(ETH_P_IP)
            .matchU32(gateway, mask, SessionFilters.DESTINATION_ADDRESS).action(verdict.drop()));
    }

    /** Drops IPv4 that no session's filter took. */
    void addOthersFilter(final KernelTask task, final int step, final int ifIndex, final boolean shared) {
        if (matchall) {
            pipeline.submit(task, step, everything.reset().add().index(ifIndex).parent(TcHandle.INGRESS_QDISC)
                .priority(othersPriority(shared)).protocol(ETH_P_IP).handle(1).action(verdict.drop()));
        } else {
            pipeline.submit(task, step, u32.reset().add().index(ifIndex).parent(TcHandle.INGRESS_QDISC)
                .priority(othersPriority(shared)).protocol(ETH_P_IP).action(verdict.drop()));
        }
    }

    static int othersPriority(final boolean shared) {
        return shared ? KernelNumbers.OTHERS_PRIORITY_SHARED : KernelNumbers.OTHERS_PRIORITY;
    }

    /** Takes a session's upload, by its address and MAC, to its IFB. */
    void addRedirectFilter(final KernelTask task, final int step, final SessionDevice session, final int priority) {
        addSessionFilter(task, step, session, priority, redirect.targetIndex(session.ifb.ifIndex));
    }

    /** Takes a session's upload and drops what exceeds the rate. */
    void addPoliceFilter(final KernelTask task, final int step, final SessionDevice session, final int priority) {
        addSessionFilter(task, step, session, priority, police(session.upBitsPerSecond));
    }

    private PoliceAction police(final long bitsPerSecond) {
        final long rate = Math.max(bitsPerSecond, MIN_RATE_BITS_PER_SECOND);
        return police.rateBitsPerSecond(rate).burstBytes(Math.max(MIN_POLICE_BURST, rate / Byte.SIZE / POLICE_BURSTS_PER_SECOND));
    }

    /** Lets a session's upload pass. */
    void addPassFilter(final KernelTask task, final int step, final SessionDevice session, final int priority) {
        addSessionFilter(task, step, session, priority, verdict.ok());
    }

    private void addSessionFilter(
            final KernelTask task, final int step, final SessionDevice session, final int priority, final FilterAction action) {
        addSourceFilter(task, step, session, priority, session.ipv4, -1, action);
        for (int i = 0; i < session.routes.size(); i++) {
            final FramedRoute route = session.routes.get(i);
            addSourceFilter(task, step, session, priority, Networks.address(route), Networks.mask(route.prefixLength()), action);
        }
    }

    private void addSourceFilter(final KernelTask task, final int step, final SessionDevice session, final int priority, final int network,
            final int mask, final FilterAction action) {
        pipeline.submit(task, step, u32.reset().add().index(session.line.ifIndex()).parent(TcHandle.INGRESS_QDISC)
            .priority(priority).protocol(ETH_P_IP)
            .matchU32(network, mask, SessionFilters.SOURCE_ADDRESS)
            .matchU32((int) (session.mac >>> 16), -1, SessionFilters.SOURCE_MAC)
            .matchU16((int) session.mac & 0xffff, 0xffff, SessionFilters.SOURCE_MAC_TAIL)
            .action(action));
    }

    /** Takes all that a PPP session uploads to its unit's IFB. */
    void addUnitRedirect(final KernelTask task, final int step, final PppUnit unit, final int priority) {
        addUnitFilter(task, step, unit, priority, redirect.targetIndex(unit.ifb.ifIndex));
    }

    /** Drops of what a PPP session uploads what exceeds the rate. */
    void addUnitPolice(final KernelTask task, final int step, final PppUnit unit, final int priority, final long bitsPerSecond) {
        addUnitFilter(task, step, unit, priority, police(bitsPerSecond));
    }

    private void addUnitFilter(
            final KernelTask task, final int step, final PppUnit unit, final int priority, final FilterAction action) {
        if (matchall) {
            pipeline.submit(task, step, everything.reset().add().index(unit.ifIndex).parent(TcHandle.INGRESS_QDISC)
                .priority(priority).protocol(ETH_P_ALL).handle(1).action(action));
        } else {
            pipeline.submit(task, step, u32.reset().add().index(unit.ifIndex).parent(TcHandle.INGRESS_QDISC)
                .priority(priority).protocol(ETH_P_ALL).action(action));
        }
    }

    void deleteUnitFilter(final KernelTask task, final int step, final PppUnit unit, final int priority) {
        pipeline.submit(task, step, filterDelete.byPriority(unit.ifIndex, TcHandle.INGRESS_QDISC, priority, ETH_P_ALL));
    }

    /** A shared line's class and filter for frames of PPPoE: their sessions are shaped on their units, not here. */
    void addPppoeClass(final KernelTask task, final int step, final int ifIndex) {
        pipeline.submit(task, step, htbClass(ifIndex, KernelNumbers.HTB_PPPOE, HTB_UNLIMITED, ETHERNET_HEADER, 0).replace());
        pipeline.submit(task, step, filterDelete.byPriority(
            ifIndex, KernelNumbers.HTB_HANDLE, KernelNumbers.PPPOE_PRIORITY, EtherType.PPPOE_SESSION));
        final int classId = KernelNumbers.HTB_HANDLE | KernelNumbers.HTB_PPPOE;
        if (matchall) {
            pipeline.submit(task, step, everything.reset().add().index(ifIndex).parent(KernelNumbers.HTB_HANDLE)
                .priority(KernelNumbers.PPPOE_PRIORITY).protocol(EtherType.PPPOE_SESSION).handle(1).classId(classId));
        } else {
            pipeline.submit(task, step, u32.reset().add().index(ifIndex).parent(KernelNumbers.HTB_HANDLE)
                .priority(KernelNumbers.PPPOE_PRIORITY).protocol(EtherType.PPPOE_SESSION).classId(classId));
        }
    }

    void deleteFilters(final KernelTask task, final int step, final int ifIndex, final int priority) {
        pipeline.submit(task, step, filterDelete.byPriority(ifIndex, TcHandle.INGRESS_QDISC, priority, ETH_P_IP));
    }

    /** Takes a session's download to its class: what is for its address, and for the networks behind it. */
    void addClassFilters(final SessionDevice session, final int step, final int ifIndex, final int minor) {
        addClassFilter(session, step, ifIndex, minor, session.ipv4, -1);
        for (int i = 0; i < session.routes.size(); i++) {
            final FramedRoute route = session.routes.get(i);
            addClassFilter(session, step, ifIndex, minor, Networks.address(route), Networks.mask(route.prefixLength()));
        }
    }

    private void addClassFilter(
            final KernelTask task, final int step, final int ifIndex, final int minor, final int network, final int mask) {
        pipeline.submit(task, step, u32.reset().add().index(ifIndex).parent(KernelNumbers.HTB_HANDLE)
            .priority(classPriority(minor)).protocol(ETH_P_IP).matchU32(network, mask, SessionFilters.DESTINATION_ADDRESS)
            .classId(KernelNumbers.HTB_HANDLE | minor));
    }

    void deleteClassFilter(final KernelTask task, final int step, final int ifIndex, final int minor) {
        pipeline.submit(task, step, filterDelete.byPriority(ifIndex, KernelNumbers.HTB_HANDLE, classPriority(minor), ETH_P_IP));
    }

    private static int classPriority(final int minor) {
        return KernelNumbers.SESSION_PRIORITY + minor;
    }
}
