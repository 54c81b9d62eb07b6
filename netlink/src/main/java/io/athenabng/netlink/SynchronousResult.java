package io.athenabng.netlink;

/** How a synchronous call ended. */
final class SynchronousResult {
    private boolean known;
    private int errno;
    private String text = "";
    private int offset;

    void begin() {
        known = false;
    }

    void set(final int errorNumber, final CharSequence extAckText, final int extAckOffset) {
        known = true;
        errno = errorNumber;
        text = errorNumber == 0 ? "" : extAckText.toString();
        offset = extAckOffset;
    }

    boolean known() {
        return known;
    }

    void throwIfError() {
        if (errno != 0) {
            throw new NetlinkException(errno, text, offset);
        }
    }
}
