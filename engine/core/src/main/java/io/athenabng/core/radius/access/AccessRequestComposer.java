package io.athenabng.core.radius.access;

import io.athenabng.core.config.NameTemplate;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.AuthenticationQuery;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.wire.ethernet.VlanStack;
import io.athenabng.wire.radius.AccessLineAttributes;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusMacFormat;
import io.athenabng.wire.radius.RadiusValues;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes the attributes of an Access-Request (RFC 2865; RFC 2548 for MS-CHAPv2; RFC 4679 for the access line). User-Password is in clear:
 * it is hidden when a packet is made for a server. Nothing is allocated. Owner: the session agent.
 *
 * <pre>
 *   NAS-Port   31-24 trunk | 23-12 VID outside of the innermost | 11-0 innermost VID
 * </pre>
 */
public final class AccessRequestComposer {
    /** Most octets that are written. */
    public static final int MAX_LENGTH = 4_076;

    private static final int MS_CHAP2_RESPONSE_LENGTH = 50;
    private static final int MS_CHAP2_PEER_LENGTH = 24;
    private static final int MS_CHAP2_NT_RESPONSE_LENGTH = 24;
    private static final int MS_CHAP2_FROM_CLIENT = MS_CHAP2_PEER_LENGTH + MS_CHAP2_NT_RESPONSE_LENGTH;
    private static final int PASSWORD_MAX = 128;
    private static final int VID_BITS = 12;
    private static final int TRUNK_SHIFT = 24;

