package io.athenabng.daemon.management;

import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ip.Ipv4Address;
import java.util.function.Predicate;

/** Which sessions an operator means; what is null does not matter. */
record SessionFilter(Long id, String group, String line, Long mac, Integer address, String user)
        implements Predicate<SessionRecordFlyweight> {
    static SessionFilter of(
            final Long id, final String group, final String line, final String mac, final String address, final String user) {
        return new SessionFilter(id, group, line, mac == null ? null : MacAddress.parse(mac),
                address == null ? null : Ipv4Address.parse(address), user);
    }

    boolean isEmpty() {
        return id == null && group == null && line == null && mac == null && address == null && user == null;
    }

    @Override
    public boolean test(final SessionRecordFlyweight record) {
        return (id == null || id == record.sessionId())
                && (mac == null || mac == record.mac())
                && (address == null || address == record.ipv4())
                && (group == null || group.equals(record.group()))
                && (user == null || user.equals(record.userName()))
                && (line == null || line.equals(SessionViews.line(record)));
    }
}
