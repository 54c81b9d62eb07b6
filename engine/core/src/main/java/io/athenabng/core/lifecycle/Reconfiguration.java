package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.access.GroupResolver;
import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.ChangeEffect;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.port.ConfigurationConsumer.Effect;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.TerminateCause;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.LongArrayList;

/**
 * What another configuration does to sessions that are up: those at their group's old rates get the new ones in place, those whose tags no
 * group serves any more end. Some at a time, so that no duty cycle is long. All others are not touched. Owned by the session agent.
 */
final class Reconfiguration {
    private static final int SESSIONS_PER_CYCLE = 256;

    private final SubscriberGateway gateway;
    private final SubscriberTable subscribers;
    private final LongArrayList touched = new LongArrayList();
    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
    private RunningConfiguration from;
    private RunningConfiguration to;
    private int next;

    Reconfiguration(final SubscriberGateway gateway, final SubscriberTable subscribers) {
        this.gateway = gateway;
        this.subscribers = subscribers;
    }

    /** What it would do. */
    List<Effect> plan(final RunningConfiguration running, final RunningConfiguration wanted) {
        final List<Effect> effects = new ArrayList<>();
        if (wanted.countersIntervalNs() != running.countersIntervalNs()) {
            effects.add(new Effect(ChangeEffect.LIVE, "how often counters are read", 0));
        }
        if (!wanted.pools().equals(running.pools()) || !wanted.reservations().equals(running.reservations())) {
            effects.add(new Effect(ChangeEffect.NEW_SESSIONS, "pools and reservations", 0));
        }
        if (!wanted.users().equals(running.users())) {
            effects.add(new Effect(ChangeEffect.NEW_SESSIONS, "local users", 0));
        }
        if (!wanted.radius().equals(running.radius())) {
            effects.add(new Effect(ChangeEffect.NEW_SESSIONS, "what RADIUS servers are told, and what is made of their answers", 0));
        }
        final int[] leaving = new int[running.accessGroups().size()];
        final int[] reshaped = new int[leaving.length];
        final GroupResolver resolver = new GroupResolver(wanted);
        subscribers.forEachWithSession(subscriber -> {
            final AccessLine line = subscriber.line;
            final int group = line.groupIndex();
            if (resolver.resolve(line.trunkIndex(), line.vlanStack()) != group) {
                leaving[group]++;
            } else if (ratesDiffer(running, wanted, group)
                    && isAtRates(subscriber.sessionId, running.accessGroups().get(group).shaping())) {
                reshaped[group]++;
            }
        });
        for (int group = 0; group < leaving.length; group++) {
            addEffects(effects, running.accessGroups().get(group), wanted.accessGroups().get(group), leaving[group], reshaped[group]);
        }
        return effects;
    }

    private static void addEffects(
            final List<Effect> effects, final AccessGroupSettings old, final AccessGroupSettings wanted, final int leaving,
            final int reshaped) {
        if (!old.vlans().equals(wanted.vlans())) {
            effects.add(new Effect(leaving > 0 ? ChangeEffect.ENDS_SESSIONS : ChangeEffect.LIVE, "VLAN ranges of " + old.name(), leaving));
        }
        if (old.shaping().downBitsPerSecond() != wanted.shaping().downBitsPerSecond()
                || old.shaping().upBitsPerSecond() != wanted.shaping().upBitsPerSecond()) {
            effects.add(new Effect(ChangeEffect.RESHAPE, "rates of " + old.name(), reshaped));
        }
        if (!old.pppoe().equals(wanted.pppoe())) {
            effects.add(new Effect(ChangeEffect.NEW_SESSIONS, "PPPoE of " + old.name(), 0));
        }
        if (!old.userName().equals(wanted.userName())) {
            effects.add(new Effect(ChangeEffect.NEW_SESSIONS, "User-Names of " + old.name(), 0));
        }
        if (!old.radius().equals(wanted.radius())) {
            effects.add(new Effect(ChangeEffect.NEW_SESSIONS, "RADIUS of " + old.name(), 0));
        }
        if (!old.dhcp().equals(wanted.dhcp())) {
            effects.add(new Effect(ChangeEffect.NEW_SESSIONS, "leases of " + old.name(), 0));
        }
    }

    private static boolean ratesDiffer(final RunningConfiguration running, final RunningConfiguration wanted, final int group) {
        final ShapingSettings old = running.accessGroups().get(group).shaping();
        final ShapingSettings now = wanted.accessGroups().get(group).shaping();
        return old.downBitsPerSecond() != now.downBitsPerSecond() || old.upBitsPerSecond() != now.upBitsPerSecond();
    }

    /** Whether one of the session's rates is the group's: a rate that somebody set for it alone is left as it is. */
    private boolean isAtRates(final long sessionId, final ShapingSettings group) {
        return gateway.sessionTable().get(sessionId, record)
                && (record.downBitsPerSecond() == group.downBitsPerSecond() || record.upBitsPerSecond() == group.upBitsPerSecond());
    }

    /** Notes whom it concerns; {@link #onDutyCycle} does it. Lines know their new settings already. */
    void begin(final RunningConfiguration running, final RunningConfiguration wanted) {
        // What an earlier change still owes is done first: sessions would miss it otherwise.
        while (next < touched.size()) {
            onDutyCycle();
        }
        from = running;
        to = wanted;
        touched.clear();
        next = 0;
        subscribers.forEachWithSession(subscriber -> {
            if (subscriber.line.isRetired() || ratesDiffer(running, wanted, subscriber.line.groupIndex())) {
                touched.addLong(subscriber.sessionId);
            }
        });
    }

    int onDutyCycle() {
        int count = 0;
        while (count < SESSIONS_PER_CYCLE && next < touched.size()) {
            final long sessionId = touched.getLong(next++);
            final Subscriber subscriber = subscribers.bySession(sessionId);
            if (subscriber != null && subscriber.line.isRetired()) {
                gateway.endSession(sessionId, TerminateCause.ADMIN_RESET);
            } else if (subscriber != null) {
                reshape(sessionId, subscriber.line.groupIndex());
            }
            count++;
        }
        return count;
    }

    private void reshape(final long sessionId, final int group) {
        final ShapingSettings old = from.accessGroups().get(group).shaping();
        final ShapingSettings now = to.accessGroups().get(group).shaping();
        if (isAtRates(sessionId, old)) {
            gateway.changeRates(sessionId,
                    record.downBitsPerSecond() == old.downBitsPerSecond() ? now.downBitsPerSecond() : record.downBitsPerSecond(),
                    record.upBitsPerSecond() == old.upBitsPerSecond() ? now.upBitsPerSecond() : record.upBitsPerSecond());
        }
    }
}