    private RunningConfiguration configuration;
    private RadiusSettings settings;
    private NameTemplate[] passwordByGroup;
    private final RadiusAttributeAppender appender = new RadiusAttributeAppender();
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[1 + AuthenticationQuery.SECRET_MAX]);
    private final StringBuilder text = new StringBuilder();

    /**
     * A composer.
     *
     * @param configuration the running configuration
     */
    public AccessRequestComposer(final RunningConfiguration configuration) {
        reconfigure(configuration);
    }

    /**
     * Works with another configuration from now on.
     *
     * @param to the configuration
     */
    public void reconfigure(final RunningConfiguration to) {
        configuration = to;
        settings = to.radius();
        passwordByGroup = to.accessGroups().stream().map(group -> NameTemplate.compileForClient(
                group.radius().passwordTemplate())).toArray(NameTemplate[]::new);
        appender.athenaVendor(settings.athenaVendor());
    }

    /**
     * Writes the attributes.
     *
     * @param query  who asks
     * @param into   where to
     * @param offset where it begins; there must be room for {@link #MAX_LENGTH}
     * @return octets written; -1 if they do not fit
     */
    public int compose(final AuthenticationQuery query, final MutableDirectBuffer into, final int offset) {
        appender.wrap(into, offset, MAX_LENGTH);
        appender.put(RadiusAttributes.USER_NAME, query.userName);
        appendCredential(query);
        final boolean pppoe = query.encapsulation == SessionRecordFlyweight.ENCAPSULATION_PPPOE;
        if (query.stateLength > 0) {
            appender.put(RadiusAttributes.SERVICE_TYPE, RadiusValues.SERVICE_TYPE_AUTHORIZE_ONLY);
            scratch.putBytes(0, query.state, 0, query.stateLength);
            appender.putBytes(RadiusAttributes.STATE, scratch, 0, query.stateLength);
        } else {
            appender.put(RadiusAttributes.SERVICE_TYPE, RadiusValues.SERVICE_TYPE_FRAMED);
        }
        if (pppoe) {
            appender.put(RadiusAttributes.FRAMED_PROTOCOL, RadiusValues.FRAMED_PROTOCOL_PPP);
        }
        appender.put(RadiusAttributes.NAS_IDENTIFIER, settings.nasIdentifier());
        if (settings.nasAddress() != 0) {
            appender.putIpv4(RadiusAttributes.NAS_IP_ADDRESS, settings.nasAddress());
        }
        appender.put(RadiusAttributes.NAS_PORT, nasPort(query));
        appender.put(RadiusAttributes.NAS_PORT_TYPE, nasPortType(pppoe, VlanStack.depth(query.vlanStack)));
        appendText(RadiusAttributes.NAS_PORT_ID, query.circuitId);
        appender.putMac(RadiusAttributes.CALLING_STATION_ID, query.mac, RadiusMacFormat.COLON_LOWER);
        appendText(RadiusAttributes.ACCT_SESSION_ID, query.acctSessionId);
        if (query.requestedAddress != 0) {
            // A hint (RFC 2865 section 5.8).
            appender.putIpv4(RadiusAttributes.FRAMED_IP_ADDRESS, query.requestedAddress);
        }
        appendText(RadiusAttributes.ADSL_AGENT_CIRCUIT_ID, query.agentCircuitId.isEmpty() ? query.circuitId : query.agentCircuitId);
        appendText(RadiusAttributes.ADSL_AGENT_REMOTE_ID, query.remoteId);
        scratch.putBytes(0, query.accessLine);
        AccessLineAttributes.append(appender, scratch, 0, query.accessLine.length);
        return appender.overflow() ? -1 : appender.length();
    }

    private void appendText(final long key, final String value) {
        if (!value.isEmpty()) {
            appender.put(key, value);
        }
    }

    private static int nasPort(final AuthenticationQuery query) {
        final int depth = VlanStack.depth(query.vlanStack);
        final int inner = depth > 0 ? VlanStack.vid(query.vlanStack, depth - 1) : 0;
        final int outer = depth > 1 ? VlanStack.vid(query.vlanStack, depth - 2) : 0;
        return query.trunkIndex << TRUNK_SHIFT | outer << VID_BITS | inner;
    }

    private static int nasPortType(final boolean pppoe, final int depth) {
        if (!pppoe) {
            return RadiusValues.NAS_PORT_TYPE_ETHERNET;
        }
        return switch (depth) {
            case 0 -> RadiusValues.NAS_PORT_TYPE_PPPOEOE;
            case 1 -> RadiusValues.NAS_PORT_TYPE_PPPOEOVLAN;
            default -> RadiusValues.NAS_PORT_TYPE_PPPOEOQINQ;
        };
    }

    private void appendCredential(final AuthenticationQuery query) {
        switch (query.credential) {
            case PAP -> {
                scratch.putBytes(0, query.response, 0, query.responseLength);
                appender.putBytes(RadiusAttributes.USER_PASSWORD, scratch, 0, query.responseLength);
            }
            case CHAP_MD5 -> {
                scratch.putByte(0, (byte) query.chapIdentifier);
                scratch.putBytes(1, query.response, 0, query.responseLength);
                appender.putBytes(RadiusAttributes.CHAP_PASSWORD, scratch, 0, 1 + query.responseLength);
                appendChallenge(RadiusAttributes.CHAP_CHALLENGE, query);
            }
            case MS_CHAP_V2 -> {
                appendChallenge(RadiusAttributes.MS_CHAP_CHALLENGE, query);
                appendMsChapV2(query);
            }
            default -> appendTemplatePassword(query);
        }
    }

    private void appendChallenge(final long key, final AuthenticationQuery query) {
        scratch.putBytes(0, query.challenge, 0, query.challengeLength);
        appender.putBytes(key, scratch, 0, query.challengeLength);
    }

    /** RFC 2548 section 2.3.2: identifier, flags, then the client's challenge and response; the client has its flags last. */
    private void appendMsChapV2(final AuthenticationQuery query) {
        if (query.responseLength >= MS_CHAP2_FROM_CLIENT) {
            scratch.putByte(0, (byte) query.chapIdentifier);
            scratch.putByte(1, (byte) 0);
            scratch.putBytes(2, query.response, 0, MS_CHAP2_FROM_CLIENT);
            appender.putBytes(RadiusAttributes.MS_CHAP2_RESPONSE, scratch, 0, MS_CHAP2_RESPONSE_LENGTH);
        }
    }

    private void appendTemplatePassword(final AuthenticationQuery query) {
        final NameTemplate template = passwordByGroup[query.groupIndex];
        if (!template.isEmpty()) {
            text.setLength(0);
            template.render(text, configuration.trunks().get(query.trunkIndex).name(), query.vlanStack,
                    configuration.accessGroups().get(query.groupIndex).name(), query.mac, query);
            text.setLength(Math.min(text.length(), PASSWORD_MAX));
            appender.put(RadiusAttributes.USER_PASSWORD, text);
        }
    }
}
