package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.access.AccessLineTable;
import io.athenabng.core.access.GroupResolver;
import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.PppoeSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.pppoe.AcCookie;
import io.athenabng.core.pppoe.DiscoveryBuckets;
import io.athenabng.core.pppoe.DiscoveryReplies;
import io.athenabng.core.pppoe.PppoeCounters;
import io.athenabng.core.pppoe.PppoeRefusal;
import io.athenabng.core.session.TerminateCause;
import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.pppoe.PppoeCode;
import io.athenabng.wire.pppoe.PppoeDiscoveryParser;
import io.athenabng.wire.pppoe.PppoeMalformedReason;
import io.athenabng.wire.pppoe.PppoeTag;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.UnsafeBuffer;

/** What a discovery packet does: limits, the access line, an offer, a session or its end. */
final class PppoeDiscovery {
    /** Clients on a 1:1 line that nobody has authenticated yet: one of them will be the subscriber. */
    private static final int PENDING_MIN = 4;
    private static final int MAC_LIST_SHIFT = 1;

    private final GatewayPorts ports;
    private RunningConfiguration configuration;
    private final AccessLineTable lineTable;
    private final LineLifecycle lines;
    private final DataPlaneQueue dataPlane;
    private final DiscoveryReplies replies;
    private final PppoeCounters counters;
    private final PppoeClients clients;
    private final PppoeAccess access;
    private GroupResolver resolver;
    private final DiscoveryBuckets buckets;
    private final AcCookie cookies;
    private final PppoeDiscoveryParser packet = new PppoeDiscoveryParser();
    private final UnsafeBuffer cookie = new UnsafeBuffer(new byte[AcCookie.LENGTH]);
    private LongHashSet[] allowed;
    private LongHashSet[] denied;

    PppoeDiscovery(
            final RunningConfiguration configuration, final GatewayPorts ports, final AccessLineTable lineTable, final LineLifecycle lines,
            final DataPlaneQueue dataPlane, final DiscoveryReplies replies, final PppoeCounters counters, final PppoeClients clients,
            final PppoeAccess access, final long key0, final long key1) {
        this.ports = ports;
        this.lineTable = lineTable;
        this.lines = lines;
        this.dataPlane = dataPlane;
        this.replies = replies;
        this.counters = counters;
        this.clients = clients;
        this.access = access;
        // Each use of the key has a key of its own.
        buckets = new DiscoveryBuckets(configuration.trunks().size(), key0 ^ 1, key1);
        cookies = new AcCookie(key0, key1);
        reconfigure(configuration);
    }

    /** Serves by another configuration from now on. */
    void reconfigure(final RunningConfiguration to) {
        configuration = to;
        resolver = new GroupResolver(to);
        buckets.trunks(to.trunks().size());
        allowed = to.accessGroups().stream().map(group -> set(group.pppoe().allowMacs())).toArray(LongHashSet[]::new);
        denied = to.accessGroups().stream().map(group -> set(group.pppoe().denyMacs())).toArray(LongHashSet[]::new);
        replies.delays(to.accessGroups().stream().mapToInt(group -> group.pppoe().padoDelays().size()).max().orElse(0));
    }

    private static LongHashSet set(final List<Long> macs) {
        final LongHashSet set = new LongHashSet(Math.max(8, macs.size() << MAC_LIST_SHIFT));
        macs.forEach(set::add);
        return set;
    }

