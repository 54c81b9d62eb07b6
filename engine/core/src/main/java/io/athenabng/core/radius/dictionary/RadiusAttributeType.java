package io.athenabng.core.radius.dictionary;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What an attribute's value is: the types of FreeRADIUS's dictionaries. */
public enum RadiusAttributeType {
    /** Text in UTF-8. */
    STRING(-1, "string"),
    /** Octets that mean something to nobody here. */
    OCTETS(-1, "octets", "abinary"),
    /** IPv4 address. */
    IPADDR(4, "ipaddr"),
    /** A reserved octet, a prefix length, four octets. */
    IPV4_PREFIX(6, "ipv4prefix"),
    /** IPv6 address. */
    IPV6ADDR(16, "ipv6addr"),
    /** A reserved octet, a prefix length, up to 16 octets. */
    IPV6_PREFIX(-1, "ipv6prefix"),
    /** IPv4 or IPv6 address. */
    COMBO_IP(-1, "combo-ip"),
    /** Interface identifier of IPv6: 8 octets. */
    IFID(8, "ifid"),
    /** 32 bits, unsigned. */
    INTEGER(4, "integer", "uint32"),
    /** 64 bits, unsigned. */
    INTEGER64(8, "integer64", "uint64"),
    /** 32 bits, signed. */
    SIGNED(4, "signed", "int32"),
    /** 8 bits, unsigned. */
    BYTE(1, "byte", "uint8"),
    /** 16 bits, unsigned. */
    SHORT(2, "short", "uint16"),
    /** Seconds since 1970, 32 bits, unsigned. */
    DATE(4, "date"),
    /** MAC address. */
    ETHER(6, "ether"),
    /** More attributes inside: type, length, value. */
    TLV(-1, "tlv"),
    /** RFC 6929, types 241–244. */
    EXTENDED(-1, "extended"),
    /** RFC 6929, types 245 and 246. */
    LONG_EXTENDED(-1, "long-extended"),
    /** RFC 6929: a vendor's in an extended attribute. */
    EVS(-1, "evs"),
    /** RFC 2865, 5.26: a vendor's. */
    VSA(-1, "vsa");

    private final int length;
    private final List<String> names;

    RadiusAttributeType(final int length, final String... names) {
        this.length = length;
        this.names = List.of(names);
    }

    /** @return octets of every value; -1 if values differ in length */
    public int length() {
        return length;
    }

    /** @return whether values are numbers */
    public boolean isNumber() {
        return this == INTEGER || this == INTEGER64 || this == SIGNED || this == BYTE || this == SHORT;
    }

    /** Whether a dictionary may name values: of numbers, and of octets, which some vendors say for a number of any length. */
    boolean mayHaveNamedValues() {
        return isNumber() || this == OCTETS;
    }

    /** @return the type's name in a dictionary */
    public String dictionaryName() {
        return names.getFirst();
    }

    /**
     * Finds a type by its name in a dictionary.
     *
     * @param name the name
     * @return the type; null if there is none of this name
     */
    static RadiusAttributeType named(final String name) {
        final String lower = name.toLowerCase(Locale.ROOT);
        for (final RadiusAttributeType type : values()) {
            if (type.names.contains(lower)) {
                return type;
            }
        }
        return null;
    }

    /** All names, for a message. */
    static String allNames() {
        return Arrays.stream(values()).map(RadiusAttributeType::dictionaryName).collect(Collectors.joining(", "));
    }
}
