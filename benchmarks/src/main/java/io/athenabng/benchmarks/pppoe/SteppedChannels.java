package io.athenabng.benchmarks.pppoe;

import io.athenabng.benchmarks.gateway.SteppedGateway;
import io.athenabng.core.port.PppChannels;
import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * PPP channels between a gateway's core and {@link PppoeClients} in the same process: what one sends the other gets at its next step.
 */
final class SteppedChannels implements PppChannels, PppoeOutput, SteppedGateway.Steps {
    private static final int NONE = -1;

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final Long2LongHashMap clientByChannel = new Long2LongHashMap(NONE);
    private SteppedGateway gateway;
    private PppoeClients clients;
    private long[] channels = new long[0];

    void connect(SteppedGateway with, PppoeClients ofClients) {
        gateway = with;
        clients = ofClients;
        gateway.connectDiscovery(clients::onDiscovery);
    }

    @Override
    public int step() {
        int count = waiting.size();
        for (int i = 0; i < count; i++) {
            waiting.remove().run();
        }
        return count;
    }

    @Override
    public boolean open(long channelId, int lineId, int pppoeSessionId, long mac, boolean restored) {
        int client = clients.client(mac);
        if (client >= channels.length) {
            channels = java.util.Arrays.copyOf(channels, Math.max(1_024, 2 * client));
        }
        channels[client] = channelId;
        clientByChannel.put(channelId, client);
        return waiting.add(() -> gateway.listener().onChannelOpen(channelId, 0));
    }

    @Override
    public boolean send(long channelId, int protocol, DirectBuffer buffer, int offset, int length) {
        byte[] copy = new byte[length];
        buffer.getBytes(offset, copy);
        int client = (int) clientByChannel.get(channelId);
        return waiting.add(() -> clients.onPpp(client, protocol, new UnsafeBuffer(copy), 0, length));
    }

    @Override
    public boolean networkUp(long channelId, int protocol, boolean up) {
        return true;
    }

    @Override
    public boolean close(long channelId) {
        clientByChannel.remove(channelId);
        return true;
    }

    @Override
    public boolean discovery(DirectBuffer frame, int length) {
        return gateway.send(frame, length);
    }

    @Override
    public boolean ppp(int client, int protocol, DirectBuffer payload, int length) {
        byte[] copy = new byte[length];
        payload.getBytes(0, copy);
        long channelId = channels[client];
        return waiting.add(() -> gateway.listener().onPppFrame(channelId, protocol, new UnsafeBuffer(copy), 0, length));
    }
}
