package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.PppChannels;
import io.athenabng.ffi.Epoll;
import io.athenabng.ffi.Syscalls;
import io.athenabng.ffi.ppp.PppCalls;
import io.athenabng.netlink.Errno;
import io.athenabng.netlink.link.LinkReply;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The ways to PPPoE clients: a PPPoX socket each, later a channel of {@code /dev/ppp} and a unit's descriptor; control frames come and go
 * here. Owned by the kernel agent.
 *
 * <p>When a line's interface goes down or changes its MTU the kernel ends the channels on it, not the units: they are opened again, and the
 * sessions go on. A socket that could not be connected because another one has the same client is never closed while this process runs:
 * closing it would take the other one out of the kernel's table.
 */
final class PppChannelTable implements PppChannels {
    private static final System.Logger LOG = System.getLogger(PppChannelTable.class.getName());
    private static final int EVENTS = 256;
    private static final int FRAMES_AT_ONCE = 8;
    private static final int PROTOCOL_LENGTH = 2;
    private static final int FIRST_LINK_PROTOCOL = 0xc000;
    private static final int IPV4 = 0x0021;
    private static final int IPV6 = 0x0057;
    private static final int EALREADY = 114;

    private final PppCalls calls;
    private final LineDevices lines;
    private final PppUnits units;
    private final KernelErrors errors;
    private final SessionKeeper keeper;
    private final Listener answers;
    private final List<LinkReply> linksAtStart;
    private final Epoll epoll = Epoll.open(EVENTS);
    private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);
    private final Long2ObjectHashMap<PppChannel> channels = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<SessionKeeper.Kept> unclaimed = new Long2ObjectHashMap<>();
    private final PppCounters counters;

    PppChannelTable(final KernelServices services, final PppCalls calls, final LineDevices lines, final PppUnits units,
            final SessionKeeper keeper, final Listener answers, final CounterRegistry registry, final List<LinkReply> linksAtStart) {
        this.calls = calls;
        this.lines = lines;
        this.units = units;
        this.keeper = keeper;
        this.answers = answers;
        this.linksAtStart = new ArrayList<>(linksAtStart);
        errors = services.errors();
        this.counters = new PppCounters(registry);
        frame.wrap(calls.frameAddress(), PppCalls.MAX_FRAME);
        for (final SessionKeeper.Kept kept : keeper.takeAll()) {
            unclaimed.put(kept.sessionId(), kept);
        }
        if (!unclaimed.isEmpty()) {
            LOG.log(System.Logger.Level.INFO, unclaimed.size() + " PPP sessions of before the start are kept");
        }
    }

    PppChannel channel(final long channelId) {
        return channels.get(channelId);
    }

    @Override
    public boolean open(final long channelId, final int lineId, final int pppoeSessionId, final long mac, final boolean restored) {
        final LineDevice line = lines.line(lineId);
        if (channels.containsKey(channelId)) {
            answers.onChannelOpen(channelId, 0);
        } else if (line == null || line.state != LineDevice.State.UP) {
            answers.onChannelOpen(channelId, Errno.ENODEV);
        } else {
            final PppChannel channel = new PppChannel(channelId, line, pppoeSessionId, mac);
            final int error = restored ? adopt(channel) : connect(channel);
            if (error == 0) {
                channels.put(channelId, channel);
                line.channels.add(channel);
            }
            answers.onChannelOpen(channelId, error);
        }
        return true;
    }

    /** Takes a session's descriptors of before the start; making new ones would end the session (see {@link PppCalls#connect}). */
    private int adopt(final PppChannel channel) {
        final SessionKeeper.Kept kept = unclaimed.remove(channel.channelId);
        if (kept == null) {
            return Errno.ENOENT;
        }
        final boolean same = calls.readAddress(kept.socket()) >= 0 && calls.sessionId() == channel.pppoeSessionId
            && calls.mac() == channel.mac;
        channel.unit = same ? units.adopt(kept, channel.line.group.shaping().queue(), linksAtStart) : null;
        if (channel.unit == null) {
            LOG.log(System.Logger.Level.WARNING, "what is kept of " + channel + " is not that session");
            discard(kept);
            return Errno.EINVAL;
        }
        channel.state = PppChannel.State.ATTACHED;
        channel.socket = kept.socket();
        channel.channel = kept.channel();
        epoll.add(channel.channel, channel.channelId << 1);
        listenToUnit(channel);
        return 0;
    }

    private void discard(final SessionKeeper.Kept kept) {
        Syscalls.close(kept.channel());
        calls.connect(kept.socket(), 0, 0, "");
        Syscalls.close(kept.socket());
        final PppUnit unit = units.adopt(kept, ShapingSettings.Queue.NONE, linksAtStart);
        if (unit == null) {
            Syscalls.close(kept.unit());
        } else {
            // In a group with others: closing its last descriptor would wait for the kernel, each for itself.
            units.discard(unit);
        }
        keeper.drop(kept.sessionId());
    }

    private int connect(final PppChannel channel) {
        final int socket = calls.openSocket();
        if (socket < 0) {
            errors.onRefused(KernelErrors.Kind.PPPOE, channel.toString(), missingFeature(-socket), "");
            return -socket;
        }
        final int result = calls.connect(socket, channel.pppoeSessionId, channel.mac, channel.line.device.kernelName);
        if (result < 0) {
            if (-result == EALREADY) {
                errors.onRefused(KernelErrors.Kind.PPPOE, channel.toString(), EALREADY, "another socket has this client");
            } else {
                Syscalls.close(socket);
            }
            return -result;
        }
        channel.socket = socket;
        final int polled = epoll.add(socket, channel.channelId << 1);
        if (polled < 0) {
            // A socket that is left over would keep the client from being connected again.
            disconnect(channel);
            Syscalls.close(socket);
            errors.onRefused(KernelErrors.Kind.PPPOE, channel.toString(), -polled, "epoll");
        }
        return -Math.min(0, polled);
    }

    private static int missingFeature(final int errno) {
        return errno == Errno.EAFNOSUPPORT || errno == Errno.EPROTONOSUPPORT ? Errno.EOPNOTSUPP : errno;
    }

    /** Puts a unit behind a channel; its networks are closed, unless they were open before a unit that was lost. */
    int attach(final PppChannel channel, final PppUnit unit) {
        channel.unit = unit;
        if (channel.state == PppChannel.State.DEAD) {
            // The line is down at the moment; all is joined when it is up.
            setNetworks(channel);
            return 0;
        }
        final int error = join(channel);
        if (error != 0) {
            channel.unit = null;
            errors.onRefused(KernelErrors.Kind.PPPOE, channel.toString(), error, "");
            return error;
        }
        setNetworks(channel);
        return 0;
    }

    private int join(final PppChannel channel) {
        if (channel.channel == PppChannel.CLOSED) {
            // From here on the socket gives nothing any more.
            read(channel, channel.socket);
            final int index = calls.channelIndex(channel.socket);
            final int device = index < 0 ? index : calls.openDevice();
            if (device < 0) {
                return -device;
            }
            final int attached = calls.attachChannel(device, index);
            if (attached < 0) {
                Syscalls.close(device);
                return -attached;
            }
            epoll.remove(channel.socket);
            channel.channel = device;
            channel.state = PppChannel.State.ATTACHED;
        }
        epoll.add(channel.channel, channel.channelId << 1);
        final int result = calls.connectUnit(channel.channel, channel.unit.number);
        if (result >= 0) {
            listenToUnit(channel);
        }
        return -Math.min(0, result);
    }

    private void listenToUnit(final PppChannel channel) {
        if (!channel.unitPolled) {
            channel.unitPolled = epoll.add(channel.unit.descriptor, channel.channelId << 1 | 1) >= 0;
        }
    }

    /** Takes the unit from behind a channel, which carries control frames as before. */
    void detach(final PppChannel channel) {
        final PppUnit unit = channel.unit;
        if (unit == null) {
            return;
        }
        closeNetworks(channel);
        stopListeningToUnit(channel);
        if (channel.channel != PppChannel.CLOSED) {
            calls.disconnectUnit(channel.channel);
        }
        channel.unit = null;
    }

    /** Somebody deleted the unit behind a channel: the next one gets the networks that were open. */
    void onUnitLost(final PppChannel channel) {
        final boolean ipv4 = channel.ipv4Up;
        final boolean ipv6 = channel.ipv6Up;
        detach(channel);
        channel.ipv4Up = ipv4;
        channel.ipv6Up = ipv6;
    }

    private void stopListeningToUnit(final PppChannel channel) {
        if (channel.unitPolled) {
            channel.unitPolled = false;
            epoll.remove(channel.unit.descriptor);
        }
    }

    void setMru(final PppUnit unit, final int mru) {
        final int result = calls.setMru(unit.descriptor, mru);
        if (result < 0) {
            errors.onRefused(KernelErrors.Kind.PPP_UNIT, unit.name, -result, "MRU " + mru);
        }
    }

    void closeNetworks(final PppChannel channel) {
        channel.ipv4Up = false;
        channel.ipv6Up = false;
        setNetworks(channel);
    }

    private void setNetworks(final PppChannel channel) {
        if (channel.unit != null && channel.unit.state == PppUnit.State.READY) {
            setNetwork(channel, IPV4, channel.ipv4Up);
            setNetwork(channel, IPV6, channel.ipv6Up);
        }
    }

    private void setNetwork(final PppChannel channel, final int protocol, final boolean pass) {
        final int result = calls.setNetworkMode(channel.unit.descriptor, protocol, pass);
        // A kernel without IPv6 has no such network to close.
        if (result < 0 && pass) {
            errors.onRefused(KernelErrors.Kind.PPP_UNIT, channel.unit.name, -result, "network protocol " + protocol);
        }
    }

    @Override
    public boolean networkUp(final long channelId, final int protocol, final boolean up) {
        final PppChannel channel = channels.get(channelId);
        if (channel == null || channel.unit == null) {
            return true;
        }
        if (protocol == IPV4) {
            channel.ipv4Up = up;
        } else {
            channel.ipv6Up = up;
        }
        setNetwork(channel, protocol, up);
        return true;
    }

    /** Has copies of a session's descriptors kept where they outlive this process. */
    void keep(final PppChannel channel) {
        if (channel.state == PppChannel.State.ATTACHED && channel.unit != null) {
            keeper.put(new SessionKeeper.Kept(
                channel.channelId, channel.unit.ifIndex, channel.socket, channel.channel, channel.unit.descriptor));
        }
    }

    @Override
    public boolean send(final long channelId, final int protocol, final DirectBuffer buffer, final int offset, final int length) {
        final PppChannel channel = channels.get(channelId);
        if (channel == null || channel.state == PppChannel.State.DEAD || length > PppCalls.MAX_FRAME - PROTOCOL_LENGTH) {
            counters.dropped.increment();
            return true;
        }
        frame.putShort(0, (short) protocol, ByteOrder.BIG_ENDIAN);
        frame.putBytes(PROTOCOL_LENGTH, buffer, offset, length);
        final int to = channel.channel == PppChannel.CLOSED ? channel.socket
            : channel.unit != null && protocol < FIRST_LINK_PROTOCOL ? channel.unit.descriptor : channel.channel;
        if (calls.send(to, PROTOCOL_LENGTH + length) < 0) {
            counters.dropped.increment();
        } else {
            counters.sent.increment();
        }
        return true;
    }

    @Override
    public boolean close(final long channelId) {
        final PppChannel channel = channels.remove(channelId);
        if (channel != null) {
            channel.line.channels.remove(channel);
            detach(channel);
            closeDescriptors(channel);
            keeper.drop(channelId);
        }
        return true;
    }

    private void closeDescriptors(final PppChannel channel) {
        if (channel.channel != PppChannel.CLOSED) {
            epoll.remove(channel.channel);
            Syscalls.close(channel.channel);
            channel.channel = PppChannel.CLOSED;
        }
        if (channel.socket != PppChannel.CLOSED) {
            epoll.remove(channel.socket);
            disconnect(channel);
            Syscalls.close(channel.socket);
            channel.socket = PppChannel.CLOSED;
        }
    }

    /** Ends what a socket is connected to, also while somebody keeps a copy of it; EALREADY if the kernel has done so. */
    private void disconnect(final PppChannel channel) {
        calls.connect(channel.socket, 0, channel.mac, "");
    }

    /** Gives up a channel, and says so. */
    void lose(final PppChannel channel, final int error) {
        if (channels.get(channel.channelId) == channel) {
            close(channel.channelId);
            answers.onChannelLost(channel.channelId, error);
        }
    }

    /**
     * Reads what has come.
     *
     * @return how much there was
     */
    int onDutyCycle() {
        if (channels.isEmpty()) {
            return 0;
        }
        final int ready = epoll.poll(0);
        for (int i = 0; i < ready; i++) {
            final PppChannel channel = channels.get(epoll.number(i) >>> 1);
            if (channel == null || channel.state == PppChannel.State.DEAD) {
                continue;
            }
            if ((epoll.number(i) & 1) != 0) {
                if (channel.unitPolled && read(channel, channel.unit.descriptor) == 0) {
                    // It has no channel now, and would be ready for ever.
                    stopListeningToUnit(channel);
                }
                continue;
            }
            if ((epoll.events(i) & Epoll.IN) != 0) {
                read(channel, channel.channel == PppChannel.CLOSED ? channel.socket : channel.channel);
            }
            if ((epoll.events(i) & Epoll.HANG_UP) != 0 && channels.get(channel.channelId) == channel) {
                mend(channel);
            }
        }
        return ready;
    }

    /** Reads some frames: 0 if a unit said that it has no channel, a negated errno if there was nothing more. */
    private int read(final PppChannel channel, final int descriptor) {
        int length = 1;
        for (int i = 0; i < FRAMES_AT_ONCE && length > 0; i++) {
            length = calls.receive(descriptor);
            final int header = length > 0 ? calls.protocolLength() : 0;
            if (length >= header && length > 0) {
                counters.received.increment();
                answers.onPppFrame(channel.channelId, calls.protocol(), frame, header, length - header);
            }
        }
        return length;
    }

    /** The kernel has ended a channel: a new one takes its place, before the same unit. */
    private void mend(final PppChannel channel) {
        stopListeningToUnit(channel);
        if (channel.channel != PppChannel.CLOSED) {
            calls.disconnectUnit(channel.channel);
            epoll.remove(channel.channel);
            Syscalls.close(channel.channel);
            channel.channel = PppChannel.CLOSED;
        }
        // The same socket again: somebody may keep a copy of it, with which the kernel would not let another one have this client.
        epoll.remove(channel.socket);
        disconnect(channel);
        channel.state = PppChannel.State.DEAD;
        final VlanDevice device = channel.line.device;
        if (device == null || device.wentDown) {
            return;
        }
        int error = -Math.min(0, calls.connect(channel.socket, channel.pppoeSessionId, channel.mac, device.kernelName));
        if (error == 0) {
            channel.state = PppChannel.State.OPEN;
            error = channel.unit == null ? -Math.min(0, epoll.add(channel.socket, channel.channelId << 1)) : join(channel);
        }
        if (error == 0) {
            counters.repaired.increment();
            keep(channel);
        } else if (error != Errno.ENODEV && error != Errno.ENETDOWN) {
            errors.onRefused(KernelErrors.Kind.PPPOE, channel.toString(), error, "");
            lose(channel, error);
        }
    }

    /** The line was down for a moment. */
    void onLineFlapped(final LineDevice line) {
        for (final PppChannel channel : new ArrayList<>(line.channels)) {
            // A socket says nothing when the kernel has ended it.
            if (channel.state != PppChannel.State.ATTACHED) {
                mend(channel);
            }
        }
    }

    /** The line's interface is gone. */
    void onLineLost(final LineDevice line) {
        for (final PppChannel channel : new ArrayList<>(line.channels)) {
            lose(channel, Errno.ENODEV);
        }
    }

    /** After a start: what no session has claimed is not kept any longer. */
    List<PppChannel> releaseUnclaimed() {
        unclaimed.values().forEach(this::discard);
        unclaimed.clear();
        linksAtStart.clear();
        final List<PppChannel> without = new ArrayList<>();
        for (final PppChannel channel : channels.values()) {
            if (channel.unit != null && channel.unit.session == null) {
                without.add(channel);
            }
        }
        return without;
    }

    /** Ends this process's part: copies that are kept go on carrying packets. */
    void closeAll() {
        epoll.close();
        for (final PppChannel channel : channels.values()) {
            if (channel.channel != PppChannel.CLOSED) {
                Syscalls.close(channel.channel);
            }
            if (channel.socket != PppChannel.CLOSED) {
                Syscalls.close(channel.socket);
            }
            if (channel.unit != null) {
                Syscalls.close(channel.unit.descriptor);
            }
        }
        channels.clear();
    }
}
