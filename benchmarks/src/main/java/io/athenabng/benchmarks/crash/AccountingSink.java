package io.athenabng.benchmarks.crash;

import io.athenabng.ffi.Netns;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.radius.RadiusPacketFlyweight;
import io.athenabng.wire.radius.RadiusSecret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An accounting server in the gateway's network namespace that takes every Accounting-Request (RFC 2866) and notes Start and Stop of each
 * Acct-Session-Id. A thread of its own.
 */
final class AccountingSink implements AutoCloseable {
    private static final int ANSWER_LENGTH = RadiusPacketFlyweight.HEADER_LENGTH + 18;
    private static final int START = 1;
    private static final int STOP = 2;
    private static final int STATUS_TYPES = 16;

    /**
     * What was reported of a session.
     *
     * @param starts how many Starts, repeated ones counted
     * @param stops  how many Stops
     */
    record Reports(int starts, int stops) {
        private static final Reports NONE = new Reports(0, 0);
    }

    private final RadiusSecret secret;
    private final CompletableFuture<DatagramChannel> channel = new CompletableFuture<>();
    private final Map<String, Reports> reports = new HashMap<>();
    /** Requests, by Acct-Status-Type. */
    private final int[] requests = new int[STATUS_TYPES];
    private volatile Throwable failure;

    AccountingSink(String namespace, int port, String secret) {
        this.secret = new RadiusSecret(secret.getBytes(StandardCharsets.UTF_8));
        Thread thread = new Thread(() -> serve(namespace, port), "accounting-sink");
        thread.setDaemon(true);
        thread.start();
        channel.join();
    }

    private void serve(String namespace, int port) {
        try (Netns netns = Netns.named(namespace)) {
            netns.enter();
            DatagramChannel opened = DatagramChannel.open();
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.complete(opened);
            ByteBuffer buffer = ByteBuffer.allocate(RadiusPacketFlyweight.MAX_LENGTH);
            UnsafeBuffer request = new UnsafeBuffer(buffer.array());
            while (true) {
                buffer.clear();
                SocketAddress client = opened.receive(buffer);
                note(request, buffer.position());
                opened.send(ByteBuffer.wrap(answer(request)), client);
            }
        } catch (ClosedChannelException e) {
            // close() ends the thread.
            return;
        } catch (IOException | RuntimeException e) {
            failure = e;
            channel.completeExceptionally(e);
        }
    }

    private void note(UnsafeBuffer request, int length) {
        int status = 0;
        String session = null;
        int at = RadiusPacketFlyweight.HEADER_LENGTH;
        while (at + 2 <= length && (request.getByte(at + 1) & 0xff) >= 2) {
            int type = request.getByte(at) & 0xff;
            int size = request.getByte(at + 1) & 0xff;
            if (type == RadiusAttributes.ACCT_STATUS_TYPE) {
                status = request.getByte(at + size - 1);
            } else if (type == RadiusAttributes.ACCT_SESSION_ID) {
                session = request.getStringWithoutLengthAscii(at + 2, size - 2);
            }
            at += size;
        }
        synchronized (reports) {
            requests[status & STATUS_TYPES - 1]++;
        }
        if (session != null && (status == START || status == STOP)) {
            synchronized (reports) {
                Reports before = reports.getOrDefault(session, Reports.NONE);
                reports.put(session, status == START ? new Reports(before.starts + 1, before.stops)
                    : new Reports(before.starts, before.stops + 1));
            }
        }
    }

    private byte[] answer(UnsafeBuffer request) {
        UnsafeBuffer answer = new UnsafeBuffer(new byte[ANSWER_LENGTH]);
        new RadiusPacketFlyweight().wrapMutable(answer, 0).code(RadiusCode.ACCOUNTING_RESPONSE).identifier(request.getByte(1) & 0xff)
            .packetLength(ANSWER_LENGTH);
        answer.putByte(RadiusPacketFlyweight.HEADER_LENGTH, (byte) RadiusAttributes.MESSAGE_AUTHENTICATOR);
        answer.putByte(RadiusPacketFlyweight.HEADER_LENGTH + 1, (byte) 18);
        secret.signMessageAuthenticator(answer, 0, ANSWER_LENGTH, RadiusPacketFlyweight.HEADER_LENGTH + 2, request,
            RadiusPacketFlyweight.AUTHENTICATOR_OFFSET);
        secret.signResponse(answer, 0, ANSWER_LENGTH, request, RadiusPacketFlyweight.AUTHENTICATOR_OFFSET);
        return answer.byteArray();
    }

    /** What has been reported until now, by Acct-Session-Id. */
    Map<String, Reports> reports() {
        if (failure != null) {
            throw new IllegalStateException("the accounting sink has ended", failure);
        }
        synchronized (reports) {
            return new HashMap<>(reports);
        }
    }

    /** How many requests of an Acct-Status-Type have come. */
    int requests(int statusType) {
        synchronized (reports) {
            return requests[statusType];
        }
    }

    @Override
    public void close() throws IOException {
        channel.join().close();
    }
}
