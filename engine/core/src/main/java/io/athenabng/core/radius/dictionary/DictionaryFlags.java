package io.athenabng.core.radius.dictionary;

import java.util.Locale;

/** Reads what follows an attribute's type: flags, or in files of old the vendor's name. */
final class DictionaryFlags {
    private static final String ENCRYPT = "encrypt=";

    private final RadiusDictionary dictionary;
    private final int length;
    private RadiusVendor vendor;
    private RadiusAttribute.Flags flags;

    DictionaryFlags(final RadiusDictionary dictionary, final int length) {
        this.dictionary = dictionary;
        this.length = length;
        flags = new RadiusAttribute.Flags(length, false, 0, false, false, false);
    }

    /** The vendor that stands where flags stand otherwise; null is none. */
    RadiusVendor vendor() {
        return vendor;
    }

    RadiusAttribute.Flags flags() {
        return flags;
    }

    /** Returns false, and says why, if something of it is wrong. */
    boolean read(final DictionaryScope scope, final RadiusAttributeType type, final String text) {
        vendor = dictionary.vendor(text);
        if (vendor != null) {
            return true;
        }
        boolean hasTag = false;
        boolean secret = false;
        boolean concatenated = false;
        boolean array = false;
        int encryption = 0;
        for (final String flag : text.split(",", -1)) {
            final String lower = flag.toLowerCase(Locale.ROOT);
            switch (lower) {
                case "has_tag" -> hasTag = true;
                case "secret" -> secret = true;
                case "concat" -> concatenated = true;
                case "array" -> array = true;
                case "virtual" -> {
                    // FreeRADIUS computes such an attribute when its policies ask for it: nothing to do with what is on the wire.
                }
                case "encrypt=1", "encrypt=2", "encrypt=3" -> encryption = lower.charAt(ENCRYPT.length()) - '0';
                default -> {
                    scope.problem("\"" + flag + "\" is neither a flag nor a vendor",
                        "write has_tag, encrypt=1, encrypt=2, encrypt=3, concat, array or secret, with commas between them");
                    return false;
                }
            }
        }
        if (hasTag && type != RadiusAttributeType.STRING && type != RadiusAttributeType.INTEGER) {
            scope.problem("values of type " + type.dictionaryName() + " have no tag", "take has_tag out, or write string or integer");
            return false;
        }
        if (concatenated && type != RadiusAttributeType.OCTETS) {
            scope.problem("values of type " + type.dictionaryName() + " are not concatenated", "take concat out, or write octets");
            return false;
        }
        flags = new RadiusAttribute.Flags(length, hasTag, encryption, secret, concatenated, array);
        return true;
    }
}
