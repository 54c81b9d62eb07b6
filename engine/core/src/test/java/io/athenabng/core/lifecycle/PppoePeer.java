package io.athenabng.core.lifecycle;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.athenabng.core.auth.MsChapV2Peer;
import io.athenabng.core.testkit.FakeFrameSink;
import io.athenabng.core.testkit.FakePppChannels;
import io.athenabng.wire.ethernet.EthernetFlyweight;
import io.athenabng.wire.ethernet.FrameClass;
import io.athenabng.wire.ethernet.FrameParser;
import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ppp.IpcpOption;
import io.athenabng.wire.ppp.LcpOption;
import io.athenabng.wire.ppp.PppCode;
import io.athenabng.wire.ppp.PppControlAppender;
import io.athenabng.wire.ppp.PppControlParser;
import io.athenabng.wire.ppp.PppOptionCursor;
import io.athenabng.wire.ppp.PppProtocol;
import io.athenabng.wire.pppoe.PppoeCode;
import io.athenabng.wire.pppoe.PppoeDiscoveryParser;
import io.athenabng.wire.pppoe.PppoeFrameAppender;
import io.athenabng.wire.pppoe.PppoeTag;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** A PPPoE client on a line, as a test scripts it: sound by default, odd where a test says so. */
final class PppoePeer {
    private final GatewayHarness harness;
    final long stack;
    final long mac;
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[1600]);
    private final UnsafeBuffer ppp = new UnsafeBuffer(new byte[1600]);
    private final PppControlAppender appender = new PppControlAppender();
    private final PppControlParser parser = new PppControlParser();

    String userName = "alice";
    String password = "secret";
    byte[] hostUniq = {1, 2, 3, 4};
    String serviceName = "";
    int maxPayload;
    byte[] vendorTag = new byte[0];
    byte[] cookie = new byte[0];
    int pppoeSessionId;
    long channelId;
    /** The method that this client wants; 0 takes what it is offered. */
    int wantedMethod;
    /** Whether it answers LCP, authentication, IPCP and IPV6CP at all. */
    boolean speaksLcp = true;
    boolean speaksAuthentication = true;
    boolean speaksIpcp = true;
    boolean speaksIpv6cp = true;
    boolean answersEcho = true;
    boolean asksDns = true;
    /** Frames that it still hears; then it is deaf and says nothing any more. */
    int hearsFrames = Integer.MAX_VALUE;

    boolean lcpOpen;
    boolean lcpAcked;
    boolean lcpAsked;
    int method;
    int magic = 0x01020304;
    int mru = 1492;
    byte[] challenge;
    int challengeIdentifier;
    boolean authenticated;
    boolean refused;
    int address;
    int primaryDns;
    int secondaryDns;
    boolean ipcpAcked;
    boolean ipcpOpen;
    boolean ipv6Open;
    boolean terminated;
    long identifier6 = 0x0200_00ff_fe00_0001L;
    final List<String> heard = new ArrayList<>();

    PppoePeer(final GatewayHarness harness, final long stack, final long mac) {
        this.harness = harness;
        this.stack = stack;
        this.mac = mac;
    }

    /** A discovery packet to the gateway. */
    void discovery(final int code, final int sessionId, final long dstMac) {
        final PppoeFrameAppender frame = new PppoeFrameAppender().wrap(out, 0, 1600, stack);
        if (code != PppoeCode.PADT) {
            frame.appendAscii(PppoeTag.SERVICE_NAME, serviceName)
                    .appendTag(PppoeTag.HOST_UNIQ, new UnsafeBuffer(hostUniq), 0, hostUniq.length);
        }
        if (maxPayload != 0) {
            frame.appendShort(PppoeTag.PPP_MAX_PAYLOAD, maxPayload);
        }
        if (code == PppoeCode.PADR) {
            frame.appendTag(PppoeTag.AC_COOKIE, new UnsafeBuffer(cookie), 0, cookie.length);
        }
        if (vendorTag.length > 0) {
            frame.appendTag(PppoeTag.VENDOR_SPECIFIC, new UnsafeBuffer(vendorTag), 0, vendorTag.length);
        }
        final int length = frame.finish(mac, dstMac, code, sessionId);
        final int header = EthernetFlyweight.headerLength(stack);
        harness.gateway.onPppoeDiscovery(0, stack, mac, dstMac, out, header, length - header);
    }

    void padi() {
        discovery(PppoeCode.PADI, 0, MacAddress.BROADCAST);
    }

    void padr() {
        discovery(PppoeCode.PADR, 0, FakeFrameSink.SOURCE_MAC);
    }

    void padt() {
        discovery(PppoeCode.PADT, pppoeSessionId, FakeFrameSink.SOURCE_MAC);
    }

    /** Takes the discovery frames that came to this client: their codes, and what they say. */
    List<Integer> listen() {
        final List<Integer> codes = new ArrayList<>();
        final FrameParser frames = new FrameParser();
        final PppoeDiscoveryParser packet = new PppoeDiscoveryParser();
        for (final byte[] bytes : List.copyOf(harness.frames.frames)) {
            final UnsafeBuffer frame = new UnsafeBuffer(bytes);
            if (frames.parse(frame, 0, bytes.length, false, 0, 0) != FrameClass.PPPOE_DISCOVERY || frames.dstMac() != mac
                    || frames.vlanStack() != stack) {
                continue;
            }
            harness.frames.frames.remove(bytes);
            if (packet.parse(frame, frames.l3Offset(), bytes.length - frames.l3Offset()) != 0) {
                throw new IllegalStateException("the gateway sent a malformed packet");
            }
            codes.add(packet.code());
            switch (packet.code()) {
                case PppoeCode.PADO -> {
                    cookie = new byte[packet.cookieLength()];
                    frame.getBytes(packet.cookieOffset(), cookie);
                    check(frame, packet);
                }
                case PppoeCode.PADS -> {
                    pppoeSessionId = packet.sessionId();
                    check(frame, packet);
                    harness.channels.open.forEach((id, session) -> channelId = session == pppoeSessionId ? id : channelId);
                }
                default -> terminated |= packet.sessionId() == pppoeSessionId;
            }
        }
        return codes;
    }

    private void check(final UnsafeBuffer frame, final PppoeDiscoveryParser packet) {
        final byte[] echoed = new byte[packet.hostUniqLength()];
        frame.getBytes(packet.hostUniqOffset(), echoed);
        if (!Arrays.equals(echoed, hostUniq)) {
            throw new IllegalStateException("Host-Uniq is another");
        }
        if (maxPayload > 1492) {
            mru = Math.max(1492, packet.maxPayload());
        }
    }

    /** PADI to PADS; whether there is a session id. */
    boolean discover() {
        padi();
        harness.settle();
        if (!listen().contains(PppoeCode.PADO)) {
            return false;
        }
        padr();
        harness.settle();
        listen();
        return pppoeSessionId != 0 && channelId != 0;
    }

    /** A PPP frame to the gateway. */
    void frame(final int protocol, final byte[] payload) {
        harness.gateway.onPppFrame(channelId, protocol, new UnsafeBuffer(payload), 0, payload.length);
    }

    private void send(final int protocol, final PppControlAppender packet) {
        final byte[] payload = new byte[packet.finish()];
        ppp.getBytes(0, payload);
        frame(protocol, payload);
    }

    PppControlAppender begin(final int code, final int identifier) {
        return appender.begin(ppp, 0, 1500, code, identifier);
    }

    void lcpRequest() {
        send(PppProtocol.LCP, begin(PppCode.CONFIGURE_REQUEST, 1).optionShort(LcpOption.MRU, mru).optionInt(LcpOption.MAGIC_NUMBER, magic));
    }

    void ipcpRequest() {
        final PppControlAppender request = begin(PppCode.CONFIGURE_REQUEST, 2).optionInt(IpcpOption.IP_ADDRESS, address);
        if (asksDns) {
            request.optionInt(IpcpOption.PRIMARY_DNS, primaryDns).optionInt(IpcpOption.SECONDARY_DNS, secondaryDns);
        }
        send(PppProtocol.IPCP, request);
    }

    void ipv6cpRequest() {
        send(PppProtocol.IPV6CP, begin(PppCode.CONFIGURE_REQUEST, 3).optionLong(IpcpOption.INTERFACE_IDENTIFIER, identifier6));
    }

    void papRequest() {
        send(PppProtocol.PAP, begin(PppCode.PAP_REQUEST, 7).appendByte(userName.length()).appendAscii(userName)
                .appendByte(password.length()).appendAscii(password));
    }

    void terminateRequest() {
        send(PppProtocol.LCP, begin(PppCode.TERMINATE_REQUEST, 9));
    }

    /** Answers what came until nothing comes. */
    void talk() {
        for (int i = 0; i < 200; i++) {
            harness.settle();
            final FakePppChannels.Sent sent = next();
            if (sent == null) {
                return;
            }
            if (hearsFrames > 0) {
                hearsFrames--;
                hear(sent.protocol(), new UnsafeBuffer(sent.payload()));
            }
        }
        throw new IllegalStateException("the conversation does not end: " + heard.subList(heard.size() - 10, heard.size()));
    }

    private FakePppChannels.Sent next() {
        for (final FakePppChannels.Sent each : harness.channels.frames) {
            if (each.channelId() == channelId) {
                harness.channels.frames.remove(each);
                return each;
            }
        }
        return null;
    }

    /** Begins LCP and goes on to the network phase. */
    void connect() {
        lcpRequest();
        talk();
    }

    private void hear(final int protocol, final UnsafeBuffer payload) {
        if (parser.parse(payload, 0, payload.capacity()) != 0) {
            throw new IllegalStateException("the gateway sent a malformed frame");
        }
        heard.add(PppProtocol.name(protocol) + ' ' + PppCode.name(protocol, parser.code()));
        switch (protocol) {
            case PppProtocol.LCP -> lcp(payload);
            case PppProtocol.PAP -> {
                authenticated |= parser.code() == PppCode.PAP_ACK;
                refused |= parser.code() == PppCode.PAP_NAK;
                afterAuthentication();
            }
            case PppProtocol.CHAP -> chap(payload);
            case PppProtocol.IPCP -> ipcp(payload);
            case PppProtocol.IPV6CP -> ipv6cp(payload);
            default -> throw new IllegalStateException("protocol " + protocol);
        }
    }

    private void lcp(final UnsafeBuffer payload) {
        if (!speaksLcp) {
            return;
        }
        switch (parser.code()) {
            case PppCode.CONFIGURE_REQUEST -> lcpAnswer(payload);
            case PppCode.CONFIGURE_ACK -> {
                lcpAcked = true;
                lcpUp();
            }
            case PppCode.CONFIGURE_NAK -> {
                final PppOptionCursor nak = new PppOptionCursor().wrap(payload, parser.dataOffset(), parser.dataLength());
                while (nak.next()) {
                    if (nak.type() == LcpOption.MAGIC_NUMBER) {
                        magic = nak.intValue();
                    } else if (nak.type() == LcpOption.MRU) {
                        mru = nak.shortValue();
                    }
                }
                lcpRequest();
            }
            case PppCode.TERMINATE_REQUEST -> send(PppProtocol.LCP, begin(PppCode.TERMINATE_ACK, parser.identifier()));
            case PppCode.ECHO_REQUEST -> {
                if (answersEcho) {
                    send(PppProtocol.LCP, begin(PppCode.ECHO_REPLY, parser.identifier()).appendInt(magic));
                }
            }
            default -> { /* only heard */ }
        }
    }

    private void lcpAnswer(final UnsafeBuffer payload) {
        final PppOptionCursor cursor = new PppOptionCursor().wrap(payload, parser.dataOffset(), parser.dataLength());
        method = 0;
        while (cursor.next()) {
            if (cursor.type() == LcpOption.AUTHENTICATION) {
                method = cursor.shortValue() == PppProtocol.PAP ? PppProtocol.PAP : payload.getByte(cursor.valueOffset() + 2) & 0xff;
            }
        }
        if (wantedMethod != 0 && method != 0 && method != wantedMethod) {
            final PppControlAppender nak = begin(PppCode.CONFIGURE_NAK, parser.identifier());
            send(PppProtocol.LCP, wantedMethod == PppProtocol.PAP ? nak.optionShort(LcpOption.AUTHENTICATION, PppProtocol.PAP)
                    : nak.optionShortByte(LcpOption.AUTHENTICATION, PppProtocol.CHAP, wantedMethod));
            return;
        }
        send(PppProtocol.LCP, begin(PppCode.CONFIGURE_ACK, parser.identifier())
                .appendBytes(payload, parser.dataOffset(), parser.dataLength()));
        lcpAsked = true;
        lcpUp();
    }

    private void lcpUp() {
        if (lcpAcked && lcpAsked && !lcpOpen) {
            lcpOpen = true;
            if (method == PppProtocol.PAP && speaksAuthentication) {
                papRequest();
            } else if (method == 0) {
                authenticated = true;
                afterAuthentication();
            }
        }
    }

    private void chap(final UnsafeBuffer payload) {
        if (parser.code() == PppCode.CHAP_CHALLENGE && speaksAuthentication) {
            if (parser.parseChapValue() != 0) {
                throw new IllegalStateException("malformed challenge");
            }
            challenge = new byte[parser.valueLength()];
            payload.getBytes(parser.valueOffset(), challenge);
            challengeIdentifier = parser.identifier();
            chapResponse();
        }
        authenticated |= parser.code() == PppCode.CHAP_SUCCESS;
        refused |= parser.code() == PppCode.CHAP_FAILURE;
        if (parser.code() == PppCode.CHAP_SUCCESS) {
            heard.add(payload.getStringWithoutLengthAscii(parser.dataOffset(), parser.dataLength()));
        }
        afterAuthentication();
    }

    /** Answers the last challenge, or answers it again. */
    void chapResponse() {
        final byte[] response = method == LcpOption.CHAP_MD5 ? md5(challengeIdentifier, challenge)
                : MsChapV2Peer.response(challenge, userName, password);
        send(PppProtocol.CHAP, begin(PppCode.CHAP_RESPONSE, challengeIdentifier).appendByte(response.length)
                .appendBytes(response, response.length).appendAscii(userName));
    }

    private byte[] md5(final int identifier, final byte[] asked) {
        try {
            final MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update((byte) identifier);
            digest.update(password.getBytes(StandardCharsets.UTF_8));
            return digest.digest(asked);
        } catch (final NoSuchAlgorithmException exception) {
            throw new IllegalStateException(exception);
        }
    }

    private void afterAuthentication() {
        if (authenticated && !ipcpAcked && speaksIpcp) {
            ipcpRequest();
        }
    }

    private void ipcp(final UnsafeBuffer payload) {
        if (!speaksIpcp) {
            return;
        }
        switch (parser.code()) {
            case PppCode.CONFIGURE_REQUEST -> {
                send(PppProtocol.IPCP, begin(PppCode.CONFIGURE_ACK, parser.identifier())
                        .appendBytes(payload, parser.dataOffset(), parser.dataLength()));
                ipcpOpen = ipcpAcked;
            }
            case PppCode.CONFIGURE_ACK -> {
                ipcpAcked = true;
                ipcpOpen = true;
            }
            case PppCode.CONFIGURE_NAK -> {
                final PppOptionCursor nak = new PppOptionCursor().wrap(payload, parser.dataOffset(), parser.dataLength());
                while (nak.next()) {
                    switch (nak.type()) {
                        case IpcpOption.IP_ADDRESS -> address = nak.intValue();
                        case IpcpOption.PRIMARY_DNS -> primaryDns = nak.intValue();
                        default -> secondaryDns = nak.intValue();
                    }
                }
                ipcpRequest();
            }
            case PppCode.CONFIGURE_REJECT -> {
                asksDns = false;
                ipcpRequest();
            }
            default -> { /* only heard */ }
        }
    }

    private void ipv6cp(final UnsafeBuffer payload) {
        if (!speaksIpv6cp) {
            send(PppProtocol.LCP, begin(PppCode.PROTOCOL_REJECT, 77).appendShort(PppProtocol.IPV6CP)
                    .appendBytes(payload, 0, payload.capacity()));
            return;
        }
        if (parser.code() == PppCode.CONFIGURE_REQUEST) {
            send(PppProtocol.IPV6CP, begin(PppCode.CONFIGURE_ACK, parser.identifier())
                    .appendBytes(payload, parser.dataOffset(), parser.dataLength()));
            if (!ipv6Open) {
                ipv6cpRequest();
            }
        } else if (parser.code() == PppCode.CONFIGURE_NAK) {
            identifier6 = payload.getLong(parser.dataOffset() + 2, BIG_ENDIAN);
            ipv6cpRequest();
        } else if (parser.code() == PppCode.CONFIGURE_ACK) {
            ipv6Open = true;
        }
    }
}
