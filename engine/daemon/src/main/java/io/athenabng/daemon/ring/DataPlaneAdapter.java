package io.athenabng.daemon.ring;

import io.athenabng.core.port.DataPlane;
import io.athenabng.core.port.OutsideInterface;
import io.athenabng.core.port.PppChannels;
import io.athenabng.core.port.SessionPlan;
import io.athenabng.core.port.SubscriberProfile;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Reads the session agent's requests for the data plane that does them. Owned by the kernel agent. */
public final class DataPlaneAdapter implements ControlledMessageHandler {
    private final RingBuffer ring;
    private final DataPlane dataPlane;
    private final PppChannels channels;
    private final SessionPlan plan = new SessionPlan();

    /**
     * An adapter.
     *
     * @param ring      the ring from the session agent
     * @param dataPlane does what is asked; what it does not take stays in the ring
     * @param channels  does what is asked of PPP channels, in the order of all requests; what it does not take stays in the ring
     */
    public DataPlaneAdapter(final RingBuffer ring, final DataPlane dataPlane, final PppChannels channels) {
        this.ring = ring;
        this.dataPlane = dataPlane;
        this.channels = channels;
    }

    /**
     * Reads some requests.
     *
     * @param limit at most so many
     * @return how many were taken
     */
    public int poll(final int limit) {
        return ring.controlledRead(this, limit);
    }

    @Override
    public Action onMessage(final int msgTypeId, final MutableDirectBuffer buffer, final int index, final int length) {
        return taken(msgTypeId, buffer, index, length) ? Action.CONTINUE : Action.ABORT;
    }

    private boolean taken(final int msgTypeId, final MutableDirectBuffer buffer, final int index, final int length) {
        switch (msgTypeId) {
            case DataPlaneDescriptor.LINE_UP:
                return dataPlane.lineUp(
                        buffer.getInt(index + DataPlaneDescriptor.LINE_ID), buffer.getInt(index + DataPlaneDescriptor.LINE_TRUNK_INDEX),
                        buffer.getLong(index + DataPlaneDescriptor.LINE_VLAN_STACK),
                        buffer.getInt(index + DataPlaneDescriptor.LINE_GROUP_INDEX));
            case DataPlaneDescriptor.LINE_DOWN:
                return dataPlane.lineDown((int) buffer.getLong(index + DataPlaneDescriptor.ID));
            case DataPlaneDescriptor.SESSION_UP:
                return dataPlane.sessionUp(plan(buffer, index));
            case DataPlaneDescriptor.SESSION_CHANGE:
                return dataPlane.sessionChange(plan(buffer, index));
            case DataPlaneDescriptor.SESSION_DOWN:
                return dataPlane.sessionDown(buffer.getLong(index + DataPlaneDescriptor.ID));
            case DataPlaneDescriptor.RESTORE_COMPLETE:
                return dataPlane.restoreComplete();
            case DataPlaneDescriptor.READ_COUNTERS:
                return dataPlane.readCounters();
            case PppDescriptor.OPEN:
                return channels.open(buffer.getLong(index + PppDescriptor.CHANNEL_ID), buffer.getInt(index + PppDescriptor.OPEN_LINE_ID),
                        buffer.getInt(index + PppDescriptor.OPEN_SESSION_ID), buffer.getLong(index + PppDescriptor.OPEN_MAC),
                        buffer.getInt(index + PppDescriptor.OPEN_RESTORED) != 0);
            case PppDescriptor.SEND:
                return channels.send(buffer.getLong(index + PppDescriptor.CHANNEL_ID), buffer.getInt(index + PppDescriptor.FRAME_PROTOCOL),
                        buffer, index + PppDescriptor.FRAME_HEADER_LENGTH, length - PppDescriptor.FRAME_HEADER_LENGTH);
            case PppDescriptor.NETWORK_UP:
                return channels.networkUp(buffer.getLong(index + PppDescriptor.CHANNEL_ID),
                        buffer.getInt(index + PppDescriptor.NETWORK_PROTOCOL), buffer.getInt(index + PppDescriptor.NETWORK_IS_UP) != 0);
            case PppDescriptor.CLOSE:
                return channels.close(buffer.getLong(index + PppDescriptor.CHANNEL_ID));
            default:
                throw new IllegalStateException("no data plane request has the type " + msgTypeId);
        }
    }

