package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.port.SessionPlan;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.wire.ip.Ipv4Address;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A gateway process of the lab that is killed and started again: {@code HOLDER-SOCKET SESSIONS fresh|restored}. Session 1 has a real
 * client, the others nobody. It says what it has done, one line each, and then answers echoes until it ends.
 */
final class HolderLabGateway {
    static final long CLIENT_MAC = 0x0200_0000_000bL;
    private static final int CLIENT_LINE = 1;
    private static final int OTHER_LINE = 2;
    private static final int FIRST_PPPOE_ID = 100;
    private static final long DOWN = 20_000_000;
    private static final long UP = 10_000_000;

    private final LabGateway gateway;
    private final int count;
    private final boolean restored;
    private final Map<Long, PppPeer> peers = new HashMap<>();
    private final SessionPlan plan = new SessionPlan();

    private HolderLabGateway(final String holder, final int count, final boolean restored) {
        gateway = new LabGateway(LabNetwork.configuration(List.of("eth1"), LabNetwork.group("res", "eth1", "10.64.0.1", 16, 1, false,
            LabNetwork.shaping(ShapingSettings.Queue.CAKE, DOWN, UP))), new PppSettings("ppp", true, new HolderKeeper(holder)));
        this.count = count;
        this.restored = restored;
    }

    public static void main(final String[] args) throws InterruptedException {
        new HolderLabGateway(args[0], Integer.parseInt(args[1]), args[2].equals("restored")).run();
    }

    private static String address(final long id) {
        return "10.64." + (id >>> 7) + "." + (10 + (id & 0x7f));
    }

    private SessionPlan plan(final long id) {
        plan.sessionId = id;
        plan.lineId = id == 1 ? CLIENT_LINE : OTHER_LINE;
        plan.encapsulation = SessionRecordFlyweight.ENCAPSULATION_PPPOE;
        plan.ipv4 = Ipv4Address.parse(address(id));
        plan.downBitsPerSecond = DOWN;
        plan.upBitsPerSecond = UP;
        plan.overheadBytes = 34;
        plan.restored = restored;
        return plan;
    }

    /** The client is not kept waiting while others are restored. */
    private void await(final String answer) {
        gateway.await(answer, () -> {
            takeFrame();
            return gateway.answers.has(answer);
        });
    }

    private boolean takeFrame() {
        final RecordingListener.Frame frame = gateway.answers.frames.poll();
        if (frame == null || !peers.containsKey(frame.channelId())) {
            return false;
        }
        final PppPeer peer = peers.get(frame.channelId());
        final int before = peer.echoes;
        peer.onFrame(frame.protocol(), frame.payload());
        if (frame.channelId() == 1 && peer.echoes > before) {
            System.out.println("echo " + peer.echoes + " at " + System.currentTimeMillis());
        }
        return true;
    }

    private void run() throws InterruptedException {
        gateway.lineUp(CLIENT_LINE, "500.100", 0);
        gateway.lineUp(OTHER_LINE, "500.200", 0);
        gateway.await("line 1 up 0");
        gateway.await("line 2 up 0");
        for (long id = 1; id <= count; id++) {
            final long channelId = id;
            gateway.dataPlane.pppChannels().open(id, id == 1 ? CLIENT_LINE : OTHER_LINE, FIRST_PPPOE_ID + (int) id, CLIENT_MAC + id - 1,
                restored);
            await("channel " + id + " open 0");
            peers.put(id, new PppPeer(gateway.dataPlane, id, Ipv4Address.parse("10.64.0.1"), Ipv4Address.parse(address(id)),
                ready -> gateway.dataPlane.sessionUp(plan(channelId))));
            if (restored || id > 1) {
                gateway.dataPlane.sessionUp(plan(id));
                await("session " + id + " up 0");
            }
        }
        if (restored) {
            gateway.dataPlane.restoreComplete();
            System.out.println("restored " + count);
        } else {
            System.out.println("waiting for the client");
        }
        boolean open = restored;
        while (true) {
            if (!takeFrame() && gateway.dataPlane.onDutyCycle() == 0) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            if (!open && peers.get(1L).ipcpOpen && gateway.answers.has("session 1 up 0")) {
                open = true;
                gateway.dataPlane.pppChannels().networkUp(1, PppPeer.IPV4, true);
                System.out.println("open");
            }
            if (!gateway.errors.isEmpty()) {
                System.out.println("errors " + gateway.errors);
                gateway.errors.clear();
            }
        }
    }
}
