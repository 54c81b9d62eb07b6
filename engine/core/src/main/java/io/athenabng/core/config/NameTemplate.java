package io.athenabng.core.config;

import static io.athenabng.core.config.ConfigurationValueException.quote;

import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ethernet.VlanStack;
import java.util.ArrayList;
import java.util.List;

/**
 * A name with placeholders, compiled once: Circuit-ID, Remote-ID and User-Name of an access group. Rendering allocates nothing but what the
 * {@link StringBuilder} needs to grow. Immutable, so any thread may use it.
 *
 * <pre>
 *   {line}   logical name of the line: the trunk, then the VIDs from the outside in: eth1.111.500.100
 *   {trunk}  the trunk's interface name
 *   {group}  the access group's name
 *   {mac}    the subscriber's MAC: aa:bb:cc:dd:ee:ff
 *   {svlan}  the VID outside of the innermost one; 0 if there is none
 *   {cvlan}  the innermost VID; 0 on an untagged line
 *   {mac-dashes} {mac-dots} {mac-plain}   the MAC as aa-bb-cc-dd-ee-ff, aabb.ccdd.eeff, aabbccddeeff; {mac-rfc} as AA-BB-CC-DD-EE-FF
 * </pre>
 *
 * The names of a subscriber ({@link #compileForClient}: User-Name and User-Password) may also have what the line is called and what the
 * client says of itself. Of a client's words each octet that is not printable ASCII becomes {@code _}, and what is longer is cut.
 *
 * <pre>
 *   {circuit-id} {remote-id}   of the group's templates
 *   {hostname}      option 12            {vendor-class}  option 60
 *   {client-id}     option 61 in hexadecimal digits
 * </pre>
 *
 * A configuration file may also say {@code {host}}, this machine's name: {@link #expandHost} puts it in before a template is compiled.
 */
public final class NameTemplate {
    static final int LINE_NAME_SUFFIX_MAX = VlanStack.MAX_DEPTH * 5;
    static final String HOST = "{host}";

    private static final int MAC_LENGTH = 17;
    private static final int MAC_DIGITS = 12;
    private static final String HEX = "0123456789abcdef";
    private static final String UPPER_HEX = "0123456789ABCDEF";
    private static final int VID_MAX_LENGTH = 4;
    private static final String REMEDY = "use {line}, {trunk}, {group}, {mac}, {svlan}, {cvlan} or {host}";

    private final String text;
    // literals[i] stands before placeholders[i]; the last literal has no placeholder behind it.
    private final String[] literals;
    private final Placeholder[] placeholders;

    private NameTemplate(final String text, final List<String> literals, final List<Placeholder> placeholders) {
        this.text = text;
        this.literals = literals.toArray(new String[0]);
        this.placeholders = placeholders.toArray(new Placeholder[0]);
    }

    private enum Placeholder {
        LINE, TRUNK, GROUP, MAC, MAC_DASHES, MAC_DOTS, MAC_PLAIN, MAC_RFC, SVLAN, CVLAN, CIRCUIT_ID, REMOTE_ID, HOSTNAME, VENDOR_CLASS,
        CLIENT_ID
    }

    /** Longest host name or vendor class that comes into a name, characters. */
    public static final int CLIENT_TEXT_MAX = 64;
    /** Most octets of the client identifier that come into a name, two digits each. */
    public static final int CLIENT_ID_OCTETS = 32;

    /**
     * Compiles a template.
     *
     * @param text the template
     * @return what renders it
     * @throws ConfigurationValueException if a placeholder is unknown, a brace is left open, or a character is not printable ASCII
     */
    public static NameTemplate compile(final String text) {
        final NameTemplate template = compileForClient(text);
        for (final Placeholder placeholder : template.placeholders) {
            if (placeholder.compareTo(Placeholder.CIRCUIT_ID) >= 0) {
                throw new ConfigurationValueException(quote(text) + " has a placeholder that only a user-name or password may have",
                        REMEDY);
            }
        }
        return template;
    }

