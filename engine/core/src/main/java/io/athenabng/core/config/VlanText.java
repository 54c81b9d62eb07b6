package io.athenabng.core.config;

import static io.athenabng.core.config.ConfigurationValueException.quote;

import io.athenabng.wire.ethernet.VlanStack;
import java.util.ArrayList;
import java.util.List;

/** Ranges of tag stacks as text: levels from the outside in, joined by dots, each a VID or a range: {@code 500.100-199}. */
final class VlanText {
    /** The stack without a tag. */
    static final String UNTAGGED = "untagged";

    private static final int MAX_VID = 4094;
    private static final String REMEDY = "write VIDs from 1 to 4094 from the outside in, like 500.100-199, or untagged";

    private VlanText() {
    }

    static List<VlanRange.Level> parse(final String text) {
        final List<VlanRange.Level> levels = new ArrayList<>(VlanStack.MAX_DEPTH);
        if (text.equals(UNTAGGED) || text.isEmpty()) {
            return levels;
        }
        final String[] parts = text.split("\\.", VlanStack.MAX_DEPTH + 2);
        if (parts.length > VlanStack.MAX_DEPTH) {
            throw new ConfigurationValueException(quote(text) + " has more than " + VlanStack.MAX_DEPTH + " levels", REMEDY);
        }
        for (final String part : parts) {
            final int dash = part.indexOf('-');
            final int first = vid(text, dash < 0 ? part : part.substring(0, dash));
            final int last = dash < 0 ? first : vid(text, part.substring(dash + 1));
            if (last < first) {
                throw new ConfigurationValueException(quote(text) + " has a range that ends below its start",
                        "write " + last + "-" + first + " for " + part);
            }
            levels.add(new VlanRange.Level(first, last));
        }
        return levels;
    }

    static String format(final List<VlanRange.Level> levels) {
        if (levels.isEmpty()) {
            return UNTAGGED;
        }
        final StringBuilder out = new StringBuilder();
        for (final VlanRange.Level level : levels) {
            out.append(out.isEmpty() ? "" : ".").append(level.first());
            if (level.last() != level.first()) {
                out.append('-').append(level.last());
            }
        }
        return out.toString();
    }

    private static int vid(final String text, final String digits) {
        int vid = 0;
        for (int i = 0; i < digits.length(); i++) {
            final int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9 || vid > MAX_VID) {
                throw new ConfigurationValueException(quote(text) + " is not a stack of VLAN tags", REMEDY);
            }
            vid = vid * 10 + digit;
        }
        if (digits.isEmpty()) {
            throw new ConfigurationValueException(quote(text) + " is not a stack of VLAN tags", REMEDY);
        }
        if (vid < 1 || vid > MAX_VID) {
            throw new ConfigurationValueException(quote(text) + " has a VID outside of 1 to " + MAX_VID, REMEDY);
        }
        return vid;
    }
}
