package io.athenabng.core.pppoe;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.PppoeSettings;
import io.athenabng.core.port.FrameSink;
import io.athenabng.wire.ethernet.EthernetFlyweight;
import io.athenabng.wire.pppoe.PppoeCode;
import io.athenabng.wire.pppoe.PppoeDiscoveryParser;
import io.athenabng.wire.pppoe.PppoeFrameAppender;
import io.athenabng.wire.pppoe.PppoeHeader;
import io.athenabng.wire.pppoe.PppoeTag;
import io.athenabng.wire.pppoe.PppoeTagCursor;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes and sends what the access concentrator says in discovery. Owned by the session agent. */
public final class DiscoveryReplies {
    /** Longest frame of discovery, bytes: an Ethernet frame with four tags. */
    static final int FRAME_MAX = 1_530;
    /** Most PADTs in a second to clients whose session does not exist. */
    private static final int UNKNOWN_PER_SECOND = 1_000;

    private final FrameSink frames;
    private final PppoeCounters counters;
    private final DelayedOffers delayed;
    private final PppoeFrameAppender appender = new PppoeFrameAppender();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[FRAME_MAX]);
    private final long[] unknownBucket = new long[1];

    /**
     * Replies.
     *
     * @param frames   frames to the trunks
     * @param counters what is counted
     * @param delays   the most delays that a group has
     */
    public DiscoveryReplies(final FrameSink frames, final PppoeCounters counters, final int delays) {
        this.frames = frames;
        this.counters = counters;
        this.delayed = new DelayedOffers(Math.max(1, delays));
    }

    /**
     * Groups have other delays.
     *
     * @param delays the most that a group has
     */
    public void delays(final int delays) {
        delayed.atLeast(delays);
    }

    /**
     * Whether a client's Service-Name is served.
     *
     * @param settings the group's
     * @param packet   the client's packet
     * @param buffer   where it is
     * @return whether it is
     */
    public static boolean serves(final PppoeSettings settings, final PppoeDiscoveryParser packet, final DirectBuffer buffer) {
        if (settings.service() == PppoeSettings.Service.ANY) {
            return true;
        }
        if (packet.serviceNameLength() == 0) {
            return settings.service() == PppoeSettings.Service.LIST;
        }
        for (final String name : settings.serviceNames()) {
            if (equal(name, buffer, packet.serviceNameOffset(), packet.serviceNameLength())) {
                return true;
            }
        }
        return false;
    }

    private static boolean equal(final String name, final DirectBuffer buffer, final int offset, final int length) {
        boolean same = name.length() == length;
        for (int i = 0; same && i < length; i++) {
            same = name.charAt(i) == (buffer.getByte(offset + i) & 0xff);
        }
        return same;
    }

    /**
     * Offers, now or after the delay that the number of sessions asks for.
     *
     * @param settings the group's
     * @param trunk    the trunk
     * @param stack    the client's tags
     * @param mac      the client's MAC
     * @param packet   its PADI
     * @param buffer   where it is
     * @param cookie   the cookie
     * @param sessions PPPoE sessions of the gateway
     * @param nowNs    now
     */
    public void offer(final PppoeSettings settings, final int trunk, final long stack, final long mac, final PppoeDiscoveryParser packet,
            final DirectBuffer buffer, final DirectBuffer cookie, final int sessions, final long nowNs) {
        appender.wrap(frame, 0, FRAME_MAX, stack).appendAscii(PppoeTag.AC_NAME, settings.acName());
        appendServices(settings, packet, buffer);
        appender.appendTag(PppoeTag.AC_COOKIE, cookie, 0, AcCookie.LENGTH);
        appendEchoes(settings, packet, buffer);
        final int length = appender.finish(frames.sourceMac(trunk), mac, PppoeCode.PADO, 0);
        if (appender.isOverflown()) {
            counters.notSent.increment();
            return;
        }
        final int delay = delay(settings.padoDelays(), sessions);
        if (delay >= 0 && settings.padoDelays().get(delay).delayNs() > 0) {
            if (delayed.add(delay, trunk, frame, length, nowNs + settings.padoDelays().get(delay).delayNs())) {
                counters.delayed.increment();
                counters.padoSent.increment();
            } else {
                counters.notSent.increment();
            }
        } else if (send(trunk, length)) {
            counters.padoSent.increment();
        }
    }

    private static int delay(final List<PppoeSettings.PadoDelay> delays, final int sessions) {
        int index = -1;
        while (index + 1 < delays.size() && delays.get(index + 1).sessions() <= sessions) {
            index++;
        }
        return index;
    }

    private void appendServices(final PppoeSettings settings, final PppoeDiscoveryParser packet, final DirectBuffer buffer) {
        if (packet.serviceNameLength() > 0 || settings.service() == PppoeSettings.Service.ANY) {
            appender.appendTag(PppoeTag.SERVICE_NAME, buffer, packet.serviceNameOffset(), packet.serviceNameLength());
            return;
        }
        appender.appendAscii(PppoeTag.SERVICE_NAME, "");
        for (int i = 0; i < settings.serviceNames().size(); i++) {
            appender.appendAscii(PppoeTag.SERVICE_NAME, settings.serviceNames().get(i));
        }
    }

    private void appendEchoes(final PppoeSettings settings, final PppoeDiscoveryParser packet, final DirectBuffer buffer) {
        if (packet.hostUniqOffset() >= 0) {
            appender.appendTag(PppoeTag.HOST_UNIQ, buffer, packet.hostUniqOffset(), packet.hostUniqLength());
        }
        if (packet.relaySessionIdOffset() >= 0) {
            appender.appendTag(PppoeTag.RELAY_SESSION_ID, buffer, packet.relaySessionIdOffset(), packet.relaySessionIdLength());
        }
        final int mtu = linkMru(settings, packet);
        if (mtu > PppoeSettings.STANDARD_MTU) {
            appender.appendShort(PppoeTag.PPP_MAX_PAYLOAD, mtu);
        }
    }

    /**
     * The largest packet that the client's link carries (RFC 4638).
     *
     * @param settings the group's
     * @param packet   the client's packet
     * @return bytes
     */
    public static int linkMru(final PppoeSettings settings, final PppoeDiscoveryParser packet) {
        final int most = Math.max(PppoeSettings.STANDARD_MTU, packet.maxPayload());
        return Math.min(settings.mtu(), most);
    }

    /**
     * The session is there: the tags of a PADS, to be kept for a client that repeats its PADR.
     *
     * @param settings the group's
     * @param trunk    the trunk
     * @param stack    the client's tags
     * @param mac      the client's MAC
     * @param packet   its PADR
     * @param buffer   where it is
     * @param id       the session id
     * @return the frame, null if the client's tags are too long to be echoed
     */
    public byte[] confirmation(final PppoeSettings settings, final int trunk, final long stack, final long mac,
            final PppoeDiscoveryParser packet, final DirectBuffer buffer, final int id) {
        appender.wrap(frame, 0, FRAME_MAX, stack)
                .appendTag(PppoeTag.SERVICE_NAME, buffer, packet.serviceNameOffset(), packet.serviceNameLength());
        appendEchoes(settings, packet, buffer);
        final int length = appender.finish(frames.sourceMac(trunk), mac, PppoeCode.PADS, id);
        if (appender.isOverflown()) {
            return null;
        }
        final byte[] kept = new byte[length];
        frame.getBytes(0, kept);
        return kept;
    }

    /**
     * Sends a PADS.
     *
     * @param trunk    the trunk
     * @param confirmation the frame
     * @param repeated whether it was sent before
     */
    public void confirm(final int trunk, final byte[] confirmation, final boolean repeated) {
        frame.putBytes(0, confirmation);
        if (send(trunk, confirmation.length)) {
            (repeated ? counters.padsRepeated : counters.padsSent).increment();
        }
    }

    /**
     * Says no to a PADR.
     *
     * @param settings the group's
     * @param trunk    the trunk
     * @param stack    the client's tags
     * @param mac      the client's MAC
     * @param packet   its PADR
     * @param buffer   where it is
     * @param tag      {@link PppoeTag#SERVICE_NAME_ERROR}, {@link PppoeTag#AC_SYSTEM_ERROR} or {@link PppoeTag#GENERIC_ERROR}
     * @param text     why, for people
     */
    public void refuse(final PppoeSettings settings, final int trunk, final long stack, final long mac, final PppoeDiscoveryParser packet,
            final DirectBuffer buffer, final int tag, final String text) {
        appender.wrap(frame, 0, FRAME_MAX, stack)
                .appendTag(PppoeTag.SERVICE_NAME, buffer, packet.serviceNameOffset(), packet.serviceNameLength());
        appendEchoes(settings, packet, buffer);
        appender.appendAscii(tag, text);
        if (send(trunk, appender.finish(frames.sourceMac(trunk), mac, PppoeCode.PADS, 0))) {
            counters.errorsSent.increment();
        }
    }

    /**
     * Says no in place of a confirmation that was prepared.
     *
     * @param trunk        the trunk
     * @param stack        the client's tags
     * @param mac          the client's MAC
     * @param confirmation the frame
     * @param text         why, for people
     */
    public void revoke(final int trunk, final long stack, final long mac, final byte[] confirmation, final String text) {
        final UnsafeBuffer prepared = new UnsafeBuffer(confirmation);
        final int header = EthernetFlyweight.headerLength(stack) + PppoeHeader.LENGTH;
        final PppoeTagCursor tags = new PppoeTagCursor()
                .wrap(prepared, header, confirmation.length - header);
        appender.wrap(frame, 0, FRAME_MAX, stack);
        while (tags.next()) {
            appender.appendTag(tags.type(), prepared, tags.valueOffset(), tags.valueLength());
        }
        appender.appendAscii(PppoeTag.AC_SYSTEM_ERROR, text);
        if (send(trunk, appender.finish(frames.sourceMac(trunk), mac, PppoeCode.PADS, 0))) {
            counters.errorsSent.increment();
        }
    }

    /**
     * Ends a session.
     *
     * @param line   its line
     * @param mac    the client's MAC
     * @param id     the session id
     * @param reason why, for people; empty is nothing
     */
    public void terminate(final AccessLine line, final long mac, final int id, final String reason) {
        if (terminate(line.trunkIndex(), line.vlanStack(), mac, id, reason)) {
            counters.padtSent.increment();
        }
    }

    /**
     * Tells a client that its session does not exist, but not more often than the gateway can bear.
     *
     * @param trunk the trunk
     * @param stack the client's tags
     * @param mac   the client's MAC
     * @param id    the session id
     * @param nowNs now
     */
    public void terminateUnknown(final int trunk, final long stack, final long mac, final int id, final long nowNs) {
        if (DiscoveryBuckets.take(unknownBucket, 0, UNKNOWN_PER_SECOND, UNKNOWN_PER_SECOND, nowNs)
                && terminate(trunk, stack, mac, id, "no such session")) {
            counters.padtUnknown.increment();
        }
    }

    private boolean terminate(final int trunk, final long stack, final long mac, final int id, final String reason) {
        appender.wrap(frame, 0, FRAME_MAX, stack);
        if (!reason.isEmpty()) {
            appender.appendAscii(PppoeTag.GENERIC_ERROR, reason);
        }
        return send(trunk, appender.finish(frames.sourceMac(trunk), mac, PppoeCode.PADT, id));
    }

    /**
     * Sends offers that are due.
     *
     * @param nowNs now
     * @return how many there were
     */
    public int onDutyCycle(final long nowNs) {
        return delayed.onDutyCycle(nowNs, frames);
    }

    private boolean send(final int trunk, final int length) {
        final int at = frames.claim(trunk, length);
        if (at < 0) {
            counters.notSent.increment();
            return false;
        }
        frames.buffer().putBytes(at, frame, 0, length);
        frames.commit();
        return true;
    }
}
