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
import java.util.Objects;
import org.agrona.collections.LongArrayList;

/**
 * What another configuration does to sessions that are up: those at their group's old rates get the new ones in place, all of a group get
 * its other settings of shaping, those whose tags no group serves any more end. Some at a time, so that no duty cycle is long. All others
 * are not touched. Owned by the session agent.
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
        for (int i = 0; i < running.trunks().size(); i++) {
            if (!wanted.trunks().get(i).equals(running.trunks().get(i))) {
                effects.add(new Effect(ChangeEffect.LIVE, "limits of trunk " + running.trunks().get(i).name(), 0));
            }
        }
        final int[] leaving = new int[running.accessGroups().size()];
        final int[] reshaped = new int[leaving.length];
        final GroupResolver resolver = new GroupResolver(wanted);
        subscribers.forEachWithSession(subscriber -> {
            final AccessLine line = subscriber.line;
            final int group = line.groupIndex();
            if (resolver.resolve(line.trunkIndex(), line.vlanStack()) != group) {
                leaving[group]++;
            } else if (isReshaped(subscriber.sessionId, running.accessGroups().get(group).shaping(),
                    wanted.accessGroups().get(group).shaping())) {
                reshaped[group]++;
            }
        });
        for (int group = 0; group < leaving.length; group++) {
            addEffects(effects, running.accessGroups().get(group), wanted.accessGroups().get(group), leaving[group], reshaped[group]);
        }
        wanted.accessGroups().stream().skip(leaving.length)
                .forEach(group -> effects.add(new Effect(ChangeEffect.LIVE, "the access group " + group.name(), 0)));
        return effects;
    }

    private static void addEffects(
            final List<Effect> effects, final AccessGroupSettings old, final AccessGroupSettings wanted, final int leaving,
            final int reshaped) {
        if (!old.vlans().equals(wanted.vlans())) {
            effects.add(new Effect(leaving > 0 ? ChangeEffect.ENDS_SESSIONS : ChangeEffect.LIVE, "VLAN ranges of " + old.name(), leaving));
        }
        if (!old.shaping().equals(wanted.shaping())) {
            effects.add(new Effect(ChangeEffect.RESHAPE, (queuesDiffer(old.shaping(), wanted.shaping()) ? "shaping of " : "rates of ")
                    + old.name(), reshaped));
        }
        if (!old.remoteId().equals(wanted.remoteId())) {
            effects.add(new Effect(ChangeEffect.LIVE, "Remote-ID of " + old.name(), 0));
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
        if (!Objects.equals(old.dhcp().relay(), wanted.dhcp().relay())) {
            effects.add(new Effect(ChangeEffect.LIVE, "DHCP relay of " + old.name(), 0));
        } else if (!old.dhcp().equals(wanted.dhcp())) {
            effects.add(new Effect(ChangeEffect.NEW_SESSIONS, "leases of " + old.name(), 0));
        }
    }

    /** Whether anything but rates differs: that is the group's to say for all of its sessions. */
    private static boolean queuesDiffer(final ShapingSettings old, final ShapingSettings now) {
        return !old.withRates(now.downBitsPerSecond(), now.upBitsPerSecond()).equals(now);
    }

    private boolean isReshaped(final long sessionId, final ShapingSettings old, final ShapingSettings now) {
        return !old.equals(now) && (queuesDiffer(old, now) || isAtRates(sessionId, old));
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
            final int group = subscriber.line.groupIndex();
            if (subscriber.line.isRetired()
                    || !running.accessGroups().get(group).shaping().equals(wanted.accessGroups().get(group).shaping())) {
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
        if (isReshaped(sessionId, old, now) && gateway.sessionTable().get(sessionId, record)) {
            gateway.changeRates(sessionId,
                    record.downBitsPerSecond() == old.downBitsPerSecond() ? now.downBitsPerSecond() : record.downBitsPerSecond(),
                    record.upBitsPerSecond() == old.upBitsPerSecond() ? now.upBitsPerSecond() : record.upBitsPerSecond());
        }
    }
}
