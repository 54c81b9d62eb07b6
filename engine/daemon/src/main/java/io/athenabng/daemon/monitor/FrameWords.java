package io.athenabng.daemon.monitor;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpMalformedReason;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.dhcp.DhcpParser;
import io.athenabng.wire.ethernet.FrameClass;
import io.athenabng.wire.ethernet.FrameParser;
import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ip.Ipv4Address;
import io.athenabng.wire.ppp.IpcpOption;
import io.athenabng.wire.ppp.LcpOption;
import io.athenabng.wire.ppp.PppCode;
import io.athenabng.wire.ppp.PppControlParser;
import io.athenabng.wire.ppp.PppMalformedReason;
import io.athenabng.wire.ppp.PppOptionCursor;
import io.athenabng.wire.ppp.PppProtocol;
import io.athenabng.wire.pppoe.PppoeCode;
import io.athenabng.wire.pppoe.PppoeDiscoveryParser;
import io.athenabng.wire.pppoe.PppoeHeader;
import io.athenabng.wire.pppoe.PppoeMalformedReason;
import io.athenabng.wire.pppoe.PppoeTag;
import io.athenabng.wire.pppoe.PppoeTagCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;

/** A control frame in words. Takes any octets; what cannot be read is said, with the reason by which it is counted. */
final class FrameWords {
    private static final int SHOWN = 64;
    private static final char MASK = '*';
    private static final int HEADER = 4;
    /** Protocol, algorithm, method and 8 octets against replay. */
    private static final int AUTHENTICATION_HEADER = 11;
    private static final int FIRST_NETWORK_CONTROL = 0x8000;
    private static final int PAST_NETWORK_CONTROL = 0xc000;

    private final FrameParser frames = new FrameParser();
    private final DhcpParser dhcp = new DhcpParser();
    private final PppoeDiscoveryParser discovery = new PppoeDiscoveryParser();
    private final PppControlParser control = new PppControlParser();
    private final PppOptionCursor options = new PppOptionCursor();

    String protocol = "";
    String summary = "";
    final List<String> details = new ArrayList<>();

    /** Reads a frame, and masks the secrets in it. */
    void read(final byte[] octets) {
        details.clear();
        final UnsafeBuffer frame = new UnsafeBuffer(octets);
        final int frameClass = frames.parse(frame, 0, octets.length, false, 0, 0);
        final int l3 = frames.l3Offset();
        switch (frameClass) {
            case FrameClass.DHCP4_CLIENT, FrameClass.DHCP4_SERVER -> dhcp(frame, frames.payloadOffset(), frames.payloadLength(),
                    frameClass == FrameClass.DHCP4_CLIENT ? DhcpFlyweight.BOOTREQUEST : DhcpFlyweight.BOOTREPLY);
            case FrameClass.PPPOE_DISCOVERY -> discovery(frame, l3, octets.length - l3);
            case FrameClass.PPPOE_CONTROL -> ppp(frame, frames.payloadOffset(), frames.payloadLength(),
                    frame.getShort(l3 + PppoeHeader.LENGTH, BIG_ENDIAN) & 0xffff);
            default -> {
                protocol = "ethernet";
                summary = "EtherType 0x" + Integer.toHexString(frames.etherType()) + ", " + octets.length + " octets";
            }
        }
    }

    private void dhcp(final UnsafeBuffer frame, final int offset, final int length, final int op) {
        protocol = "dhcp";
        maskTokens(frame, offset + DhcpFlyweight.OPTIONS_OFFSET);
        final int reason = dhcp.parse(frame, offset, length, op);
        if (reason != DhcpMalformedReason.NONE) {
            summary = "malformed: " + DhcpMalformedReason.name(reason).replace('_', ' ');
            return;
        }
        final DhcpFlyweight header = dhcp.header();
        summary = DhcpMessageType.name(dhcp.messageType()) + " xid 0x" + Integer.toHexString(header.xid())
                + (header.yiaddr() == 0 ? "" : " yiaddr " + Ipv4Address.toString(header.yiaddr()));
        details.add("chaddr " + MacAddress.toString(header.chaddr()) + (header.isBroadcast() ? ", broadcast" : ""));
        address("ciaddr", header.ciaddr());
        address("siaddr", header.siaddr());
        address("giaddr", header.giaddr());
        for (int code = 1; code < DhcpOption.END; code++) {
            if (dhcp.options().contains(code) && code != DhcpOption.MESSAGE_TYPE) {
                details.add(dhcpOption(frame, code));
            }
        }
    }