    /** A discovery packet, from its PPPoE header on. */
    void onPacket(final int trunkIndex, final long vlanStack, final long srcMac, final long dstMac, final DirectBuffer buffer,
            final int offset, final int length, final SessionRestoration restoration) {
        final int reason = packet.parse(buffer, offset, length);
        if (reason != PppoeMalformedReason.NONE) {
            counters.malformed(reason);
            return;
        }
        count();
        final AccessLine line = lineTable.find(trunkIndex, vlanStack);
        final int groupIndex = line == null ? resolver.resolve(trunkIndex, vlanStack) : line.groupIndex();
        final AccessGroupSettings group = groupIndex == GroupResolver.NO_GROUP ? null : configuration.accessGroups().get(groupIndex);
        if (group == null || !group.pppoe().enabled()) {
            counters.refused(PppoeRefusal.NOT_ENABLED);
        } else if (isFor(trunkIndex, dstMac) && isListed(groupIndex, srcMac)
                && isWithinLimits(group.pppoe(), trunkIndex, vlanStack, srcMac)
                && isRestored(restoration, trunkIndex, vlanStack)) {
            switch (packet.code()) {
                case PppoeCode.PADI -> onPadi(group, trunkIndex, vlanStack, srcMac, buffer);
                case PppoeCode.PADR -> onPadr(group, trunkIndex, vlanStack, srcMac, buffer);
                case PppoeCode.PADT -> onPadt(line, srcMac);
                default -> counters.refused(PppoeRefusal.FOREIGN_CONCENTRATOR);
            }
        }
    }

    private void count() {
        switch (packet.code()) {
            case PppoeCode.PADI -> counters.padi.increment();
            case PppoeCode.PADR -> counters.padr.increment();
            case PppoeCode.PADT -> counters.padt.increment();
            default -> {
                // Counted where it is refused.
            }
        }
    }

    /** PADI is for all; the others are for the access concentrator that was chosen (RFC 2516 section 5). */
    private boolean isFor(final int trunkIndex, final long dstMac) {
        final boolean own = dstMac == ports.frames().sourceMac(trunkIndex);
        if (own || packet.code() == PppoeCode.PADI && dstMac == MacAddress.BROADCAST) {
            return true;
        }
        counters.refused(PppoeRefusal.WRONG_DESTINATION);
        return false;
    }

    private boolean isListed(final int groupIndex, final long mac) {
        if (denied[groupIndex].contains(mac) || !allowed[groupIndex].isEmpty() && !allowed[groupIndex].contains(mac)) {
            counters.refused(PppoeRefusal.MAC_LIST);
            return false;
        }
        return true;
    }

    private boolean isWithinLimits(final PppoeSettings settings, final int trunkIndex, final long vlanStack, final long mac) {
        final long nowNs = ports.clock().nowNs();
        if (packet.code() == PppoeCode.PADT) {
            // A neighbour's storm must not keep a client from ending its session.
            final boolean passes = buckets.takeOfMac(settings.limits(), trunkIndex, vlanStack, mac, nowNs);
            if (!passes) {
                counters.refused(PppoeRefusal.MAC_RATE);
            }
            return passes;
        }
        final DiscoveryBuckets.Verdict verdict = buckets.take(settings.limits(), trunkIndex, vlanStack, mac, nowNs);
        switch (verdict) {
            case MAC -> counters.refused(PppoeRefusal.MAC_RATE);
            case LINE -> counters.refused(PppoeRefusal.LINE_RATE);
            case TRUNK -> counters.refused(PppoeRefusal.TRUNK_RATE);
            default -> {
                return true;
            }
        }
        return false;
    }

    private boolean isRestored(final SessionRestoration restoration, final int trunkIndex, final long vlanStack) {
        if (restoration.isReady(trunkIndex, vlanStack)) {
            return true;
        }
        counters.refused(PppoeRefusal.RESTORING);
        return false;
    }

    private boolean admits() {
        if (!dataPlane.admits() || clients.size() >= configuration.bootstrap().maxSessions()) {
            counters.refused(PppoeRefusal.BUSY);
        } else {
            return true;
        }
        return false;
    }

    private void onPadi(final AccessGroupSettings group, final int trunkIndex, final long vlanStack, final long mac,
            final DirectBuffer buffer) {
        if (!DiscoveryReplies.serves(group.pppoe(), packet, buffer)) {
            counters.refused(PppoeRefusal.SERVICE_NAME);
            return;
        }
        final long nowNs = ports.clock().nowNs();
        // The line is made while the client still chooses.
        final AccessLine line = admits() ? lines.admit(trunkIndex, vlanStack, nowNs) : null;
        if (line != null && hasRoom(line, mac)) {
            cookies.make(mac, trunkIndex, vlanStack, nowNs, cookie);
            replies.offer(group.pppoe(), trunkIndex, vlanStack, mac, packet, buffer, cookie, clients.size(), nowNs);
        }
    }

