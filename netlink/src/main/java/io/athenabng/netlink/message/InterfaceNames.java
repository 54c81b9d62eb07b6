package io.athenabng.netlink.message;

/** The kernel's rules for interface names ({@code dev_valid_name}) and alternative names. */
public final class InterfaceNames {
    /** {@code IFNAMSIZ} without the terminating NUL. */
    public static final int MAX_NAME_LENGTH = 15;
    /** {@code ALTIFNAMSIZ} without the terminating NUL. */
    public static final int MAX_ALTERNATIVE_NAME_LENGTH = 127;

    private InterfaceNames() {
    }

    /**
     * Answers the name if it can be an interface's name.
     *
     * @throws IllegalArgumentException when it is empty, longer than 15 characters or has a character that is not allowed
     */
    public static CharSequence requireName(final CharSequence name) {
        return require(name, MAX_NAME_LENGTH);
    }

    /**
     * Answers the name if it can be an alternative name.
     *
     * @throws IllegalArgumentException when it is empty, longer than 127 characters or has a character that is not allowed
     */
    public static CharSequence requireAlternativeName(final CharSequence name) {
        return require(name, MAX_ALTERNATIVE_NAME_LENGTH);
    }

    private static CharSequence require(final CharSequence name, final int maxLength) {
        final int length = name.length();
        if (length == 0 || length > maxLength) {
            throw new IllegalArgumentException(
                "interface name '" + name + "' has " + length + " characters, allowed are 1 to " + maxLength);
        }
        for (int i = 0; i < length; i++) {
            final char c = name.charAt(i);
            if (c <= ' ' || c > '~' || c == '/' || c == ':') {
                throw new IllegalArgumentException("interface name '" + name + "': character " + (i + 1) + " is not allowed");
            }
        }
        if (length <= 2 && name.charAt(0) == '.' && name.charAt(length - 1) == '.') {
            throw new IllegalArgumentException("interface name '" + name + "' is reserved");
        }
        return name;
    }
}
