package io.athenabng.core.config;

import static io.athenabng.core.config.ConfigurationValueException.quote;

import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ip.Ipv4Address;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A type of value: how its text is read, checked against its range, and written.
 *
 * @param name      the type's name in the reference
 * @param range     what is allowed, in words
 * @param parser    text to value; throws {@link ConfigurationValueException}
 * @param formatter value to text that the parser reads as the same value
 * @param kind      how a JSON document shows it
 * @param <T>       the Java type
 */
record ValueType<T>(String name, String range, Function<String, T> parser, Function<T, String> formatter, Kind kind) {
    /** No value is longer; this bounds the work that a hostile file can ask for. */
    static final int TEXT_MAX = 1024;

    /** How a JSON document shows a value. */
    enum Kind { TEXT, INTEGER, BOOLEAN, SECRET }

    T parse(final String text) {
        if (text.length() > TEXT_MAX) {
            throw new ConfigurationValueException((kind == Kind.SECRET ? "the secret" : quote(text)) + " is too long",
                    "write at most " + TEXT_MAX + " characters");
        }
        return parser.apply(text);
    }

    String format(final T value) {
        return formatter.apply(value);
    }

    /** The value as a JSON document shows it: a number, a boolean, or text with its unit. */
    Object plain(final T value) {
        return kind == Kind.TEXT || kind == Kind.SECRET ? format(value) : value;
    }

    static ValueType<Integer> integer(final int min, final int max) {
        final String remedy = "write a whole number from " + min + " to " + max;
        return new ValueType<>("number", min + " to " + max, text -> {
            final int value;
            try {
                value = Integer.parseInt(text);
            } catch (final NumberFormatException e) {
                final boolean number = text.matches("-?[0-9]+");
                throw new ConfigurationValueException(quote(text) + (number ? " is out of range" : " is not a whole number"), remedy);
            }
            return inRange(value, min, max, text, remedy);
        }, value -> Integer.toString(value), Kind.INTEGER);
    }

    static ValueType<Boolean> bool() {
        return new ValueType<>("boolean", "true, false", text -> {
            if (!text.equals("true") && !text.equals("false")) {
                throw new ConfigurationValueException(quote(text) + " is not a boolean", "write true or false");
            }
            return text.equals("true");
        }, value -> Boolean.toString(value), Kind.BOOLEAN);
    }

    /** A rate: unlimited, or in the range. */
    static ValueType<Long> rate(final String min, final String max) {
        final long least = RateText.parse(min);
        final long most = RateText.parse(max);
        final String range = RateText.UNLIMITED + ", or " + min + " to " + max;
        return new ValueType<>("rate", range, text -> {
            final long value = RateText.parse(text);
            return value == 0 ? value : inRange(value, least, most, text, "write " + range);
        }, RateText::format, Kind.TEXT);
    }

    /** A duration in steps of a unit. */
    static ValueType<Long> duration(final String min, final String max, final String step) {
        return duration(min, max, step, false);
    }

    /** A duration in steps of a unit, or 0. */
    static ValueType<Long> durationOrZero(final String min, final String max, final String step) {
        return duration(min, max, step, true);
    }

    private static ValueType<Long> duration(final String min, final String max, final String step, final boolean zero) {
        final long leastNs = DurationText.parse(min);
        final long mostNs = DurationText.parse(max);
        final long stepNs = DurationText.parse(step);
        final String range = (zero ? "0s, or " : "") + min + " to " + max;
        return new ValueType<>("duration", range, text -> {
            final long value = DurationText.parse(text);
            if (value % stepNs != 0) {
                throw new ConfigurationValueException(quote(text) + " is too fine", "write a multiple of " + step);
            }
            return zero && value == 0 ? value : inRange(value, leastNs, mostNs, text, "write " + range);
        }, DurationText::format, Kind.TEXT);
    }

    /** A size that is a power of two. */
    static ValueType<Integer> sizePowerOfTwo(final String min, final String max) {
        final long least = SizeText.parse(min);
        final long most = SizeText.parse(max);
        final String range = min + " to " + max + ", a power of two";
        return new ValueType<>("size", range, text -> {
            final long value = inRange(SizeText.parse(text), least, most, text, "write " + range);
            if (Long.bitCount(value) != 1) {
                throw new ConfigurationValueException(quote(text) + " is not a power of two",
                        "write " + SizeText.format(Long.highestOneBit(value)) + " or " + SizeText.format(Long.highestOneBit(value) << 1));
            }
            return (int) value;
        }, value -> SizeText.format(value), Kind.TEXT);
    }

    /** A size, from one to another. */
    static ValueType<Long> size(final String min, final String max) {
        final String range = min + " to " + max;
        return new ValueType<>("size", range, text -> inRange(SizeText.parse(text), SizeText.parse(min), SizeText.parse(max), text,
                "write " + range), SizeText::format, Kind.TEXT);
    }

    /** A shared secret. What is wrong with one is said without it. */
    static ValueType<Secret> secret() {
        return new ValueType<>("secret", "1 to " + SecretSource.MAX_LENGTH + " octets", text -> {
            if (text.equals(Secret.HIDDEN)) {
                throw new ConfigurationValueException("this is where a secret was left out", "write the secret");
            }
            final Secret secret = new Secret(text);
            if (secret.length() == 0 || secret.length() > SecretSource.MAX_LENGTH) {
                throw new ConfigurationValueException("the secret has " + secret.length() + " octets",
                        "write 1 to " + SecretSource.MAX_LENGTH);
            }
            return secret;
        }, Secret::toString, Kind.SECRET);
    }

