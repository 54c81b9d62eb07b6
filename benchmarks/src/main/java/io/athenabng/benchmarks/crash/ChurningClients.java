package io.athenabng.benchmarks.crash;

import io.athenabng.benchmarks.load.ClientMessages;
import io.athenabng.benchmarks.load.FrameOutput;
import io.athenabng.benchmarks.load.LinePlan;
import io.athenabng.benchmarks.load.ReplyHandler;
import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpMalformedReason;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.dhcp.DhcpParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;

/**
 * DHCP clients, each on a line of its own, coming, renewing and going at random. A client that the server does not answer tries again.
 * What a client holds was acknowledged by the server, and not given up. One owner thread.
 */
final class ChurningClients implements ReplyHandler {
    private static final long MS = 1_000_000L;
    private static final long TIMEOUT_NS = 400 * MS;
    private static final int ATTEMPTS = 4;
    private static final int CLIENT_BITS = 16;

    private enum State { IDLE, SELECTING, REQUESTING, BOUND, RENEWING }

    private static final class Client {
        private State state = State.IDLE;
        private int xid;
        private int address;
        private int server;
        private long serverMac;
        private long dueNs;
        private int attempts;
        private int binding;
    }

    /**
     * An address that a client holds.
     *
     * @param client  its number
     * @param mac     its MAC address
     * @param address the IPv4 address
     * @param binding grows with each time that the client began anew
     */
    record Holding(int client, long mac, int address, int binding) {
    }

    private final ClientMessages messages = new ClientMessages(false);
    private final DhcpParser parser = new DhcpParser();
    private final List<Client> clients = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final LinePlan lines;
    private final FrameOutput output;
    private final int slowness;
    private final Random random;
    private int transactions;
    private long acknowledged;
    private long released;

    /**
     * Clients that have nothing yet.
     *
     * @param lines    who is where
     * @param output   where their frames go
     * @param random   what they do when
     * @param slowness how many times longer than on real hardware everything takes
     */
    ChurningClients(LinePlan lines, FrameOutput output, Random random, int slowness) {
        this.lines = lines;
        this.output = output;
        this.random = random;
        this.slowness = slowness;
        for (int i = 0; i < lines.clients(); i++) {
            clients.add(new Client());
        }
    }

    /** Lets every client do what is due; how many did something. */
    int doWork(long nowNs) {
        int work = 0;
        for (int i = 0; i < clients.size(); i++) {
            Client client = clients.get(i);
            if (nowNs - client.dueNs >= 0) {
                step(i, client, nowNs);
                work++;
            }
        }
        return work;
    }

    private void step(int number, Client client, long nowNs) {
        switch (client.state) {
            case IDLE -> begin(number, client, State.SELECTING, nowNs);
            case BOUND -> {
                if (random.nextInt(3) == 0) {
                    release(number, client, nowNs);
                } else {
                    begin(number, client, State.RENEWING, nowNs);
                }
            }
            default -> {
                if (++client.attempts < ATTEMPTS) {
                    send(number, client, nowNs);
                } else {
                    // A lease that cannot be renewed stays valid; anything else begins again.
                    client.state = client.state == State.RENEWING ? State.BOUND : State.IDLE;
                    client.dueNs = nowNs + slowness * random.nextLong(300 * MS);
                }
            }
        }
    }

    private void begin(int number, Client client, State state, long nowNs) {
        client.state = state;
        client.attempts = 0;
        client.xid = ++transactions << CLIENT_BITS | number;
        send(number, client, nowNs);
    }

    private void send(int number, Client client, long nowNs) {
        long mac = lines.mac(number);
        int length = switch (client.state) {
            case SELECTING -> messages.discover(lines.vlanStack(number), mac, client.xid, 0);
            case REQUESTING -> messages.request(lines.vlanStack(number), mac, client.xid, 0, client.address, client.server);
            default -> messages.renew(lines.vlanStack(number), mac, client.xid, 0, client.address, client.server, client.serverMac);
        };
        output.send(messages.frame(), length);
        client.dueNs = nowNs + slowness * TIMEOUT_NS;
    }

    private void release(int number, Client client, long nowNs) {
        int length = messages.release(lines.vlanStack(number), lines.mac(number), ++transactions << CLIENT_BITS | number, client.address,
            client.server, client.serverMac);
        output.send(messages.frame(), length);
        released++;
        client.state = State.IDLE;
        client.dueNs = nowNs + slowness * random.nextLong(500 * MS);
    }

    @Override
    public void onReply(long receivedNs, long nowNs, long vlanStack, long srcMac, DirectBuffer buffer, int offset, int length) {
        if (parser.parse(buffer, offset, length, DhcpFlyweight.BOOTREPLY) != DhcpMalformedReason.NONE) {
            complaints.add("a message that cannot be read came from the server");
            return;
        }
        int number = parser.header().xid() & (1 << CLIENT_BITS) - 1;
        if (number >= clients.size() || clients.get(number).xid != parser.header().xid()) {
            return;
        }
        Client client = clients.get(number);
        int address = parser.header().yiaddr();
        switch (parser.messageType()) {
            case DhcpMessageType.OFFER -> {
                if (client.state == State.SELECTING) {
                    client.address = address;
                    client.server = parser.options().intValue(DhcpOption.SERVER_IDENTIFIER, 0);
                    client.state = State.REQUESTING;
                    client.attempts = 0;
                    send(number, client, nowNs);
                }
            }
            case DhcpMessageType.ACK -> {
                if (client.state == State.REQUESTING || client.state == State.RENEWING) {
                    onAck(number, client, address, srcMac, nowNs);
                }
            }
            case DhcpMessageType.NAK -> {
                if (client.state == State.RENEWING) {
                    complaints.add("client " + number + " lost its address: the server refused to renew it");
                }
                client.state = State.IDLE;
                client.dueNs = nowNs;
            }
            default -> { }
        }
    }

    private void onAck(int number, Client client, int address, long srcMac, long nowNs) {
        if (client.address != address) {
            complaints.add("client " + number + " was acknowledged another address than it asked for");
        }
        if (client.state == State.REQUESTING) {
            client.binding++;
            client.serverMac = srcMac;
            for (int other = 0; other < clients.size(); other++) {
                if (other != number && holds(clients.get(other)) && clients.get(other).address == address) {
                    complaints.add("clients " + number + " and " + other + " hold the same address");
                }
            }
        }
        acknowledged++;
        client.state = State.BOUND;
        client.dueNs = nowNs + slowness * random.nextLong(1_500 * MS);
    }

    private static boolean holds(Client client) {
        return client.state == State.BOUND || client.state == State.RENEWING;
    }

    @Override
    public void onMalformedFrame() {
        complaints.add("a frame that cannot be read came from the server");
    }

    /** What clients hold now. */
    List<Holding> holdings() {
        List<Holding> holdings = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            if (holds(clients.get(i))) {
                holdings.add(new Holding(i, lines.mac(i), clients.get(i).address, clients.get(i).binding));
            }
        }
        return holdings;
    }

    /** What should not have happened to a client since the last call. */
    List<String> complaints() {
        List<String> taken = List.copyOf(complaints);
        complaints.clear();
        return taken;
    }

    long acknowledged() {
        return acknowledged;
    }

    long released() {
        return released;
    }
}
