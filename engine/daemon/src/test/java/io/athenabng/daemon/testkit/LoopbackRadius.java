package io.athenabng.daemon.testkit;

import io.athenabng.wire.radius.RadiusAttributeCursor;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.radius.RadiusPacketFlyweight;
import io.athenabng.wire.radius.RadiusSecret;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** A RADIUS server on two real UDP ports of 127.0.0.1, stepped by the test: it answers everything, or nothing. */
public final class LoopbackRadius implements AutoCloseable {
    private static final int HEADER = RadiusPacketFlyweight.HEADER_LENGTH;
    private static final int MESSAGE_AUTHENTICATOR = 18;

    /**
     * A packet that came.
     *
     * @param code     its code
     * @param identity peer's port, identifier and authenticator: a retransmission has the same
     * @param session  its Acct-Session-Id and Acct-Status-Type; of an Access-Request its Calling-Station-Id
     */
    public record Received(int code, String identity, String session) {
    }

    /** Whether it answers. */
    public boolean answers = true;
    /** What came, in order. */
    public final List<Received> received = new ArrayList<>();
    /** What it answered. */
    public final List<Received> answered = new ArrayList<>();
    private final DatagramChannel authentication;
    private final DatagramChannel accounting;
    private final ByteBuffer buffer = ByteBuffer.allocate(RadiusPacketFlyweight.MAX_LENGTH);
    private RadiusSecret secret;

    /** A server on ports of the kernel's choice. */
    public LoopbackRadius(final String secret) throws IOException {
        authentication = open();
        accounting = open();
        secret(secret);
    }

    private static DatagramChannel open() throws IOException {
        final DatagramChannel channel = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        channel.configureBlocking(false);
        return channel;
    }

    /** Signs with another secret from now on. */
    public void secret(final String text) {
        secret = new RadiusSecret(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The server in a configuration, with a secret. */
    public String yaml(final String name, final String configuredSecret) throws IOException {
        return "{ name: " + name + ", address: 127.0.0.1, authentication-port: " + port(authentication) + ", accounting-port: "
                + port(accounting) + ", secret: " + configuredSecret
                + ", timeout: 300ms, max-timeout: 600ms, tries: 2, dead-after: 1000, dead-time: 1s, status-server: false }";
    }

    /** The words that set it up as a server of a name. */
    public String words(final String name, final String configuredSecret) throws IOException {
        return "radius servers " + name + " address 127.0.0.1 authentication-port " + port(authentication) + " accounting-port "
                + port(accounting) + " secret " + configuredSecret
                + " timeout 300ms max-timeout 600ms tries 2 dead-after 1000 dead-time 1s status-server false";
    }

    private static int port(final DatagramChannel channel) throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    /** Takes what came, and answers. */
    public int step() {
        try {
            return step(authentication) + step(accounting);
        } catch (final IOException exception) {
            throw new AssertionError(exception);
        }
    }

    private int step(final DatagramChannel channel) throws IOException {
        int count = 0;
        buffer.clear();
        for (SocketAddress peer = channel.receive(buffer); peer != null; peer = channel.receive(buffer)) {
            final int length = buffer.position();
            final UnsafeBuffer request = new UnsafeBuffer(buffer.array(), 0, length);
            final int code = request.getByte(0) & 0xff;
            final Received packet = new Received(code, ((InetSocketAddress) peer).getPort() + " " + (request.getByte(1) & 0xff) + " "
                    + request.getLong(4) + request.getLong(12), session(code, request, length));
            received.add(packet);
            if (answers) {
                answered.add(packet);
                channel.send(ByteBuffer.wrap(answer(code, request)), peer);
            }
            buffer.clear();
            count++;
        }
        return count;
    }

    private static String session(final int code, final UnsafeBuffer request, final int length) {
        final RadiusAttributeCursor cursor = new RadiusAttributeCursor().wrap(request, HEADER, length - HEADER);
        if (code != RadiusCode.ACCOUNTING_REQUEST) {
            return cursor.find(RadiusAttributes.CALLING_STATION_ID) ? cursor.text() : "";
        }
        cursor.find(RadiusAttributes.ACCT_STATUS_TYPE);
        final int type = cursor.intValue(0);
        cursor.find(RadiusAttributes.ACCT_SESSION_ID);
        return cursor.text() + " " + type;
    }

    private byte[] answer(final int code, final UnsafeBuffer request) {
        final boolean access = code == RadiusCode.ACCESS_REQUEST;
        final int length = HEADER + (access ? MESSAGE_AUTHENTICATOR : 0);
        final UnsafeBuffer packet = new UnsafeBuffer(new byte[length]);
        new RadiusPacketFlyweight().wrapMutable(packet, 0).code(access ? RadiusCode.ACCESS_ACCEPT : RadiusCode.ACCOUNTING_RESPONSE)
                .identifier(request.getByte(1) & 0xff).packetLength(length);
        if (access) {
            packet.putByte(HEADER, (byte) RadiusAttributes.MESSAGE_AUTHENTICATOR);
            packet.putByte(HEADER + 1, (byte) MESSAGE_AUTHENTICATOR);
            secret.signMessageAuthenticator(packet, 0, length, HEADER + 2, request, RadiusPacketFlyweight.AUTHENTICATOR_OFFSET);
        }
        secret.signResponse(packet, 0, length, request, RadiusPacketFlyweight.AUTHENTICATOR_OFFSET);
        return packet.byteArray();
    }

    @Override
    public void close() throws IOException {
        authentication.close();
        accounting.close();
    }
}