    /**
     * Masks what the authentication option has behind its header (RFC 3118, section 2): protocol 0 sends a password in clear text there.
     * Octet by octet, as a message that cannot be read has one, too.
     */
    private static void maskTokens(final UnsafeBuffer frame, final int offset) {
        int at = offset;
        while (at + 1 < frame.capacity()) {
            final int code = frame.getByte(at) & 0xff;
            if (code == DhcpOption.PAD || code == DhcpOption.END) {
                at++;
                continue;
            }
            final int end = Math.min(frame.capacity(), at + 2 + (frame.getByte(at + 1) & 0xff));
            final int token = at + 2 + AUTHENTICATION_HEADER;
            if (code == DhcpOption.AUTHENTICATION && token < end) {
                mask(frame, token, end - token);
            }
            at = end;
        }
    }

    private void address(final String name, final int value) {
        if (value != 0) {
            details.add(name + ' ' + Ipv4Address.toString(value));
        }
    }

    private String dhcpOption(final UnsafeBuffer frame, final int code) {
        final int at = dhcp.options().valueOffset(code);
        final int length = dhcp.options().valueLength(code);
        final String name = "option " + code + ' ';
        return switch (code) {
            case DhcpOption.REQUESTED_ADDRESS -> name + "requested address " + addresses(frame, at, length);
            case DhcpOption.SERVER_IDENTIFIER -> name + "server " + addresses(frame, at, length);
            case DhcpOption.SUBNET_MASK -> name + "mask " + addresses(frame, at, length);
            case DhcpOption.ROUTER -> name + "router " + addresses(frame, at, length);
            case DhcpOption.DOMAIN_NAME_SERVER -> name + "name servers " + addresses(frame, at, length);
            case DhcpOption.LEASE_TIME -> name + "lease " + dhcp.options().intValue(code, 0) + " s";
            case DhcpOption.RENEWAL_TIME -> name + "renewal " + dhcp.options().intValue(code, 0) + " s";
            case DhcpOption.REBINDING_TIME -> name + "rebinding " + dhcp.options().intValue(code, 0) + " s";
            case DhcpOption.HOST_NAME -> name + "host name " + text(frame, at, length);
            case DhcpOption.VENDOR_CLASS -> name + "vendor class " + text(frame, at, length);
            case DhcpOption.MESSAGE -> name + "message " + text(frame, at, length);
            case DhcpOption.CLIENT_IDENTIFIER -> name + "client identifier " + hex(frame, at, length);
            case DhcpOption.AUTHENTICATION -> name + "authentication " + length + " octets";
            case DhcpOption.RELAY_AGENT_INFORMATION -> name + "relay agent " + hex(frame, at, length);
            default -> name + hex(frame, at, length);
        };
    }

    private void discovery(final UnsafeBuffer frame, final int offset, final int length) {
        protocol = "pppoe";
        final int reason = discovery.parse(frame, offset, length);
        if (reason != PppoeMalformedReason.NONE) {
            summary = "malformed: " + PppoeMalformedReason.name(reason).replace('_', ' ');
            return;
        }
        summary = PppoeCode.name(discovery.code()) + (discovery.sessionId() == 0 ? "" : " session " + discovery.sessionId());
        final PppoeTagCursor tags = new PppoeTagCursor().wrap(frame, discovery.tagsOffset(), discovery.tagsLength());
        while (tags.next()) {
            details.add(tag(frame, tags));
        }
    }

    private static String tag(final UnsafeBuffer frame, final PppoeTagCursor tags) {
        final int at = tags.valueOffset();
        final int length = tags.valueLength();
        return switch (tags.type()) {
            case PppoeTag.SERVICE_NAME -> "Service-Name " + text(frame, at, length);
            case PppoeTag.AC_NAME -> "AC-Name " + text(frame, at, length);
            case PppoeTag.HOST_UNIQ -> "Host-Uniq " + hex(frame, at, length);
            case PppoeTag.AC_COOKIE -> "AC-Cookie " + length + " octets";
            case PppoeTag.VENDOR_SPECIFIC -> "Vendor-Specific " + hex(frame, at, length);
            case PppoeTag.RELAY_SESSION_ID -> "Relay-Session-Id " + hex(frame, at, length);
            case PppoeTag.PPP_MAX_PAYLOAD -> "PPP-Max-Payload "
                    + (length == Short.BYTES ? Integer.toString(frame.getShort(at, BIG_ENDIAN) & 0xffff) : hex(frame, at, length));
            case PppoeTag.SERVICE_NAME_ERROR -> "Service-Name-Error " + text(frame, at, length);
            case PppoeTag.AC_SYSTEM_ERROR -> "AC-System-Error " + text(frame, at, length);
            case PppoeTag.GENERIC_ERROR -> "Generic-Error " + text(frame, at, length);
            default -> "tag 0x" + Integer.toHexString(tags.type()) + ' ' + hex(frame, at, length);
        };
    }

