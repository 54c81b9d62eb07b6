package io.athenabng.core.radius.dictionary;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * An attribute of a dictionary. Made and completed while files are read, unchanged from then on.
 *
 * <p>{@link #key()} is the one that cursors and appenders of {@code wire.radius} use. Attributes that are never on the wire by themselves
 * have {@link #NO_KEY}: parts of others ({@code tlv}), and those that FreeRADIUS keeps for itself (numbers above 255).
 */
public final class RadiusAttribute {
    /** The key of an attribute that is not on the wire by itself. */
    public static final long NO_KEY = -1;

    /** Encryption: User-Password. */
    public static final int ENCRYPT_USER_PASSWORD = 1;

    /** Encryption: Tunnel-Password. */
    public static final int ENCRYPT_TUNNEL_PASSWORD = 2;

    private final String name;
    private final String number;
    private final long key;
    private final RadiusAttributeType type;
    private final Flags flags;
    private final Map<String, Long> valuesByLowerName = new HashMap<>();
    private final Map<String, Long> namedValues = new LinkedHashMap<>();
    private final Long2ObjectHashMap<String> namesByValue = new Long2ObjectHashMap<>();
    private Int2ObjectHashMap<RadiusAttribute> children = new Int2ObjectHashMap<>();

    /**
     * What follows the type.
     *
     * @param length        octets of every value, as in {@code octets[16]}; -1 if that is not said
     * @param hasTag        whether a tag may be in front of the value (RFC 2868)
     * @param encryption    how the value is hidden: 0 not at all, 1 as User-Password, 2 as Tunnel-Password, 3 in Ascend's way
     * @param secret        whether it is not to be printed though it is not hidden
     * @param concatenated  whether several attributes are one value (EAP-Message)
     * @param array         whether the value is any number of the type's values
     */
    public record Flags(int length, boolean hasTag, int encryption, boolean secret, boolean concatenated, boolean array) {
        /** Nothing follows. */
        static final Flags NONE = new Flags(-1, false, 0, false, false, false);
    }

    RadiusAttribute(final String name, final String number, final long key, final RadiusAttributeType type, final Flags flags) {
        this.name = name;
        this.number = number;
        this.key = key;
        this.type = type;
        this.flags = flags;
    }

    /** @return its name, as it is written in the dictionary */
    public String name() {
        return name;
    }

    /** @return its number with those of all that it is in, as {@code 26.32473.1}; that alone if it is not on the wire */
    public String number() {
        return number;
    }

    /** @return its key on the wire, {@link #NO_KEY} if it has none */
    public long key() {
        return key;
    }

    public RadiusAttributeType type() {
        return type;
    }

    public Flags flags() {
        return flags;
    }

    /** @return whether its value must not be printed */
    public boolean isSecret() {
        return flags.encryption() != 0 || flags.secret();
    }

    /**
     * The name of one of its values.
     *
     * @param value the value, unsigned unless the type is {@code signed}
     * @return the name; null if the value has none
     */
    public String valueName(final long value) {
        return namesByValue.get(value);
    }

    /**
     * One of its values, by its name.
     *
     * @param valueName the name; upper and lower case are alike
     * @return the value; null if there is none of this name
     */
    public Long value(final String valueName) {
        return valuesByLowerName.get(valueName.toLowerCase(Locale.ROOT));
    }

    /** @return all named values, in the order of the files */
    public Map<String, Long> namedValues() {
        return Collections.unmodifiableMap(namedValues);
    }

    /**
     * An attribute inside this one.
     *
     * @param childType its type
     * @return the attribute; null if none is described
     */
    public RadiusAttribute child(final int childType) {
        return children.get(childType);
    }

    void addChild(final int childType, final RadiusAttribute child) {
        children.put(childType, child);
    }

    /** Of an attribute that is described again, its parts stay. */
    void takeChildren(final RadiusAttribute earlier) {
        children = earlier.children;
    }

    /** @return false if the name already stands for another value */
    boolean addValue(final String valueName, final long value) {
        final Long earlier = valuesByLowerName.putIfAbsent(valueName.toLowerCase(Locale.ROOT), value);
        namesByValue.put(value, valueName);
        namedValues.put(valueName, value);
        return earlier == null || earlier == value;
    }

    @Override
    public String toString() {
        return name + " (" + number + ")";
    }
}
