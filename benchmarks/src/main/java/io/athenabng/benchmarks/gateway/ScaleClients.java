package io.athenabng.benchmarks.gateway;

import io.athenabng.benchmarks.load.ClientMessages;
import io.athenabng.benchmarks.load.LinePlan;
import io.athenabng.benchmarks.load.ReplyHandler;
import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpMalformedReason;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.dhcp.DhcpParser;
import org.agrona.DirectBuffer;

/** DHCP clients of a {@link SteppedGateway}, a batch of which does the same at a time. What a client knows is 4 bytes: its address. */
final class ScaleClients implements ReplyHandler {
    private final SteppedGateway gateway;
    private final LinePlan lines;
    private final ClientMessages messages = new ClientMessages(false);
    private final DhcpParser parser = new DhcpParser();
    private final int[] addresses;
    private int server;
    private long serverMac;
    private int expected;
    private int answered;

    ScaleClients(SteppedGateway gateway, LinePlan lines) {
        this.gateway = gateway;
        this.lines = lines;
        addresses = new int[lines.clients()];
        gateway.connect(this);
    }

    /** Discover to Ack for each of these clients. */
    void setUp(int[] clients) {
        for (int client : clients) {
            send(messages.discover(lines.vlanStack(client), lines.mac(client), client, 0));
        }
        settle(clients.length, DhcpMessageType.OFFER);
        for (int client : clients) {
            send(messages.request(lines.vlanStack(client), lines.mac(client), client, 0, addresses[client], server));
        }
        settle(clients.length, DhcpMessageType.ACK);
    }

    /** A renewed lease for each. */
    void renew(int[] clients) {
        for (int client : clients) {
            send(messages.renew(lines.vlanStack(client), lines.mac(client), client, 0, addresses[client], server, serverMac));
        }
        settle(clients.length, DhcpMessageType.ACK);
    }

    /** Each gives its address back. */
    void release(int[] clients) {
        for (int client : clients) {
            send(messages.release(lines.vlanStack(client), lines.mac(client), client, addresses[client], server, serverMac));
        }
        settle(0, 0);
    }

    private void send(int length) {
        gateway.send(messages.frame(), length);
    }

    private void settle(int replies, int type) {
        expected = type;
        answered = 0;
        gateway.advance(1_000_000);
        gateway.settle();
        if (answered != replies) {
            throw new IllegalStateException(answered + " of " + replies + " clients were answered with a message of type " + type);
        }
    }

    @Override
    public void onReply(long receivedNs, long nowNs, long vlanStack, long srcMac, DirectBuffer buffer, int offset, int length) {
        if (parser.parse(buffer, offset, length, DhcpFlyweight.BOOTREPLY) != DhcpMalformedReason.NONE || parser.messageType() != expected) {
            throw new IllegalStateException("an answer of type " + parser.messageType() + " instead of " + expected);
        }
        int client = parser.header().xid();
        if (vlanStack != lines.vlanStack(client)) {
            throw new IllegalStateException("client " + client + " is answered on another line");
        }
        addresses[client] = parser.header().yiaddr();
        server = parser.options().intValue(DhcpOption.SERVER_IDENTIFIER, 0);
        serverMac = srcMac;
        answered++;
    }

    @Override
    public void onMalformedFrame() {
        throw new IllegalStateException("an answer is malformed");
    }
}
