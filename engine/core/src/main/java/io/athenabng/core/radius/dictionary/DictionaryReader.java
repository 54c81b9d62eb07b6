package io.athenabng.core.radius.dictionary;

import io.athenabng.wire.radius.RadiusAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads dictionary files, one line after the other, and goes on after what is wrong, so that everything wrong is said at once. */
final class DictionaryReader {
    /** How many files may include one another. */
    static final int MAX_DEPTH = 16;
    /** How many files may be read, each as often as it is included. */
    static final int MAX_FILES = 2000;

    private static final String EXTENDED_VENDOR_SPECIFIC = "extended-vendor-specific-";
    private static final int MAX_VENDOR = 0xff_ffff;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./:+-]{0,127}");
    private static final Pattern FORMAT = Pattern.compile("format=([124]),([012])(,c)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern CONTAINER =
        Pattern.compile("(?:format|parent)=" + EXTENDED_VENDOR_SPECIFIC + "([1-6])", Pattern.CASE_INSENSITIVE);
    private static final Pattern SIZED_TYPE = Pattern.compile("([A-Za-z0-9-]+)\\[([1-9][0-9]{0,2})]");

    private final DictionarySource source;
    private final DictionaryProblems problems = new DictionaryProblems();
    private final RadiusDictionary dictionary;
    private final DictionaryPlacement placement;
    private final Map<String, String> places = new HashMap<>();
    private final Set<String> broken = new HashSet<>();
    private final List<NamedValue> values = new ArrayList<>();
    private int files;

    /** A VALUE line: its attribute may come later. */
    private record NamedValue(String file, int line, String attribute, String name, long value) {
    }

    DictionaryReader(final DictionarySource source, final int athenaVendor) {
        this.source = source;
        dictionary = new RadiusDictionary(athenaVendor);
        placement = new DictionaryPlacement(dictionary);
    }

    DictionaryResult load(final String file) {
        final DictionarySource.Text text = source.read(file);
        if (text.content() == null) {
            problems.add(file, 0, "cannot be read: " + text.failure(), "give the name of a dictionary file");
        } else {
            read(new DictionaryScope(file, 1, problems), text.content());
            addValues();
        }
        return problems.isEmpty() ? new DictionaryResult.Loaded(dictionary) : new DictionaryResult.Refused(problems.all());
    }

    private void read(final DictionaryScope scope, final String text) {
        files++;
        text.lines().forEach(line -> {
            scope.nextLine();
            final int comment = line.indexOf('#');
            final String words = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (!words.isEmpty()) {
                readLine(scope, words.split("\\s+"));
            }
        });
        scope.end();
    }

    private void readLine(final DictionaryScope scope, final String[] words) {
        switch (words[0].toUpperCase(Locale.ROOT)) {
            case "ATTRIBUTE" -> attribute(scope, words);
            case "VALUE" -> value(scope, words);
            case "VENDOR" -> vendor(scope, words);
            case "BEGIN-VENDOR" -> beginVendor(scope, words);
            case "END-VENDOR" -> endVendor(scope, words);
            case "BEGIN-TLV" -> beginTlv(scope, words);
            case "END-TLV" -> endTlv(scope, words);
            case "$INCLUDE" -> include(scope, words, false);
            case "$INCLUDE-" -> include(scope, words, true);
            default -> scope.problem("\"" + words[0] + "\" begins no line of a dictionary",
                "write $INCLUDE, VENDOR, BEGIN-VENDOR, END-VENDOR, ATTRIBUTE, VALUE, BEGIN-TLV or END-TLV, or # for a comment");
        }
    }

    private boolean hasWords(final DictionaryScope scope, final String[] words, final int least, final int most, final String form) {
        if (words.length < least || words.length > most) {
            scope.problem(words.length < least ? "something is missing" : "\"" + words[most] + "\" is too much", "write " + form);
            return false;
        }
        return true;
    }

    private void include(final DictionaryScope scope, final String[] words, final boolean optional) {
        if (!hasWords(scope, words, 2, 2, "$INCLUDE and the name of one file")) {
            return;
        }
        if (scope.depth() == MAX_DEPTH || files == MAX_FILES) {
            scope.problem("too many files include one another", "look for a file that includes itself");
            return;
        }
        final String name = words[1].startsWith("/") ? words[1] : scope.file().substring(0, scope.file().lastIndexOf('/') + 1) + words[1];
        final DictionarySource.Text text = source.read(name);
        if (text.content() != null) {
            read(new DictionaryScope(name, scope.depth() + 1, problems), text.content());
        } else if (!optional) {
            scope.problem(name + " cannot be read: " + text.failure(), "correct the name, or take the line out");
        }
    }

    private void vendor(final DictionaryScope scope, final String[] words) {
        if (!hasWords(scope, words, 3, 4, "VENDOR, a name, a number, and format=1,1 if it has another layout")) {
            return;
        }
        final Long number = DictionaryNumbers.number(words[2]);
        if (!isName(scope, words[1])) {
            return;
        }
        if (number == null || number < 1 || number > MAX_VENDOR) {
            scope.problem("\"" + words[2] + "\" is no vendor's number", "write a private enterprise number, 1 to " + MAX_VENDOR);
            return;
        }
        final Matcher format = FORMAT.matcher(words.length == 4 ? words[3] : "format=1,1");
        final boolean known = format.matches();
        final boolean continued = known && format.group(3) != null;
        if (!known || continued && !"1,1,c".equalsIgnoreCase(words[3].substring("format=".length()))) {
            scope.problem("\"" + words[3] + "\" is no layout", "write format=t,l with 1, 2 or 4 octets of type and 0, 1 or 2 of length, "
                + "or format=1,1,c");
            return;
        }
        final int keyNumber = dictionary.keyNumber(words[1], number.intValue());
        final RadiusVendor earlier = dictionary.vendor(words[1]);
        if (earlier != null && earlier.number() != keyNumber) {
            scope.problem("vendor " + words[1] + " already has the number " + earlier.number(), "give one of the two another name");
            return;
        }
        dictionary.put(new RadiusVendor(
            words[1], keyNumber, Integer.parseInt(format.group(1)), Integer.parseInt(format.group(2)), continued));
    }

    private void beginVendor(final DictionaryScope scope, final String[] words) {
        if (!hasWords(scope, words, 2, 3, "BEGIN-VENDOR and a vendor's name")) {
            return;
        }
        final String open = scope.openVendor();
        if (open != null) {
            scope.problem("BEGIN-VENDOR " + open + " is still open", "write END-VENDOR " + open + " before this line");
        }
        int outerType = 0;
        if (words.length == 3) {
            final Matcher container = CONTAINER.matcher(words[2]);
            if (container.matches()) {
                outerType = (int) RadiusAttributes.EXTENDED_TYPE_1 - 1 + Integer.parseInt(container.group(1));
            } else {
                scope.problem("\"" + words[2] + "\" names nothing that holds vendors' attributes",
                    "write parent=Extended-Vendor-Specific-1, up to -6, or nothing");
            }
        }
        final RadiusVendor vendor = dictionary.vendor(words[1]);
        if (vendor == null) {
            scope.problem("there is no vendor " + words[1], "write VENDOR " + words[1] + " and its number before this line");
        }
        scope.openVendor(words[1], vendor, outerType);
    }

    private void endVendor(final DictionaryScope scope, final String[] words) {
        if (hasWords(scope, words, 2, 2, "END-VENDOR and the name of the open vendor")) {
            if (!words[1].equalsIgnoreCase(scope.openVendor())) {
                scope.problem("BEGIN-VENDOR " + words[1] + " is not open", scope.openVendor() == null ? "take the line out"
                    : "write END-VENDOR " + scope.openVendor());
            }
            scope.closeVendor();
        }
    }

    private void beginTlv(final DictionaryScope scope, final String[] words) {
        if (!hasWords(scope, words, 2, 2, "BEGIN-TLV and an attribute's name") || scope.isAstray()) {
            return;
        }
        final RadiusAttribute tlv = dictionary.attribute(words[1]);
        if (tlv == null || tlv.type() != RadiusAttributeType.TLV) {
            scope.problem(words[1] + " holds no other attributes", "describe it before this line, with type tlv");
            return;
        }
        scope.openTlv(tlv);
    }

    private void endTlv(final DictionaryScope scope, final String[] words) {
        if (!hasWords(scope, words, 2, 2, "END-TLV and the name of the open attribute") || scope.isAstray()) {
            return;
        }
        if (scope.openTlv() == null || !words[1].equalsIgnoreCase(scope.openTlv().name())) {
            scope.problem("BEGIN-TLV " + words[1] + " is not open", scope.openTlv() == null ? "take the line out"
                : "write END-TLV " + scope.openTlv().name());
        } else {
            scope.closeTlv();
        }
    }

    private boolean isName(final DictionaryScope scope, final String name) {
        if (NAME.matcher(name).matches()) {
            return true;
        }
        scope.problem("\"" + name + "\" is no name", "write letters, digits and - _ . / : +, up to 128, the first a letter or digit");
        return false;
    }

    private void attribute(final DictionaryScope scope, final String[] words) {
        if (words.length > 1) {
            // Until it turns out to be right: values of what is wrong are not wrong, too.
            broken.add(words[1].toLowerCase(Locale.ROOT));
        }
        if (!hasWords(scope, words, 4, 5, "ATTRIBUTE, a name, a number, a type, and flags with commas between them")
            || !isName(scope, words[1]) || scope.isAstray()) {
            return;
        }
        final Matcher sized = SIZED_TYPE.matcher(words[3]);
        final boolean hasSize = sized.matches();
        final RadiusAttributeType type = RadiusAttributeType.named(hasSize ? sized.group(1) : words[3]);
        final boolean mayHaveSize = type == RadiusAttributeType.OCTETS || type == RadiusAttributeType.STRING;
        if (type == null || hasSize && !mayHaveSize) {
            scope.problem("\"" + words[3] + "\" is no type", "write one of " + RadiusAttributeType.allNames() + ", or octets[16]");
            return;
        }
        final DictionaryFlags flags = new DictionaryFlags(dictionary, hasSize ? Integer.parseInt(sized.group(2)) : -1);
        if (words.length == 5 && !flags.read(scope, type, words[4])) {
            return;
        }
        final long[] path = DictionaryNumbers.path(words[2]);
        if (path == null) {
            scope.problem("\"" + words[2] + "\" is no attribute's number", "write a number, or several with dots between them as 241.1");
            return;
        }
        if (placement.find(scope, flags.vendor(), path)) {
            put(scope, new RadiusAttribute(words[1], placement.number(), placement.key(), type, flags.flags()));
        }
    }

    private void put(final DictionaryScope scope, final RadiusAttribute attribute) {
        final String name = attribute.name().toLowerCase(Locale.ROOT);
        final RadiusAttribute earlier = dictionary.attribute(name);
        if (earlier != null && !earlier.number().equals(attribute.number())) {
            scope.problem(attribute.name() + " already is " + earlier.number() + " (" + places.get(name) + "), and cannot be "
                + attribute.number() + ", too", "give one of the two another name");
            return;
        }
        placement.put(attribute);
        dictionary.put(attribute);
        places.put(name, scope.place());
        broken.remove(name);
    }

    private void value(final DictionaryScope scope, final String[] words) {
        if (!hasWords(scope, words, 4, 4, "VALUE, an attribute's name, the value's name, a number")) {
            return;
        }
        final Long number = DictionaryNumbers.number(words[3]);
        if (number == null) {
            scope.problem("\"" + words[3] + "\" is no number", "write a decimal number, or a hexadecimal one as 0x1f");
            return;
        }
        values.add(new NamedValue(scope.file(), scope.line(), words[1], words[2], number));
    }

    private void addValues() {
        for (final NamedValue value : values) {
            final RadiusAttribute attribute = dictionary.attribute(value.attribute());
            if (attribute == null) {
                if (!broken.contains(value.attribute().toLowerCase(Locale.ROOT))) {
                    problems.add(value.file(), value.line(), "there is no attribute " + value.attribute(), "describe it by ATTRIBUTE");
                }
            } else if (!attribute.type().mayHaveNamedValues()) {
                problems.add(value.file(), value.line(), "values of type " + attribute.type().dictionaryName() + " have no names",
                    "take the line out, or give " + attribute.name() + " the type integer");
            } else if (!fits(attribute.type(), value.value())) {
                problems.add(value.file(), value.line(), value.value() + " is no value of type " + attribute.type().dictionaryName(),
                    "write a number that fits the type");
            } else if (!attribute.addValue(value.name(), value.value())) {
                problems.add(value.file(), value.line(), value.name() + " already is " + attribute.value(value.name()) + " of "
                    + attribute.name() + ", and cannot be " + value.value() + ", too", "give one of the two another name");
            }
        }
    }

    private static boolean fits(final RadiusAttributeType type, final long value) {
        return switch (type) {
            case BYTE -> value >= 0 && value <= 0xff;
            case SHORT -> value >= 0 && value <= 0xffff;
            case INTEGER -> value >= 0 && value <= 0xffff_ffffL;
            case SIGNED -> value == (int) value;
            default -> true;
        };
    }
}
