package io.athenabng.netlink;

/** A request that the kernel refused, thrown by the client's synchronous calls. */
public final class NetlinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;
    private final String extAckText;
    private final int extAckOffset;

    public NetlinkException(final int errno, final CharSequence extAckText, final int extAckOffset) {
        super(Errno.name(errno) + (extAckText.isEmpty() ? "" : ": " + extAckText)
            + (extAckOffset < 0 ? "" : " (attribute at offset " + extAckOffset + ")"));
        this.errno = errno;
        this.extAckText = extAckText.toString();
        this.extAckOffset = extAckOffset;
    }

    /** Positive error number. */
    public int errno() {
        return errno;
    }

    /** The kernel's own words; empty when it gave none. */
    public String extAckText() {
        return extAckText;
    }

    /** Where in the request the attribute at fault starts, or -1. */
    public int extAckOffset() {
        return extAckOffset;
    }
}
