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
 * </pre>
 *
 * A configuration file may also say {@code {host}}, this machine's name: {@link #expandHost} puts it in before a template is compiled.
 */
public final class NameTemplate {
    static final int LINE_NAME_SUFFIX_MAX = VlanStack.MAX_DEPTH * 5;
    static final String HOST = "{host}";

    private static final int MAC_LENGTH = 17;
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

    private enum Placeholder { LINE, TRUNK, GROUP, MAC, SVLAN, CVLAN }

    /**
     * Compiles a template.
     *
     * @param text the template
     * @return what renders it
     * @throws ConfigurationValueException if a placeholder is unknown, a brace is left open, or a character is not printable ASCII
     */
    public static NameTemplate compile(final String text) {
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
     * Appends the name of a subscriber or line.
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
        for (int i = 0; i < placeholders.length; i++) {
            out.append(literals[i]);
            switch (placeholders[i]) {
                case LINE -> VlanStack.appendLineName(trunk, vlanStack, out);
                case TRUNK -> out.append(trunk);
                case GROUP -> out.append(group);
                case MAC -> MacAddress.appendTo(mac, out);
                case SVLAN -> out.append(vidFromInside(vlanStack, 1));
                case CVLAN -> out.append(vidFromInside(vlanStack, 0));
                default -> throw new IllegalStateException("placeholder " + placeholders[i]);
            }
        }
        return out.append(literals[placeholders.length]);
    }

    /** @return whether the template is empty, so that no name is wanted */
    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** The longest name that can come out, in characters. */
    int maxLength(final int trunkLength, final int groupLength) {
        int length = 0;
        for (final String literal : literals) {
            length += literal.length();
        }
        for (final Placeholder placeholder : placeholders) {
            length += switch (placeholder) {
                case LINE -> trunkLength + LINE_NAME_SUFFIX_MAX;
                case TRUNK -> trunkLength;
                case GROUP -> groupLength;
                case MAC -> MAC_LENGTH;
                case SVLAN, CVLAN -> VID_MAX_LENGTH;
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
            case "" -> throw new ConfigurationValueException(quote(text) + " has an empty or open placeholder", REMEDY);
            default -> throw new ConfigurationValueException(
                    quote(text) + " has the unknown placeholder {" + text.substring(start, Math.min(end, start + 20)) + "}", REMEDY);
        };
    }
}