    /**
     * Compiles the template of a subscriber's name, which may have what the client says of itself.
     *
     * @param text the template
     * @return what renders it
     * @throws ConfigurationValueException if a placeholder is unknown, a brace is left open, or a character is not printable ASCII
     */
    public static NameTemplate compileForClient(final String text) {
        final List<String> literals = new ArrayList<>();
        final List<Placeholder> placeholders = new ArrayList<>();
        final StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            final char c = text.charAt(at);
            if (c < ' ' || c > '~') {
                throw new ConfigurationValueException(quote(text) + " has a character that is not printable ASCII", "leave it out");
            }
            if (c == '{') {
                final int end = text.indexOf('}', at);
                literals.add(literal.toString());
                placeholders.add(placeholder(text, end < 0 ? text.length() : at + 1, end < 0 ? text.length() : end));
                literal.setLength(0);
                at = end + 1;
            } else if (c == '}') {
                throw new ConfigurationValueException(quote(text) + " has a brace that was not opened", REMEDY);
            } else {
                literal.append(c);
                at++;
            }
        }
        literals.add(literal.toString());
        return new NameTemplate(text, literals, placeholders);
    }

    /**
     * A template with the machine's name in place of {@code {host}}.
     *
     * @param text     the template
     * @param hostName the machine's name
     * @return the template without {@code {host}}
     */
    public static String expandHost(final String text, final String hostName) {
        return text.replace(HOST, hostName);
    }

    /**
     * Appends the name of a line, or of a subscriber of whose words nothing is asked.
     *
     * @param out       where it is appended
     * @param trunk     the trunk's interface name
     * @param vlanStack the line's tags, packed as {@link VlanStack} says
     * @param group     the access group's name
     * @param mac       the subscriber's MAC, first octet in bits 47-40
     * @return {@code out}
     */
    public StringBuilder render(
            final StringBuilder out, final CharSequence trunk, final long vlanStack, final CharSequence group, final long mac) {
        return render(out, trunk, vlanStack, group, mac, ClientWords.NONE);
    }

    /**
     * Appends the name of a subscriber.
     *
     * @param out       where it is appended
     * @param trunk     the trunk's interface name
     * @param vlanStack the line's tags, packed as {@link VlanStack} says
     * @param group     the access group's name
     * @param mac       the subscriber's MAC, first octet in bits 47-40
     * @param client    what the line is called and what the client says of itself
     * @return {@code out}
     */
    public StringBuilder render(
            final StringBuilder out, final CharSequence trunk, final long vlanStack, final CharSequence group, final long mac,
            final ClientWords client) {
        for (int i = 0; i < placeholders.length; i++) {
            out.append(literals[i]);
            switch (placeholders[i]) {
                case LINE -> VlanStack.appendLineName(trunk, vlanStack, out);
                case TRUNK -> out.append(trunk);
                case GROUP -> out.append(group);
                case MAC -> MacAddress.appendTo(mac, out);
                case SVLAN -> out.append(vidFromInside(vlanStack, 1));
                case CVLAN -> out.append(vidFromInside(vlanStack, 0));
                case MAC_DASHES -> appendMac(mac, out, '-', 2, HEX);
                case MAC_DOTS -> appendMac(mac, out, '.', 4, HEX);
                case MAC_PLAIN -> appendMac(mac, out, '-', MAC_DIGITS, HEX);
                case MAC_RFC -> appendMac(mac, out, '-', 2, UPPER_HEX);
                case CIRCUIT_ID -> out.append(client.circuitId());
                case REMOTE_ID -> out.append(client.remoteId());
                case HOSTNAME -> appendWord(out, client.hostName());
                case VENDOR_CLASS -> appendWord(out, client.vendorClass());
                case CLIENT_ID -> appendHex(out, client);
                default -> throw new IllegalStateException("placeholder " + placeholders[i]);
            }
        }
        return out.append(literals[placeholders.length]);
    }

    private static void appendMac(final long mac, final StringBuilder out, final char separator, final int group, final String digits) {
        for (int i = 0; i < MAC_DIGITS; i++) {
            if (i > 0 && i % group == 0) {
                out.append(separator);
            }
            out.append(digits.charAt((int) (mac >>> 4 * (MAC_DIGITS - 1 - i)) & 0xf));
        }
    }

    private static void appendWord(final StringBuilder out, final CharSequence word) {
        for (int i = 0; i < Math.min(word.length(), CLIENT_TEXT_MAX); i++) {
            final char c = word.charAt(i);
            out.append(c < ' ' || c > '~' ? '_' : c);
        }
    }

    private static void appendHex(final StringBuilder out, final ClientWords client) {
        for (int i = 0; i < Math.min(client.clientIdLength(), CLIENT_ID_OCTETS); i++) {
            final int octet = client.clientIdOctet(i);
            out.append(HEX.charAt(octet >>> 4 & 0xf)).append(HEX.charAt(octet & 0xf));
        }
    }

    /** @return whether what the client says is needed */
    public boolean asksClient() {
        for (final Placeholder placeholder : placeholders) {
            if (placeholder.compareTo(Placeholder.CIRCUIT_ID) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** @return whether the template is empty, so that no name is wanted */
    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** The longest name that can come out, in characters. */
    int maxLength(final int trunkLength, final int groupLength, final int circuitIdLength, final int remoteIdLength) {
        int length = 0;
        for (final String literal : literals) {
            length += literal.length();
        }
        for (final Placeholder placeholder : placeholders) {
            length += switch (placeholder) {
                case LINE -> trunkLength + LINE_NAME_SUFFIX_MAX;
                case TRUNK -> trunkLength;
                case GROUP -> groupLength;
                case MAC, MAC_DASHES, MAC_RFC -> MAC_LENGTH;
                case MAC_DOTS -> MAC_DIGITS + 2;
                case MAC_PLAIN -> MAC_DIGITS;
                case SVLAN, CVLAN -> VID_MAX_LENGTH;
                case CIRCUIT_ID -> circuitIdLength;
                case REMOTE_ID -> remoteIdLength;
                case HOSTNAME, VENDOR_CLASS -> CLIENT_TEXT_MAX;
                case CLIENT_ID -> 2 * CLIENT_ID_OCTETS;
            };
        }
        return length;
    }

    @Override
    public String toString() {
        return text;
    }

    private static int vidFromInside(final long vlanStack, final int level) {
        final int depth = VlanStack.depth(vlanStack);
        return depth > level ? VlanStack.vid(vlanStack, depth - 1 - level) : 0;
    }

    private static Placeholder placeholder(final String text, final int start, final int end) {
        return switch (text.substring(start, end)) {
            case "line" -> Placeholder.LINE;
            case "trunk" -> Placeholder.TRUNK;
            case "group" -> Placeholder.GROUP;
            case "mac" -> Placeholder.MAC;
            case "svlan" -> Placeholder.SVLAN;
            case "cvlan" -> Placeholder.CVLAN;
            case "mac-dashes" -> Placeholder.MAC_DASHES;
            case "mac-dots" -> Placeholder.MAC_DOTS;
            case "mac-plain" -> Placeholder.MAC_PLAIN;
            case "mac-rfc" -> Placeholder.MAC_RFC;
            case "circuit-id" -> Placeholder.CIRCUIT_ID;
            case "remote-id" -> Placeholder.REMOTE_ID;
            case "hostname" -> Placeholder.HOSTNAME;
            case "vendor-class" -> Placeholder.VENDOR_CLASS;
            case "client-id" -> Placeholder.CLIENT_ID;
            case "" -> throw new ConfigurationValueException(quote(text) + " has an empty or open placeholder", REMEDY);
            default -> throw new ConfigurationValueException(
                    quote(text) + " has the unknown placeholder {" + text.substring(start, Math.min(end, start + 20)) + "}", REMEDY);
        };
    }
}
