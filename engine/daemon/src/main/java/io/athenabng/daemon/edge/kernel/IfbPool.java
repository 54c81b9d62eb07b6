package io.athenabng.daemon.edge.kernel;

import static io.athenabng.netlink.link.LinkAttributes.IN6_ADDR_GEN_MODE_NONE;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.ShapingSettings;
import io.athenabng.netlink.Errno;
import io.athenabng.netlink.link.IfbLinkRequest;
import io.athenabng.netlink.link.LinkPropertyRequest;
import io.athenabng.netlink.link.LinkReply;
import io.athenabng.netlink.link.LinkSetRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * IFBs that are made ahead, each with its CAKE, up and without a rate: a session only changes the rate. Owned by the kernel agent.
 *
 * <p>The pool grows in batches while fewer than {@link #LOW_WATER} are free, and shrinks when sessions leave many behind: each holds 1.1 MB
 * of kernel memory.
 */
final class IfbPool {
    static final int LOW_WATER = 32;
    static final int BATCH = 32;
    static final int HIGH_WATER = 256;
    private static final int CREATE = 0;
    private static final int QUEUE = 1;
    private static final int SETTINGS = 2;
    private static final int UP = 3;
    private static final int NAME = 4;
    private static final long RETRY_NS = 1_000_000_000L;
    private static final long BYTES = CapacityPlanner.CAKE_BYTES + CapacityPlanner.NETDEV_BYTES;

    private final RequestPipeline pipeline;
    private final TrafficControl trafficControl;
    private final LinkTable links;
    private final LinkReaper reaper;
    private final KernelErrors errors;
    private final CapacityPlanner capacity;
    private final boolean ipv6;
    private boolean needed;
    private final Int2ObjectHashMap<Ifb> byIndex = new Int2ObjectHashMap<>();
    private final ArrayDeque<Ifb> free = new ArrayDeque<>();
    private final ArrayDeque<IfbUser> waiters = new ArrayDeque<>();
    private final Map<String, Ifb> unclaimed = new HashMap<>();
    private final IfbLinkRequest create = new IfbLinkRequest();
    private final LinkSetRequest set = new LinkSetRequest();
    private final LinkPropertyRequest property = new LinkPropertyRequest();
    private int nextNumber;
    private int creating;
    private long pausedUntilNs;
    private boolean paused;

    IfbPool(final RunningConfiguration configuration, final KernelServices services) {
        pipeline = services.pipeline();
        trafficControl = services.trafficControl();
        links = services.links();
        reaper = services.reaper();
        errors = services.errors();
        capacity = services.capacity();
        ipv6 = services.capabilities().ipv6();
        reconfigure(configuration);
    }

    void reconfigure(final RunningConfiguration to) {
        needed = to.accessGroups().stream().anyMatch(group -> group.shaping().queue() == ShapingSettings.Queue.CAKE);
    }

    /** An IFB that was there at the start: free, or with the name of the line that it served. */
    void adopt(final LinkReply link) {
        final int number;
        try {
            number = Integer.parseInt(link.name().substring(KernelNumbers.IFB_NAME_PREFIX.length()));
        } catch (final NumberFormatException e) {
            // In our group but not named by us: somebody renamed it, so it is not counted on.
            return;
        }
        final Ifb ifb = new Ifb(this, number, link.index(), link.name());
        ifb.ready = link.isUp();
        ifb.mark = CountingMark.parse(link.alias());
        nextNumber = Math.max(nextNumber, number + 1);
        byIndex.put(ifb.ifIndex, ifb);
        final String serves = link.alternativeNames().stream().filter(name -> name.startsWith(KernelNumbers.IFB_ALTERNATIVE_PREFIX))
            .findFirst().orElse(null);
        if (!ifb.ready) {
            discard(ifb);
        } else if (serves == null) {
            free.add(ifb);
        } else {
            ifb.alternativeName = serves;
            unclaimed.put(serves, ifb);
        }
    }

    /** Keeps enough free ones. */
    int onDutyCycle(final long nowNs) {
        final int wanted = waiters.size();
        if (!needed || !pipeline.admits() || paused && nowNs - pausedUntilNs < 0) {
            return 0;
        }
        paused = false;
        final int missing = Math.min(LOW_WATER + wanted - free.size() - creating, BATCH);
        if (missing < BATCH / 2 && free.size() + creating > 0) {
            return shrink();
        }
        int made = 0;
        while (made < missing && pipeline.admits() && capacity.admit(BYTES, "an IFB")) {
            make();
            made++;
        }
        if (made < missing && creating == 0 && wanted > 0) {
            pause(nowNs);
            refuseWaiters(Errno.ENOMEM);
        }
        return made;
    }

    private void pause(final long nowNs) {
        paused = true;
        pausedUntilNs = nowNs + RETRY_NS;
    }

    private int shrink() {
        int count = 0;
        while (free.size() > HIGH_WATER) {
            discard(free.pollLast());
            count++;
        }
        return count;
    }

    private void make() {
        final int number = nextNumber++;
        final Ifb ifb = new Ifb(this, number, links.allocateIndex(), KernelNumbers.IFB_NAME_PREFIX + number);
        byIndex.put(ifb.ifIndex, ifb);
        creating++;
        pipeline.submit(ifb, CREATE, create.reset().name(ifb.name).index(ifb.ifIndex).group(KernelNumbers.IFB_GROUP));
        trafficControl.addIdleCake(ifb, QUEUE, ifb.ifIndex);
        if (ipv6) {
            pipeline.submit(ifb, SETTINGS, set.reset().index(ifb.ifIndex).addressGenerationMode(IN6_ADDR_GEN_MODE_NONE));
        }
        pipeline.submit(ifb, UP, set.reset().index(ifb.ifIndex).up());
    }

    void onAnswer(final Ifb ifb, final int step, final int errno, final CharSequence text) {
        if (errno == 0 || step == NAME && (KernelErrors.isGone(errno) || ifb.gone) || step == SETTINGS && errno == Errno.EAFNOSUPPORT) {
            return;
        }
        if (step == NAME) {
            errors.onRefused(KernelErrors.Kind.NAME, ifb.name, errno, text);
            return;
        }
        if (ifb.error == 0) {
            ifb.error = errno;
            ifb.gone |= step == CREATE;
            if (errno != Errno.EEXIST && !KernelErrors.isTransient(errno)) {
                errors.onRefused(step == QUEUE ? KernelErrors.Kind.CAKE : KernelErrors.Kind.IFB, ifb.name, errno, text);
            }
        }
    }

    void onSettled(final Ifb ifb) {
        if (ifb.ready) {
            // Its old name is gone: it can serve again.
            if (!ifb.gone && ifb.user == null) {
                free.addFirst(ifb);
                serveWaiter();
            }
            return;
        }
        creating--;
        if (ifb.error == 0 && !ifb.gone) {
            ifb.ready = true;
            free.add(ifb);
            serveWaiter();
            return;
        }
        if (!ifb.gone) {
            discard(ifb);
        }
        byIndex.remove(ifb.ifIndex);
        if (ifb.error != Errno.EEXIST && !KernelErrors.isTransient(ifb.error)) {
            pause(System.nanoTime());
            refuseWaiters(ifb.error);
        }
    }

    /** Has a user told once an IFB is free. */
    void await(final IfbUser user) {
        waiters.add(user);
    }

    /** A user does not wait any more. */
    void forget(final IfbUser user) {
        waiters.remove(user);
    }

    private void serveWaiter() {
        final IfbUser user = waiters.poll();
        if (user != null) {
            user.onIfbFree();
        }
    }

    private void refuseWaiters(final int errno) {
        IfbUser user = waiters.poll();
        while (user != null) {
            user.onIfbRefused(errno);
            user = waiters.poll();
        }
    }

    /** The IFB that serves under a name since before the start, or a free one; null if there is none. */
    Ifb acquire(final IfbUser user, final String alternativeName) {
        final Ifb own = unclaimed.remove(alternativeName);
        final Ifb ifb = own != null ? own : free.poll();
        if (ifb != null) {
            ifb.user = user;
        }
        return ifb;
    }

    /** Gives an IFB the name of what it serves, among a session's requests. */
    void name(final KernelTask task, final int step, final Ifb ifb, final String alternativeName) {
        if (!alternativeName.equals(ifb.alternativeName)) {
            ifb.alternativeName = alternativeName;
            pipeline.submit(task, step, property.add(ifb.ifIndex, alternativeName));
        }
    }

    /** A session does not need its IFB any more. */
    void release(final Ifb ifb) {
        ifb.user = null;
        if (ifb.gone) {
            return;
        }
        if (ifb.alternativeName == null) {
            onSettled(ifb);
        } else {
            final String name = ifb.alternativeName;
            ifb.alternativeName = null;
            pipeline.submit(ifb, NAME, property.delete(ifb.ifIndex, name));
        }
    }

    private void discard(final Ifb ifb) {
        ifb.gone = true;
        byIndex.remove(ifb.ifIndex);
        reaper.doom(ifb.ifIndex);
    }

    /** IFBs of sessions that nobody asked for again. */
    void releaseUnclaimed() {
        final List<Ifb> left = new ArrayList<>(unclaimed.values());
        unclaimed.clear();
        left.forEach(this::release);
    }

    Ifb byIndex(final int ifIndex) {
        return byIndex.get(ifIndex);
    }

    /** Every IFB that is known. */
    Iterable<Ifb> all() {
        return byIndex.values();
    }

    int freeCount() {
        return free.size();
    }

    int size() {
        return byIndex.size();
    }

    /** An IFB is gone, and nobody here asked for it. */
    void onDeleted(final Ifb ifb) {
        byIndex.remove(ifb.ifIndex);
        ifb.gone = true;
        free.remove(ifb);
        unclaimed.values().remove(ifb);
        if (ifb.user != null) {
            ifb.user.onIfbLost();
        }
    }

    /** At an orderly end: what serves nobody goes. */
    void discardFree() {
        while (!free.isEmpty()) {
            discard(free.poll());
        }
    }
}