    private SessionPlan plan(final MutableDirectBuffer buffer, final int index) {
        plan.sessionId = buffer.getLong(index + DataPlaneDescriptor.SESSION_ID);
        plan.mac = buffer.getLong(index + DataPlaneDescriptor.SESSION_MAC);
        plan.downBitsPerSecond = buffer.getLong(index + DataPlaneDescriptor.SESSION_DOWN_RATE);
        plan.upBitsPerSecond = buffer.getLong(index + DataPlaneDescriptor.SESSION_UP_RATE);
        plan.lineId = buffer.getInt(index + DataPlaneDescriptor.SESSION_LINE_ID);
        plan.groupIndex = buffer.getInt(index + DataPlaneDescriptor.SESSION_GROUP_INDEX);
        plan.ipv4 = buffer.getInt(index + DataPlaneDescriptor.SESSION_IPV4);
        plan.overheadBytes = buffer.getInt(index + DataPlaneDescriptor.SESSION_OVERHEAD);
        final int flags = buffer.getInt(index + DataPlaneDescriptor.SESSION_FLAGS);
        plan.sharedLine = (flags & DataPlaneDescriptor.FLAG_SHARED_LINE) != 0;
        plan.restored = (flags & DataPlaneDescriptor.FLAG_RESTORED) != 0;
        plan.upOctets = buffer.getLong(index + DataPlaneDescriptor.SESSION_UP_OCTETS);
        plan.upPackets = buffer.getLong(index + DataPlaneDescriptor.SESSION_UP_PACKETS);
        plan.downOctets = buffer.getLong(index + DataPlaneDescriptor.SESSION_DOWN_OCTETS);
        plan.downPackets = buffer.getLong(index + DataPlaneDescriptor.SESSION_DOWN_PACKETS);
        plan.encapsulation = buffer.getInt(index + DataPlaneDescriptor.SESSION_ENCAPSULATION);
        plan.mtu = buffer.getInt(index + DataPlaneDescriptor.SESSION_MTU);
        final int nameLength = buffer.getByte(index + DataPlaneDescriptor.SESSION_INTERFACE_NAME_LENGTH);
        plan.outsideInterface = nameLength == 0 ? null : new OutsideInterface(
                buffer.getInt(index + DataPlaneDescriptor.SESSION_INTERFACE_INDEX),
                buffer.getStringWithoutLengthAscii(index + DataPlaneDescriptor.SESSION_INTERFACE_NAME, nameLength));
        plan.routes = routes(buffer, index);
        return plan;
    }

    private static List<SubscriberProfile.FramedRoute> routes(final MutableDirectBuffer buffer, final int index) {
        final int count = buffer.getInt(index + DataPlaneDescriptor.SESSION_ROUTE_COUNT);
        if (count == 0) {
            return List.of();
        }
        final List<SubscriberProfile.FramedRoute> routes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            final int at = index + DataPlaneDescriptor.SESSION_LENGTH + i * DataPlaneDescriptor.ROUTE_LENGTH;
            routes.add(new SubscriberProfile.FramedRoute(buffer.getInt(at + DataPlaneDescriptor.ROUTE_NETWORK),
                    buffer.getInt(at + DataPlaneDescriptor.ROUTE_PREFIX_LENGTH), buffer.getInt(at + DataPlaneDescriptor.ROUTE_GATEWAY),
                    buffer.getInt(at + DataPlaneDescriptor.ROUTE_METRIC)));
        }
        return routes;
    }
}
