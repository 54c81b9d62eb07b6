package io.athenabng.core.radius.dictionary;

import java.util.ArrayDeque;
import java.util.Deque;

/** A file while it is read: the line, and what BEGIN-VENDOR and BEGIN-TLV have opened. */
final class DictionaryScope {
    private final String file;
    private final int depth;
    private final DictionaryProblems problems;
    private final Deque<RadiusAttribute> openTlvs = new ArrayDeque<>();
    private int line;
    private String openVendor;
    private RadiusVendor vendor;
    private int extendedOuterType;

    /**
     * Begins.
     *
     * @param file     its name
     * @param depth    how many files include one another down to it
     * @param problems takes what is wrong
     */
    DictionaryScope(final String file, final int depth, final DictionaryProblems problems) {
        this.file = file;
        this.depth = depth;
        this.problems = problems;
    }

    String file() {
        return file;
    }

    int depth() {
        return depth;
    }

    int line() {
        return line;
    }

    void nextLine() {
        line++;
    }

    /** Where the line is, for people. */
    String place() {
        return file + ":" + line;
    }

    void problem(final String message, final String remedy) {
        problems.add(file, line, message, remedy);
    }

    /**
     * Opens a vendor.
     *
     * @param name      its name, as the file says it
     * @param newVendor the vendor; null if there is none of this name: what follows belongs nowhere
     * @param outerType 241–246 for its attributes in an extended one, otherwise 0
     */
    void openVendor(final String name, final RadiusVendor newVendor, final int outerType) {
        openVendor = name;
        vendor = newVendor;
        extendedOuterType = outerType;
    }

    void closeVendor() {
        openVendor = null;
        vendor = null;
        extendedOuterType = 0;
    }

    /** The name that BEGIN-VENDOR was followed by; null if none is open. */
    String openVendor() {
        return openVendor;
    }

    RadiusVendor vendor() {
        return vendor;
    }

    /** Whether attributes belong nowhere, since nobody knows the vendor. */
    boolean isAstray() {
        return openVendor != null && vendor == null;
    }

    int extendedOuterType() {
        return extendedOuterType;
    }

    void openTlv(final RadiusAttribute tlv) {
        openTlvs.push(tlv);
    }

    RadiusAttribute openTlv() {
        return openTlvs.peek();
    }

    void closeTlv() {
        openTlvs.pop();
    }

    /** At the end of the file everything must be closed. */
    void end() {
        if (!openTlvs.isEmpty()) {
            final String open = openTlvs.peek().name();
            problem("BEGIN-TLV " + open + " is not closed", "write END-TLV " + open + " after its parts");
        }
        if (openVendor != null) {
            problem("BEGIN-VENDOR " + openVendor + " is not closed", "write END-VENDOR " + openVendor + " after its attributes");
        }
    }
}
