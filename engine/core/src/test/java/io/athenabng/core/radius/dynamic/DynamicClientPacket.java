package io.athenabng.core.radius.dynamic;

import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusPacketFlyweight;
import io.athenabng.wire.radius.RadiusSecret;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/** What a dynamic authorisation client sends. */
final class DynamicClientPacket {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[RadiusPacketFlyweight.MAX_LENGTH]);
    final int length;

    DynamicClientPacket(
            final String secret, final int code, final int identifier, final boolean messageAuthenticator,
            final Consumer<RadiusAttributeAppender> attributes) {
        final int header = RadiusPacketFlyweight.HEADER_LENGTH;
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(buffer, header, buffer.capacity() - header);
        final int value = messageAuthenticator
                ? appender.reserve(RadiusAttributes.MESSAGE_AUTHENTICATOR, RadiusSecret.DIGEST_LENGTH) : -1;
        attributes.accept(appender);
        length = header + appender.length();
        new RadiusPacketFlyweight().wrapMutable(buffer, 0).code(code).identifier(identifier).packetLength(length);
        final RadiusSecret shared = new RadiusSecret(secret.getBytes(StandardCharsets.UTF_8));
        if (messageAuthenticator) {
            shared.signMessageAuthenticator(buffer, 0, length, value);
        }
        shared.signRequest(buffer, 0, length);
    }

    byte[] octets() {
        final byte[] octets = new byte[length];
        buffer.getBytes(0, octets);
        return octets;
    }
}
