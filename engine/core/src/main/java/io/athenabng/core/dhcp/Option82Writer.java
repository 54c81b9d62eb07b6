package io.athenabng.core.dhcp;

import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.dhcp.DhcpOptionAppender;
import io.athenabng.wire.dhcp.DhcpOptionIndex;
import io.athenabng.wire.dhcp.DhcpParser;
import io.athenabng.wire.dhcp.RelayAgentSubOption;
import org.agrona.MutableDirectBuffer;

/** Copies DHCP messages and changes Option 82 on the way: removes one, appends one as the last option before End (RFC 3046, 2.1). */
final class Option82Writer {
    /** The request was sent to the relay agent or the server itself, not to everybody (RFC 5010). */
    private static final int FLAG_UNICAST = 0x80;
    private static final int OPTION_HEADER = 2;

    private final DhcpOptionAppender appender = new DhcpOptionAppender();
    private int end;

    /**
     * Copies a message up to its End option, without its Option 82.
     *
     * @return the bytes that were copied; {@link #finish} or {@link #append} go on there
     */
    int copyWithout(final DhcpParser message, final MutableDirectBuffer out, final int outOffset) {
        final DhcpFlyweight header = message.header();
        final DhcpOptionIndex options = message.options();
        final int from = header.offset();
        final int length = options.optionsEnd() - from;
        end = outOffset + length;
        if (!message.hasRelayAgent()) {
            out.putBytes(outOffset, header.buffer(), from, length);
            return length;
        }
        final int start = options.valueOffset(DhcpOption.RELAY_AGENT_INFORMATION) - OPTION_HEADER - from;
        final int optionLength = options.valueLength(DhcpOption.RELAY_AGENT_INFORMATION) + OPTION_HEADER;
        if (options.area(DhcpOption.RELAY_AGENT_INFORMATION) != DhcpOptionIndex.AREA_OPTIONS) {
            // In file or sname nothing moves: pads take its place.
            out.putBytes(outOffset, header.buffer(), from, length);
            out.setMemory(outOffset + start, optionLength, (byte) DhcpOption.PAD);
            return length;
        }
        out.putBytes(outOffset, header.buffer(), from, start);
        out.putBytes(outOffset + start, header.buffer(), from + start + optionLength, length - start - optionLength);
        end -= optionLength;
        return length - optionLength;
    }

    /** Copies a message up to its End option as it is. */
    int copy(final DhcpParser message, final MutableDirectBuffer out, final int outOffset) {
        final DhcpFlyweight header = message.header();
        final int length = message.options().optionsEnd() - header.offset();
        out.putBytes(outOffset, header.buffer(), header.offset(), length);
        end = outOffset + length;
        return length;
    }

    /**
     * Appends this relay agent's Option 82 to what was copied, and End.
     *
     * @param maxLength bytes that the message may have
     * @return bytes of the message; 0 if the option does not fit, and nothing was changed
     */
    int append(
            final DhcpRelayGroup group, final CharSequence circuitId, final CharSequence remoteId, final boolean unicast,
            final MutableDirectBuffer out, final int outOffset, final int maxLength) {
        if (end >= outOffset + maxLength) {
            return 0;
        }
        appender.wrap(out, end, outOffset + maxLength - end);
        appender.openOption(DhcpOption.RELAY_AGENT_INFORMATION);
        appender.appendSubOptionAscii(RelayAgentSubOption.CIRCUIT_ID, circuitId);
        if (!remoteId.isEmpty()) {
            appender.appendSubOptionAscii(RelayAgentSubOption.REMOTE_ID, remoteId);
        }
        if (group.linkSelection != 0) {
            appender.appendSubOptionInt(RelayAgentSubOption.LINK_SELECTION, group.linkSelection);
        }
        if (group.serverIdOverride) {
            appender.appendSubOptionByte(RelayAgentSubOption.RELAY_AGENT_FLAGS, unicast ? FLAG_UNICAST : 0);
            appender.appendSubOptionInt(RelayAgentSubOption.SERVER_IDENTIFIER_OVERRIDE, group.giaddr);
        }
        appender.closeOption();
        if (appender.isOverflow()) {
            return 0;
        }
        return appender.end(outOffset);
    }

    /** Writes End after what was copied. */
    int finish(final MutableDirectBuffer out, final int outOffset, final int maxLength) {
        appender.wrap(out, end, outOffset + maxLength - end);
        return appender.end(outOffset);
    }
}
