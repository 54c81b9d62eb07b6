package io.athenabng.core.testkit;

import io.athenabng.core.port.DhcpUpstream;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Keeps what goes to DHCP servers. */
public final class FakeDhcpUpstream implements DhcpUpstream {
    /**
     * A message.
     *
     * @param giaddr  the relay agent's address that it is sent from
     * @param server  the server
     * @param message its bytes
     */
    public record Sent(int giaddr, int server, byte[] message) {
    }

    /** What was sent, oldest first. */
    public final List<Sent> sent = new ArrayList<>();
    /** No room from now on. */
    public boolean full;
    /** Whether messages are kept; a test of allocation keeps none. */
    public boolean keep = true;
    /** How many messages were sent. */
    public long count;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2048]);
    private int giaddr;
    private int server;
    private int length = -1;

    @Override
    public int claim(final int fromGiaddr, final int serverAddress, final int messageLength) {
        if (length >= 0) {
            throw new IllegalStateException("claimed twice");
        }
        if (full) {
            return -1;
        }
        giaddr = fromGiaddr;
        server = serverAddress;
        length = messageLength;
        return 64;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return buffer;
    }

    @Override
    public void commit() {
        if (length < 0) {
            throw new IllegalStateException("nothing claimed");
        }
        if (keep) {
            final byte[] message = new byte[length];
            buffer.getBytes(64, message);
            sent.add(new Sent(giaddr, server, message));
        }
        count++;
        length = -1;
    }
}
