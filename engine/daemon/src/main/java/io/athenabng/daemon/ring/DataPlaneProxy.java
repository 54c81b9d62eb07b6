package io.athenabng.daemon.ring;

import io.athenabng.core.port.DataPlane;
import io.athenabng.core.port.OutsideInterface;
import io.athenabng.core.port.SessionPlan;
import io.athenabng.core.port.SubscriberProfile;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** The session agent's data plane: every request goes into the kernel agent's ring. */
public final class DataPlaneProxy implements DataPlane {
    private final RingBuffer ring;

    /**
     * A proxy.
     *
     * @param ring the ring to the kernel agent
     */
    public DataPlaneProxy(final RingBuffer ring) {
        this.ring = ring;
    }

    @Override
    public boolean lineUp(final int lineId, final int trunkIndex, final long vlanStack, final int groupIndex) {
        final int index = ring.tryClaim(DataPlaneDescriptor.LINE_UP, DataPlaneDescriptor.LINE_UP_LENGTH);
        if (index < 0) {
            return false;
        }
        final MutableDirectBuffer buffer = ring.buffer();
        buffer.putInt(index + DataPlaneDescriptor.LINE_ID, lineId);
        buffer.putInt(index + DataPlaneDescriptor.LINE_TRUNK_INDEX, trunkIndex);
        buffer.putLong(index + DataPlaneDescriptor.LINE_VLAN_STACK, vlanStack);
        buffer.putInt(index + DataPlaneDescriptor.LINE_GROUP_INDEX, groupIndex);
        ring.commit(index);
        return true;
    }

    @Override
    public boolean lineDown(final int lineId) {
        return id(DataPlaneDescriptor.LINE_DOWN, lineId);
    }

    @Override
    public boolean sessionUp(final SessionPlan session) {
        return session(DataPlaneDescriptor.SESSION_UP, session);
    }

    @Override
    public boolean sessionChange(final SessionPlan session) {
        return session(DataPlaneDescriptor.SESSION_CHANGE, session);
    }

    @Override
    public boolean sessionDown(final long sessionId) {
        return id(DataPlaneDescriptor.SESSION_DOWN, sessionId);
    }

    @Override
    public boolean restoreComplete() {
        return id(DataPlaneDescriptor.RESTORE_COMPLETE, 0);
    }

    @Override
    public boolean readCounters() {
        return id(DataPlaneDescriptor.READ_COUNTERS, 0);
    }

    private boolean id(final int msgTypeId, final long id) {
        final int index = ring.tryClaim(msgTypeId, Long.BYTES);
        if (index < 0) {
            return false;
        }
        ring.buffer().putLong(index + DataPlaneDescriptor.ID, id);
        ring.commit(index);
        return true;
    }

    private boolean session(final int msgTypeId, final SessionPlan session) {
        final List<SubscriberProfile.FramedRoute> routes = session.routes;
        final int routeCount = Math.min(routes.size(), SessionPlan.ROUTES_MAX);
        final int index = ring.tryClaim(
                msgTypeId, DataPlaneDescriptor.SESSION_LENGTH + routeCount * DataPlaneDescriptor.ROUTE_LENGTH);
        if (index < 0) {
            return false;
        }
        final MutableDirectBuffer buffer = ring.buffer();
        buffer.putLong(index + DataPlaneDescriptor.SESSION_ID, session.sessionId);
        buffer.putLong(index + DataPlaneDescriptor.SESSION_MAC, session.mac);
        buffer.putLong(index + DataPlaneDescriptor.SESSION_DOWN_RATE, session.downBitsPerSecond);
        buffer.putLong(index + DataPlaneDescriptor.SESSION_UP_RATE, session.upBitsPerSecond);
        buffer.putInt(index + DataPlaneDescriptor.SESSION_LINE_ID, session.lineId);
        buffer.putInt(index + DataPlaneDescriptor.SESSION_GROUP_INDEX, session.groupIndex);
        buffer.putInt(index + DataPlaneDescriptor.SESSION_IPV4, session.ipv4);
        buffer.putInt(index + DataPlaneDescriptor.SESSION_OVERHEAD, session.overheadBytes);
        buffer.putInt(index + DataPlaneDescriptor.SESSION_FLAGS, (session.sharedLine ? DataPlaneDescriptor.FLAG_SHARED_LINE : 0)
                | (session.restored ? DataPlaneDescriptor.FLAG_RESTORED : 0));
        buffer.putLong(index + DataPlaneDescriptor.SESSION_UP_OCTETS, session.upOctets);
        buffer.putLong(index + DataPlaneDescriptor.SESSION_UP_PACKETS, session.upPackets);
        buffer.putLong(index + DataPlaneDescriptor.SESSION_DOWN_OCTETS, session.downOctets);
        buffer.putLong(index + DataPlaneDescriptor.SESSION_DOWN_PACKETS, session.downPackets);
        buffer.putInt(index + DataPlaneDescriptor.SESSION_ENCAPSULATION, session.encapsulation);
        buffer.putInt(index + DataPlaneDescriptor.SESSION_MTU, session.mtu);
        buffer.putInt(index + DataPlaneDescriptor.SESSION_ROUTE_COUNT, routeCount);
        final OutsideInterface outside = session.outsideInterface;
        buffer.putInt(index + DataPlaneDescriptor.SESSION_INTERFACE_INDEX, outside == null ? 0 : outside.index());
        buffer.putByte(index + DataPlaneDescriptor.SESSION_INTERFACE_NAME_LENGTH, (byte) (outside == null ? 0 : outside.name().length()));
        if (outside != null) {
            buffer.putStringWithoutLengthAscii(index + DataPlaneDescriptor.SESSION_INTERFACE_NAME, outside.name());
        }
        for (int i = 0; i < routeCount; i++) {
            final SubscriberProfile.FramedRoute route = routes.get(i);
            final int at = index + DataPlaneDescriptor.SESSION_LENGTH + i * DataPlaneDescriptor.ROUTE_LENGTH;
            buffer.putInt(at + DataPlaneDescriptor.ROUTE_NETWORK, route.network());
            buffer.putInt(at + DataPlaneDescriptor.ROUTE_PREFIX_LENGTH, route.prefixLength());
            buffer.putInt(at + DataPlaneDescriptor.ROUTE_GATEWAY, route.gateway());
            buffer.putInt(at + DataPlaneDescriptor.ROUTE_METRIC, route.metric());
        }
        ring.commit(index);
        return true;
    }
}