    /** An IPv4 or IPv6 address that one host can have, this one too. */
    static ValueType<IpAddress> ipAddress() {
        return new ValueType<>("address", "an IPv4 or IPv6 unicast address", text -> {
            final IpAddress address = IpAddress.parse(text);
            final boolean one = address.ipv6() ? address.high() >>> 56 != 0xff && (address.high() | address.low()) != 0
                    : address.ipv4() >>> 24 != 0 && address.ipv4() >>> 24 < FIRST_MULTICAST;
            if (!one) {
                throw new ConfigurationValueException(quote(text) + " is not the address of one host", "write a unicast address");
            }
            return address;
        }, IpAddress::toString, Kind.TEXT);
    }

    /** One of some words; pairs of word and value. */
    static <T> ValueType<T> choice(final List<Map.Entry<String, T>> choices) {
        final List<String> words = choices.stream().map(Map.Entry::getKey).toList();
        final String remedy = "write " + String.join(", ", words);
        return new ValueType<>("choice", String.join(", ", words), text -> {
            for (final Map.Entry<String, T> choice : choices) {
                if (choice.getKey().equals(text)) {
                    return choice.getValue();
                }
            }
            final String meant = Suggestions.closest(text, words);
            throw new ConfigurationValueException(quote(text) + " is not one of the choices",
                    meant == null ? remedy : "did you mean " + meant + "? " + remedy);
        }, value -> {
            for (final Map.Entry<String, T> choice : choices) {
                if (choice.getValue().equals(value)) {
                    return choice.getKey();
                }
            }
            return value.toString().toLowerCase(Locale.ROOT);
        }, Kind.TEXT);
    }

    /** Text of some form. */
    static ValueType<String> text(final String name, final String range, final int max, final String pattern) {
        final Pattern form = Pattern.compile(pattern);
        return new ValueType<>(name, range, text -> {
            if (text.length() > max) {
                throw new ConfigurationValueException(quote(text) + " has " + text.length() + " characters",
                        "write at most " + max + " characters");
            }
            if (!form.matcher(text).matches()) {
                throw new ConfigurationValueException(quote(text) + " is not " + article(name), "write " + range);
            }
            return text;
        }, Function.identity(), Kind.TEXT);
    }

    /** An IPv4 address that a host can have. */
    static ValueType<Integer> host() {
        return new ValueType<>("address", "an IPv4 unicast address", text -> unicast(AddressText.parseIpv4(text), text),
                Ipv4Address::toString, Kind.TEXT);
    }

    /** An IPv4 address that a host can have, or 0.0.0.0. */
    static ValueType<Integer> hostOrZero() {
        return new ValueType<>("address", "0.0.0.0, or an IPv4 unicast address", text -> {
            final int address = AddressText.parseIpv4(text);
            return address == 0 ? address : unicast(address, text);
        }, Ipv4Address::toString, Kind.TEXT);
    }

    static ValueType<AddressText.InterfaceAddress> interfaceAddress(final int minLength, final int maxLength) {
        return new ValueType<>("address/prefix", "a host's address, prefix length " + minLength + " to " + maxLength, text -> {
            final AddressText.InterfaceAddress value = AddressText.parseInterfaceAddress(text);
            unicast(value.address(), text);
            inRange(value.prefixLength(), minLength, maxLength, text,
                    "write a prefix length from " + minLength + " to " + maxLength);
            if (value.address() == value.prefix().network() || value.address() == value.prefix().last()) {
                throw new ConfigurationValueException(quote(text) + " is the network's own or its broadcast address",
                        "write a host's address, like " + Ipv4Address.toString(value.prefix().network() + 1) + "/" + value.prefixLength());
            }
            return value;
        }, value -> Ipv4Address.toString(value.address()) + "/" + value.prefixLength(), Kind.TEXT);
    }

    static ValueType<PoolSettings.AddressRange> addressRange() {
        return new ValueType<>("address range", "first-last, or one address", text -> {
            final PoolSettings.AddressRange range = AddressText.parseRange(text);
            unicast(range.first(), text);
            unicast(range.last(), text);
            if (range.first() >>> 24 < LOOPBACK && range.last() >>> 24 > LOOPBACK) {
                throw new ConfigurationValueException(quote(text) + " includes 127.0.0.0/8", "leave it out");
            }
            return range;
        }, AddressText::formatRange, Kind.TEXT);
    }

    static ValueType<DhcpSettings.Route> route() {
        return new ValueType<>("route", "network/length via address", AddressText::parseRoute, AddressText::formatRoute, Kind.TEXT);
    }

    static ValueType<Long> mac() {
        return new ValueType<>("MAC address", "a station's MAC address", AddressText::parseMac, MacAddress::toString, Kind.TEXT);
    }

    static ValueType<List<VlanRange.Level>> vlanStack() {
        return new ValueType<>("VLAN stack", "0 to 4 levels from the outside in, each a VID (1 to 4094) or a range of VIDs; or untagged",
                VlanText::parse, VlanText::format, Kind.TEXT);
    }

    private static final int LOOPBACK = 127;
    private static final int FIRST_MULTICAST = 224;

    private static int unicast(final int address, final String text) {
        final int first = address >>> 24;
        if (first == 0 || first == LOOPBACK || first >= FIRST_MULTICAST) {
            throw new ConfigurationValueException(quote(text) + " has an address that no host on a line can have",
                    "write an IPv4 unicast address");
        }
        return address;
    }

    private static <N extends Number> N inRange(final N value, final long min, final long max, final String text, final String remedy) {
        if (value.longValue() < min || value.longValue() > max) {
            throw new ConfigurationValueException(quote(text) + " is out of range", remedy);
        }
        return value;
    }

    private static String article(final String name) {
        return ("aeiou".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
    }
}
