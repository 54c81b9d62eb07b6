package io.athenabng.daemon.lab;

import io.athenabng.ffi.Netns;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.radius.RadiusPacketFlyweight;
import io.athenabng.wire.radius.RadiusSecret;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** Sends CoA-Requests that change a session's rates, one after the other, and takes the time until each is acknowledged. */
final class CoaClient {
    private static final int TIMEOUT_MS = 10_000;

    private final byte[] packet = new byte[RadiusPacketFlyweight.MAX_LENGTH];
    private final UnsafeBuffer buffer = new UnsafeBuffer(packet);
    private final RadiusAttributeAppender attributes = new RadiusAttributeAppender();
    private final RadiusSecret secret;

    CoaClient(final String secret) {
        this.secret = new RadiusSecret(secret.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Changes a session's rates again and again, from inside a network namespace.
     *
     * @return the time from each request to its ACK, ns, sorted; an ACK says that the kernel has the rates
     */
    long[] run(final String namespace, final String to, final String userName, final int count) {
        try (Netns inside = Netns.named(namespace)) {
            return inside.call(() -> send(to, userName, count));
        }
    }

    private long[] send(final String to, final String userName, final int count) {
        final long[] tookNs = new long[count];
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(TIMEOUT_MS);
            final DatagramPacket answer = new DatagramPacket(new byte[RadiusPacketFlyweight.MAX_LENGTH], RadiusPacketFlyweight.MAX_LENGTH);
            for (int i = 0; i < count; i++) {
                final int length = encode(i, userName, (i % 2 == 0 ? 7 : 9) + "mbit");
                final long sentNs = System.nanoTime();
                socket.send(new DatagramPacket(packet, length, InetAddress.getByName(to), 3799));
                socket.receive(answer);
                tookNs[i] = System.nanoTime() - sentNs;
                if ((answer.getData()[0] & 0xff) != RadiusCode.COA_ACK || (answer.getData()[1] & 0xff) != (i & 0xff)) {
                    throw new AssertionError("request " + i + " was answered by " + RadiusCode.name(answer.getData()[0] & 0xff));
                }
            }
        } catch (final IOException e) {
            throw new AssertionError("CoA", e);
        }
        Arrays.sort(tookNs);
        return tookNs;
    }

    private int encode(final int identifier, final String userName, final String rate) {
        attributes.wrap(buffer, RadiusPacketFlyweight.HEADER_LENGTH, packet.length - RadiusPacketFlyweight.HEADER_LENGTH);
        final int value = attributes.reserve(RadiusAttributes.MESSAGE_AUTHENTICATOR, RadiusSecret.DIGEST_LENGTH);
        attributes.put(RadiusAttributes.USER_NAME, userName);
        attributes.put(RadiusAttributes.ATHENA_RATE_DOWN, rate);
        final int length = RadiusPacketFlyweight.HEADER_LENGTH + attributes.length();
        new RadiusPacketFlyweight().wrapMutable(buffer, 0).code(RadiusCode.COA_REQUEST).identifier(identifier & 0xff).packetLength(length);
        secret.signMessageAuthenticator(buffer, 0, length, value);
        secret.signRequest(buffer, 0, length);
        return length;
    }
}