    private void ppp(final UnsafeBuffer frame, final int offset, final int length, final int number) {
        protocol = PppProtocol.name(number).toLowerCase(Locale.ROOT);
        final int reason = control.parse(frame, offset, length);
        if (reason != PppMalformedReason.NONE) {
            summary = "malformed: " + PppMalformedReason.name(reason).replace('_', ' ');
            if (!isNetworkControl(number) && (number != PppProtocol.LCP || length == 0 || isReject(frame.getByte(offset) & 0xff))) {
                maskFrom(frame, offset + HEADER);
            }
            return;
        }
        summary = PppCode.name(number, control.code()) + " id " + control.identifier();
        final int end = control.dataOffset() + control.dataLength();
        switch (number) {
            case PppProtocol.LCP -> lcp(frame);
            case PppProtocol.PAP -> {
                pap(frame);
                maskFrom(frame, end);
            }
            case PppProtocol.CHAP -> {
                chap(frame);
                maskFrom(frame, end);
            }
            case PppProtocol.IPCP, PppProtocol.IPV6CP -> {
                if (control.code() <= PppCode.CONFIGURE_REJECT) {
                    options(frame, number);
                }
            }
            default -> { // It is rejected; a code would be named as LCP's.
                if (!isNetworkControl(number)) {
                    summary = "code " + control.code() + " id " + control.identifier();
                    maskFrom(frame, control.dataOffset());
                }
            }
        }
    }

    /** Protocols of this range negotiate (RFC 1661, section 2) and carry no secret; others may authenticate. */
    private static boolean isNetworkControl(final int number) {
        return number >= FIRST_NETWORK_CONTROL && number < PAST_NETWORK_CONTROL;
    }

    private static boolean isReject(final int code) {
        return code == PppCode.CODE_REJECT || code == PppCode.PROTOCOL_REJECT;
    }

    private void lcp(final UnsafeBuffer frame) {
        final int at = control.dataOffset();
        final int length = control.dataLength();
        switch (control.code()) {
            case PppCode.CONFIGURE_REQUEST, PppCode.CONFIGURE_ACK, PppCode.CONFIGURE_NAK, PppCode.CONFIGURE_REJECT ->
                    options(frame, PppProtocol.LCP);
            case PppCode.TERMINATE_REQUEST, PppCode.TERMINATE_ACK -> details.add("says " + text(frame, at, length));
            case PppCode.PROTOCOL_REJECT -> {
                if (length >= Short.BYTES) {
                    details.add("protocol " + PppProtocol.name(frame.getShort(at, BIG_ENDIAN) & 0xffff));
                }
                maskFrom(frame, at + Short.BYTES);
            }
            case PppCode.CODE_REJECT -> {
                details.add("rejects " + length + " octets");
                maskFrom(frame, at);
            }
            case PppCode.ECHO_REQUEST, PppCode.ECHO_REPLY -> {
                if (length >= Integer.BYTES) {
                    details.add("magic 0x" + Integer.toHexString(frame.getInt(at, BIG_ENDIAN)));
                }
            }
            default -> {
                if (length > 0) {
                    details.add(hex(frame, at, length));
                }
            }
        }
    }

    private void options(final UnsafeBuffer frame, final int number) {
        options.wrap(frame, control.dataOffset(), control.dataLength());
        while (options.next()) {
            details.add(option(frame, number));
        }
        if (options.malformedReason() != PppMalformedReason.NONE) {
            details.add("then malformed: " + PppMalformedReason.name(options.malformedReason()).replace('_', ' '));
        }
    }

    private String option(final UnsafeBuffer frame, final int number) {
        final int at = options.valueOffset();
        final int length = options.valueLength();
        final int type = options.type();
        if (number == PppProtocol.LCP && type == LcpOption.MRU && length == Short.BYTES) {
            return "MRU " + options.shortValue();
        } else if (number == PppProtocol.LCP && type == LcpOption.MAGIC_NUMBER && length == Integer.BYTES) {
            return "magic 0x" + Integer.toHexString(options.intValue());
        } else if (number == PppProtocol.LCP && type == LcpOption.AUTHENTICATION && length >= Short.BYTES) {
            final String method = PppProtocol.name(options.shortValue());
            return "authentication " + method + (length > Short.BYTES ? " algorithm " + (frame.getByte(at + Short.BYTES) & 0xff) : "");
        } else if (number == PppProtocol.IPCP && length == Integer.BYTES) {
            final String name = type == IpcpOption.IP_ADDRESS ? "address " : type == IpcpOption.PRIMARY_DNS ? "primary DNS "
                    : type == IpcpOption.SECONDARY_DNS ? "secondary DNS " : "option " + type + ' ';
            return name + Ipv4Address.toString(options.intValue());
        } else if (number == PppProtocol.IPV6CP && type == IpcpOption.INTERFACE_IDENTIFIER && length == Long.BYTES) {
            return "interface identifier " + hex(frame, at, length);
        }
        return "option " + type + ' ' + hex(frame, at, length);
    }

