package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.port.DataPlaneListener;
import io.athenabng.netlink.LinkEventHandler;
import io.athenabng.netlink.link.LinkAttributes;
import io.athenabng.netlink.link.LinkFlyweight;
import org.agrona.DirectBuffer;

/** Hears what happens to interfaces, whoever did it: trunks that go and come, interfaces of ours that somebody deletes or takes down. */
final class LinkWatcher implements LinkEventHandler {
    /** Where {@code struct ifinfomsg} has the index and the flags: most events need no more. */
    private static final int INDEX = 4;
    private static final int FLAGS = 8;
    private static final int HEADER_LENGTH = 16;
    private static final System.Logger LOG = System.getLogger(LinkWatcher.class.getName());

    private final LinkTable links;
    private final LineDevices lines;
    private final IfbPool ifbs;
    private final LineFollowers followers;
    private final PppUnits units;
    private final DataPlaneListener answers;
    private final LinkFlyweight link = new LinkFlyweight();
    private boolean eventsLost;

    LinkWatcher(final LinkTable links, final LineDevices lines, final IfbPool ifbs, final LineFollowers followers,
            final PppUnits units, final DataPlaneListener answers) {
        this.links = links;
        this.lines = lines;
        this.ifbs = ifbs;
        this.followers = followers;
        this.units = units;
        this.answers = answers;
    }

    @Override
    public void onLinkChanged(final DirectBuffer buffer, final int offset, final int length) {
        if (length < HEADER_LENGTH) {
            return;
        }
        final VlanDevice device = links.byIndex.get(buffer.getInt(offset + INDEX));
        if (device == null || device.isTrunk()) {
            onTrunkOrForeign(buffer, offset, length, device);
            return;
        }
        final boolean up = (buffer.getInt(offset + FLAGS) & LinkAttributes.IFF_UP) != 0;
        onState(device, up);
    }

    /** An interface of a line is up or down. */
    void onState(final VlanDevice device, final boolean up) {
        if (up) {
            device.seenUp = true;
            if (device.wentDown) {
                device.wentDown = false;
                if (device.line != null) {
                    followers.onLineFlapped(device.line);
                }
            }
        } else if (device.seenUp && !device.wentDown && device.state == VlanDevice.State.PRESENT) {
            device.wentDown = true;
            if (device.owned && device.trunk.up) {
                lines.bringUp(device);
            }
        }
    }

    private void onTrunkOrForeign(final DirectBuffer buffer, final int offset, final int length, final VlanDevice known) {
        boolean looked = known != null;
        for (int i = 0; i < links.trunks.length && !looked; i++) {
            looked = !links.trunks[i].exists();
        }
        if (!looked || !link.wrap(buffer, offset, length)) {
            return;
        }
        final Trunk trunk = known == null ? links.trunkNamed(link.name()) : known.trunk;
        if (trunk != null) {
            links.trunkPresent(trunk, link.index(), link.mtu(), link.flags());
            tell(trunk, trunk.up);
        }
    }

    /** Tells the state of a trunk if it is not the one told last. */
    void tell(final Trunk trunk, final boolean up) {
        if (trunk.reported != up) {
            trunk.reported = up;
            trunk.told = true;
            LOG.log(System.Logger.Level.INFO, "trunk " + trunk.name + (up ? " is up" : " is down"));
            answers.onTrunk(trunk.trunkIndex, up);
        }
    }

    @Override
    public void onLinkDeleted(final DirectBuffer buffer, final int offset, final int length) {
        if (length < HEADER_LENGTH) {
            return;
        }
        onGone(buffer.getInt(offset + INDEX));
    }

    /** An interface is not there any more. */
    void onGone(final int ifIndex) {
        final VlanDevice device = links.byIndex.get(ifIndex);
        if (device != null) {
            if (device.isTrunk()) {
                links.remove(device);
                device.trunk.up = false;
                tell(device.trunk, false);
            } else {
                lines.onDeleted(device);
            }
            return;
        }
        final Ifb ifb = ifbs.byIndex(ifIndex);
        if (ifb != null) {
            ifbs.onDeleted(ifb);
            return;
        }
        final PppUnit unit = units.byIndex(ifIndex);
        if (unit != null) {
            units.onDeleted(unit);
        }
    }

    @Override
    public void onOther(final int type, final DirectBuffer buffer, final int offset, final int length) {
        // Only link events were asked for.
    }

    @Override
    public void onEventsLost() {
        eventsLost = true;
    }

    /** Whether events were lost since this was asked last. */
    boolean takeEventsLost() {
        final boolean lost = eventsLost;
        eventsLost = false;
        return lost;
    }
}
