package io.athenabng.core.radius.accounting;

import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.EngineClock;
import io.athenabng.core.port.RadiusUpstream;
import io.athenabng.wire.radius.RadiusCode;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Accounting-On when the gateway begins without a session of an earlier run, Accounting-Off when it ends without one: a server then closes
 * what it still has open of this NAS. No session of a group is reported before its Accounting-On is taken or safe on disk, or the server
 * would close that session too. A restart with sessions is neither: they go on.
 */
final class NasAccounting {
    private static final long REPEAT_NS = 300_000_000_000L;
    private static final long DONE = Long.MAX_VALUE;

    private final AccountingComposer composer;
    private final RadiusUpstream upstream;
    private final EngineClock clock;
    /** For each server group: when its Accounting-On is sent (again); {@link #DONE} when it need not be. */
    private long[] onAtNs = new long[0];
    /** Groups that sessions of this run may have been reported to. */
    private boolean[] used = new boolean[0];
    private final UnsafeBuffer attributes = new UnsafeBuffer(new byte[AccountingComposer.MAX_LENGTH]);
    private final AtomicCounter ons;
    private int awaited;

    NasAccounting(
            final RunningConfiguration configuration, final AccountingComposer composer, final RadiusUpstream upstream,
            final EngineClock clock, final CounterRegistry registry) {
        this.composer = composer;
        this.upstream = upstream;
        this.clock = clock;
        reconfigure(configuration);
        ons = registry.counter("radius.accounting.ons", "Accounting-Ons that a server took or that are safe on disk");
    }

    /** A group that is named only now gets no Accounting-On: its servers may have sessions of this NAS that go on. */
    void reconfigure(final RunningConfiguration to) {
        final int before = onAtNs.length;
        onAtNs = Arrays.copyOf(onAtNs, Math.max(before, to.radius().serverGroups().size()));
        used = Arrays.copyOf(used, onAtNs.length);
        Arrays.fill(onAtNs, before, onAtNs.length, DONE);
        for (final AccessGroupSettings group : to.accessGroups()) {
            if (group.radius().accountingGroup() >= 0) {
                used[group.radius().accountingGroup()] = true;
            }
        }
    }

    void onServiceBegins(final boolean restoredAny) {
        for (int i = 0; i < used.length; i++) {
            if (used[i] && !restoredAny) {
                onAtNs[i] = clock.nowNs();
                awaited++;
            }
        }
    }

    boolean isReady(final int serverGroup) {
        return onAtNs[serverGroup] == DONE;
    }

    int onDutyCycle() {
        int work = 0;
        final long nowNs = clock.nowNs();
        for (int i = 0; awaited > 0 && i < onAtNs.length; i++) {
            if (onAtNs[i] <= nowNs && send(i, AcctStatusType.ON, nowNs)) {
                onAtNs[i] = nowNs + REPEAT_NS;
                work++;
            }
        }
        return work;
    }

    private boolean send(final int serverGroup, final int statusType, final long nowNs) {
        final int length = composer.composeOfNas(statusType, nowNs, attributes, 0);
        return upstream.request(RadiusCode.ACCOUNTING_REQUEST, serverGroup, -1L - serverGroup, attributes, 0, length);
    }

    /** Whether it was a report of the NAS. */
    boolean onSettled(final long correlationId) {
        if (correlationId >= 0) {
            return false;
        }
        final int serverGroup = (int) (-1L - correlationId);
        if (serverGroup < onAtNs.length && onAtNs[serverGroup] != DONE) {
            onAtNs[serverGroup] = DONE;
            awaited--;
            ons.increment();
        }
        return true;
    }

    /** Sends Accounting-Off to each group; nobody is left to wait for the answers. */
    void onServiceEnds() {
        for (int i = 0; i < used.length; i++) {
            if (used[i] && onAtNs[i] == DONE) {
                send(i, AcctStatusType.OFF, clock.nowNs());
            }
        }
    }
}