    private void pap(final UnsafeBuffer frame) {
        if (control.code() != PppCode.PAP_REQUEST && control.code() != PppCode.PAP_ACK && control.code() != PppCode.PAP_NAK) {
            mask(frame, control.dataOffset(), control.dataLength());
        } else if (control.code() != PppCode.PAP_REQUEST) {
            final int room = control.dataLength() - 1;
            final int length = room < 0 ? 0 : Math.min(frame.getByte(control.dataOffset()) & 0xff, room);
            details.add("says " + text(frame, control.dataOffset() + 1, length));
        } else if (control.parsePapRequest() == PppMalformedReason.NONE) {
            details.add("user " + text(frame, control.nameOffset(), control.nameLength()));
            mask(frame, control.valueOffset(), control.valueLength());
            details.add("password " + control.valueLength() + " octets");
        } else {
            mask(frame, control.dataOffset(), control.dataLength());
            summary += ", malformed";
        }
    }

    private void chap(final UnsafeBuffer frame) {
        final boolean response = control.code() == PppCode.CHAP_RESPONSE;
        if (control.code() < PppCode.CHAP_CHALLENGE || control.code() > PppCode.CHAP_FAILURE) {
            mask(frame, control.dataOffset(), control.dataLength());
        } else if (control.code() != PppCode.CHAP_CHALLENGE && !response) {
            proof(frame, control.dataOffset(), control.dataLength());
            details.add("says " + text(frame, control.dataOffset(), control.dataLength()));
        } else if (control.parseChapValue() == PppMalformedReason.NONE) {
            details.add((response ? "user " : "name ") + text(frame, control.nameOffset(), control.nameLength()));
            if (response) {
                mask(frame, control.valueOffset(), control.valueLength());
            }
            details.add((response ? "response " : "challenge ") + control.valueLength() + " octets");
        } else {
            mask(frame, control.dataOffset(), control.dataLength());
            summary += ", malformed";
        }
    }

    /** MS-CHAPv2's Success proves that the server knows the password, to whoever guesses it. */
    private static void proof(final UnsafeBuffer frame, final int offset, final int length) {
        if (length > 2 && frame.getByte(offset) == 'S' && frame.getByte(offset + 1) == '=') {
            for (int i = offset + 2; i < offset + length && frame.getByte(i) != ' '; i++) {
                frame.putByte(i, (byte) MASK);
            }
        }
    }

    private static void mask(final UnsafeBuffer frame, final int offset, final int length) {
        frame.setMemory(offset, length, (byte) MASK);
    }

    /** Masks all that follows, what lies behind the packet's stated length too: a peer that states it wrong still sent its password. */
    private static void maskFrom(final UnsafeBuffer frame, final int offset) {
        if (offset < frame.capacity()) {
            mask(frame, offset, frame.capacity() - offset);
        }
    }

    private static String addresses(final UnsafeBuffer frame, final int offset, final int length) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i + Integer.BYTES <= length; i += Integer.BYTES) {
            text.append(i == 0 ? "" : ", ").append(Ipv4Address.toString(frame.getInt(offset + i, BIG_ENDIAN)));
        }
        return text.toString();
    }

    /** Printable characters in quotation marks; others as a dot. */
    private static String text(final UnsafeBuffer frame, final int offset, final int length) {
        final byte[] octets = new byte[Math.min(length, SHOWN)];
        frame.getBytes(offset, octets);
        final StringBuilder text = new StringBuilder("'");
        for (final char each : new String(octets, StandardCharsets.UTF_8).toCharArray()) {
            text.append(Character.isISOControl(each) ? '.' : each);
        }
        return text.append(length > SHOWN ? "…'" : "'").toString();
    }

    private static String hex(final UnsafeBuffer frame, final int offset, final int length) {
        final byte[] octets = new byte[Math.min(length, SHOWN)];
        frame.getBytes(offset, octets);
        return HexFormat.of().formatHex(octets) + (length > SHOWN ? "…" : "");
    }
}