    private void onPadr(final AccessGroupSettings group, final int trunkIndex, final long vlanStack, final long mac,
            final DirectBuffer buffer) {
        final long nowNs = ports.clock().nowNs();
        if (packet.cookieOffset() < 0 || !cookies.isGood(
                mac, trunkIndex, vlanStack, nowNs, buffer, packet.cookieOffset(), packet.cookieLength())) {
            counters.refused(PppoeRefusal.BAD_COOKIE);
            return;
        }
        if (!DiscoveryReplies.serves(group.pppoe(), packet, buffer)) {
            counters.refused(PppoeRefusal.SERVICE_NAME);
            replies.refuse(group.pppoe(), trunkIndex, vlanStack, mac, packet, buffer, PppoeTag.SERVICE_NAME_ERROR, "no such service");
            return;
        }
        final AccessLine line = admits() ? lines.admit(trunkIndex, vlanStack, nowNs) : null;
        if (line == null) {
            return;
        }
        final long requestHash = requestHash(buffer);
        final PppoeClient known = clients.find(line, mac);
        if (known != null && known.requestHash == requestHash) {
            access.repeat(known);
            return;
        }
        if (known != null && access.isAdopting(known)) {
            // Its session can only be ended properly once its channel is there.
            counters.refused(PppoeRefusal.RESTORING);
            return;
        }
        if (known != null) {
            // It has forgotten its session, or it would not ask for another.
            counters.replaced.increment();
            access.endByClient(known, TerminateCause.LOST_CARRIER);
        }
        if (hasRoom(line, mac)) {
            access.begin(line, mac, packet, buffer, requestHash);
        } else {
            replies.refuse(group.pppoe(), trunkIndex, vlanStack, mac, packet, buffer, PppoeTag.AC_SYSTEM_ERROR, "too many sessions");
        }
    }

    private boolean hasRoom(final AccessLine line, final long mac) {
        final int limit = line.group().subscribersPerLine();
        final boolean full = limit > 1 && line.sessionCount() >= limit;
        if (clients.find(line, mac) == null && (full || clients.pending(line) >= Math.max(PENDING_MIN, limit))) {
            counters.refused(PppoeRefusal.LINE_FULL);
            return false;
        }
        return true;
    }

    /** A PADR that is repeated has the same tags; a new one has a new cookie, or at least another Host-Uniq. */
    private long requestHash(final DirectBuffer buffer) {
        long hash = 1;
        for (int i = 0; i < packet.tagsLength(); i++) {
            hash = hash * 0x100_0000_01b3L ^ buffer.getByte(packet.tagsOffset() + i) & 0xff;
        }
        return hash;
    }

    private void onPadt(final AccessLine line, final long mac) {
        final PppoeClient client = line == null ? null : clients.find(line, mac, packet.sessionId());
        if (client == null) {
            counters.refused(PppoeRefusal.FOREIGN_PADT);
        } else {
            access.endByClient(client, TerminateCause.USER_REQUEST);
        }
    }

    /** A PPP control frame passed: if its session does not exist the client is told, rather than left to find out by its echoes. */
    void onSessionFrame(final int trunkIndex, final long vlanStack, final long srcMac, final int pppoeSessionId) {
        final AccessLine line = lineTable.find(trunkIndex, vlanStack);
        if (line != null && clients.find(line, srcMac, pppoeSessionId) != null) {
            return;
        }
        final int groupIndex = line == null ? resolver.resolve(trunkIndex, vlanStack) : line.groupIndex();
        if (groupIndex != GroupResolver.NO_GROUP && configuration.accessGroups().get(groupIndex).pppoe().enabled()) {
            replies.terminateUnknown(trunkIndex, vlanStack, srcMac, pppoeSessionId, ports.clock().nowNs());
        }
    }
}
