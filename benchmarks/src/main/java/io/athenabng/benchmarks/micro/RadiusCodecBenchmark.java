package io.athenabng.benchmarks.micro;

import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributeCursor;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.radius.RadiusMacFormat;
import io.athenabng.wire.radius.RadiusMalformedReason;
import io.athenabng.wire.radius.RadiusPacketFlyweight;
import io.athenabng.wire.radius.RadiusSecret;
import io.athenabng.wire.radius.RadiusValues;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** RADIUS: what a session's Access-Request, its answer and an interim report cost, with their digests and without. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RadiusCodecBenchmark {
    private static final int ATTRIBUTES = RadiusPacketFlyweight.HEADER_LENGTH;
    private static final int ROOM = RadiusPacketFlyweight.MAX_LENGTH - ATTRIBUTES;

    private final RadiusSecret secret = new RadiusSecret("testing123".getBytes(StandardCharsets.US_ASCII));
    private final RadiusPacketFlyweight packet = new RadiusPacketFlyweight();
    private final RadiusAttributeAppender appender = new RadiusAttributeAppender();
    private final RadiusAttributeCursor cursor = new RadiusAttributeCursor();
    private final UnsafeBuffer out = new UnsafeBuffer(ByteBuffer.allocateDirect(RadiusPacketFlyweight.MAX_LENGTH));
    private final UnsafeBuffer answer = new UnsafeBuffer(ByteBuffer.allocateDirect(RadiusPacketFlyweight.MAX_LENGTH));
    private final UnsafeBuffer authenticator = new UnsafeBuffer(new byte[RadiusPacketFlyweight.AUTHENTICATOR_LENGTH]);
    private final UnsafeBuffer password = new UnsafeBuffer("a password".getBytes(StandardCharsets.US_ASCII));
    private final byte[] classValue = new byte[16];
    private int answerLength;

    /** Writes the answer. */
    @Setup
    public void write() {
        appender.wrap(answer, ATTRIBUTES, ROOM);
        int signature = appender.reserve(RadiusAttributes.MESSAGE_AUTHENTICATOR, RadiusSecret.DIGEST_LENGTH);
        appender.putIpv4(RadiusAttributes.FRAMED_IP_ADDRESS, 0x0a40_004d);
        appender.put(RadiusAttributes.SESSION_TIMEOUT, 86_400);
        appender.put(RadiusAttributes.ACCT_INTERIM_INTERVAL, 300);
        appender.putBytes(RadiusAttributes.CLASS, classValue);
        appender.put(RadiusAttributes.ATHENA_RATE_DOWN, "100mbit");
        appender.put(RadiusAttributes.ATHENA_RATE_UP, "20mbit");
        appender.put(RadiusAttributes.FRAMED_ROUTE, "192.0.2.0/24 10.64.0.77 1");
        answerLength = ATTRIBUTES + appender.length();
        packet.wrapMutable(answer, 0).code(RadiusCode.ACCESS_ACCEPT).identifier(1).packetLength(answerLength);
        secret.signMessageAuthenticator(answer, 0, answerLength, signature, authenticator, 0);
        secret.signResponse(answer, 0, answerLength, authenticator, 0);
    }

    /** An Access-Request with a hidden password, signed. */
    @Benchmark
    public int accessRequest() {
        appender.wrap(out, ATTRIBUTES, ROOM);
        int signature = appender.reserve(RadiusAttributes.MESSAGE_AUTHENTICATOR, RadiusSecret.DIGEST_LENGTH);
        appender.put(RadiusAttributes.USER_NAME, "02:00:00:00:00:11");
        int hidden = appender.reserve(RadiusAttributes.USER_PASSWORD, 16);
        secret.hidePassword(out, hidden, password, 0, password.capacity(), authenticator, 0);
        appender.putIpv4(RadiusAttributes.NAS_IP_ADDRESS, 0xc000_0201);
        appender.put(RadiusAttributes.NAS_IDENTIFIER, "abng");
        appender.put(RadiusAttributes.NAS_PORT_ID, "eth1.111.500.100");
        appender.put(RadiusAttributes.NAS_PORT_TYPE, RadiusValues.NAS_PORT_TYPE_ETHERNET);
        appender.put(RadiusAttributes.SERVICE_TYPE, RadiusValues.SERVICE_TYPE_FRAMED);
        appender.putMac(RadiusAttributes.CALLING_STATION_ID, 0x0200_0000_0011L, RadiusMacFormat.COLON_LOWER);
        appender.put(RadiusAttributes.ACCT_SESSION_ID, "abng-1709312400-1");
        int length = ATTRIBUTES + appender.length();
        packet.wrapMutable(out, 0).code(RadiusCode.ACCESS_REQUEST).identifier(1).packetLength(length).authenticator(authenticator, 0);
        secret.signMessageAuthenticator(out, 0, length, signature);
        return length;
    }

    /** An interim Accounting-Request, signed. */
    @Benchmark
    public int interim() {
        appender.wrap(out, ATTRIBUTES, ROOM);
        appender.put(RadiusAttributes.ACCT_STATUS_TYPE, RadiusValues.ACCT_STATUS_TYPE_INTERIM_UPDATE);
        appender.put(RadiusAttributes.ACCT_SESSION_ID, "abng-1709312400-1");
        appender.put(RadiusAttributes.USER_NAME, "02:00:00:00:00:11");
        appender.putBytes(RadiusAttributes.CLASS, classValue);
        appender.put(RadiusAttributes.ACCT_INPUT_OCTETS, 1);
        appender.put(RadiusAttributes.ACCT_INPUT_GIGAWORDS, 1);
        appender.put(RadiusAttributes.ACCT_OUTPUT_OCTETS, 1);
        appender.put(RadiusAttributes.ACCT_OUTPUT_GIGAWORDS, 1);
        appender.put(RadiusAttributes.ACCT_SESSION_TIME, 600);
        appender.put(RadiusAttributes.EVENT_TIMESTAMP, 1_709_312_400);
        int length = ATTRIBUTES + appender.length();
        packet.wrapMutable(out, 0).code(RadiusCode.ACCOUNTING_REQUEST).identifier(1).packetLength(length);
        secret.signRequest(out, 0, length);
        return length;
    }

    /** An Access-Accept: checked, both authenticators verified, every attribute read. */
    @Benchmark
    public long verifiedAccept() {
        if (packet.wrap(answer, 0, answerLength) != RadiusMalformedReason.NONE
            || !secret.responseAuthenticatorMatches(answer, 0, answerLength, authenticator, 0)
            || !secret.messageAuthenticatorMatches(answer, 0, answerLength, packet.messageAuthenticatorOffset(), authenticator, 0)) {
            throw new IllegalStateException("the sample is no answer");
        }
        return walk();
    }

    /** The same without its digests. */
    @Benchmark
    public long accept() {
        if (packet.wrap(answer, 0, answerLength) != RadiusMalformedReason.NONE) {
            throw new IllegalStateException("the sample is no answer");
        }
        return walk();
    }

    private long walk() {
        cursor.wrap(answer, packet.attributesOffset(), packet.attributesLength());
        long sum = 0;
        while (cursor.next()) {
            sum += cursor.key() + cursor.valueLength() + cursor.intValue(0);
        }
        return sum;
    }
}
