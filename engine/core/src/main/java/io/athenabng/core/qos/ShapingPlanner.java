package io.athenabng.core.qos;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.port.SessionPlan;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.wire.ethernet.VlanStack;

/** States a session's data plane: rates and overhead, from the session's record and its line. */
public final class ShapingPlanner {
    /** Ethernet header and frame check sequence, bytes. */
    public static final int ETHERNET_OVERHEAD = 18;
    /** One VLAN tag, bytes. */
    public static final int TAG_OVERHEAD = 4;
    /** PPPoE and PPP header, bytes. */
    public static final int PPPOE_OVERHEAD = 8;

    private ShapingPlanner() {
    }

    /**
     * Bytes that a packet takes on the wire beyond its IP length: Ethernet header and FCS, tags, PPPoE.
     *
     * @param settings      the group's; a number given there is taken
     * @param vlanStack     the line's tags
     * @param encapsulation {@code SessionRecordFlyweight.ENCAPSULATION_*}; an outside PPP server is taken to serve PPPoE
     * @return the overhead, bytes
     */
    public static int overheadBytes(final ShapingSettings settings, final long vlanStack, final int encapsulation) {
        if (settings.overhead() != ShapingSettings.OVERHEAD_AUTO) {
            return settings.overhead();
        }
        return ETHERNET_OVERHEAD + TAG_OVERHEAD * VlanStack.depth(vlanStack)
                + (encapsulation == SessionRecordFlyweight.ENCAPSULATION_IPOE ? 0 : PPPOE_OVERHEAD);
    }

    /**
     * Fills in what the data plane is asked for.
     *
     * @param record   the session
     * @param line     its line
     * @param restored whether it was up before a restart
     * @param plan     is filled in
     */
    public static void plan(final SessionRecordFlyweight record, final AccessLine line, final boolean restored, final SessionPlan plan) {
        plan.sessionId = record.sessionId();
        plan.lineId = line.lineId();
        plan.groupIndex = line.groupIndex();
        plan.mac = record.mac();
        plan.ipv4 = record.ipv4();
        plan.encapsulation = record.encapsulation();
        plan.mtu = record.encapsulation() == SessionRecordFlyweight.ENCAPSULATION_PPPOE ? record.mtu() : 0;
        plan.downBitsPerSecond = record.downBitsPerSecond();
        plan.upBitsPerSecond = record.upBitsPerSecond();
        plan.overheadBytes = overheadBytes(line.group().shaping(), line.vlanStack(), record.encapsulation());
        plan.sharedLine = line.group().subscribersPerLine() > 1;
        plan.restored = restored;
        plan.upOctets = record.upOctets();
        plan.upPackets = record.upPackets();
        plan.downOctets = record.downOctets();
        plan.downPackets = record.downPackets();
    }
}
