package io.athenabng.core.radius.dynamic;

import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusPacketFlyweight;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A request and, once it is known, its answer. Reused. */
final class DynamicTransaction {
    private static final int ATTRIBUTE_HEADER = 2;

    long token;
    DynamicClient client;
    long addressHigh;
    long addressLow;
    int port;
    int scopeId;
    int code;
    int identifier;
    /** When it came, then when it was answered, ns since the epoch. */
    long sinceNs;
    /** Whether a newer request has taken its identifier. */
    boolean superseded;
    final UnsafeBuffer authenticator = new UnsafeBuffer(new byte[RadiusPacketFlyweight.AUTHENTICATOR_LENGTH]);
    final UnsafeBuffer proxyStates = new UnsafeBuffer(new byte[256]);
    int proxyStatesLength;
    final UnsafeBuffer answer = new UnsafeBuffer(new byte[256]);
    int answerLength;

    /** What names it among the requests of all clients: client, port and identifier. */
    long key() {
        return key(client, port, identifier);
    }

    static long key(final DynamicClient client, final int port, final int identifier) {
        return (long) client.index << 24 | (long) port << 8 | identifier;
    }

    boolean isAnswered() {
        return answerLength > 0;
    }

    boolean hasAuthenticator(final DirectBuffer packet, final int offset) {
        for (int i = 0; i < RadiusPacketFlyweight.AUTHENTICATOR_LENGTH; i += Long.BYTES) {
            if (authenticator.getLong(i) != packet.getLong(offset + i)) {
                return false;
            }
        }
        return true;
    }

    /** Keeps the Proxy-State attributes as they came, in their order (RFC 5176 section 3.1); the list was walked before. */
    void keepProxyStates(final DirectBuffer list, final int offset, final int length) {
        proxyStatesLength = 0;
        for (int at = offset; at < offset + length; at += list.getByte(at + 1) & 0xff) {
            final int size = list.getByte(at + 1) & 0xff;
            if ((list.getByte(at) & 0xff) == RadiusAttributes.PROXY_STATE && size >= ATTRIBUTE_HEADER) {
                if (proxyStates.capacity() < proxyStatesLength + size) {
                    final byte[] larger = new byte[RadiusPacketFlyweight.MAX_LENGTH];
                    proxyStates.getBytes(0, larger, 0, proxyStatesLength);
                    proxyStates.wrap(larger);
                }
                proxyStates.putBytes(proxyStatesLength, list, at, size);
                proxyStatesLength += size;
            }
        }
    }

    void keepAnswer(final DirectBuffer packet, final int length) {
        if (answer.capacity() < length) {
            answer.wrap(new byte[length]);
        }
        answer.putBytes(0, packet, 0, length);
        answerLength = length;
    }
}
