package io.athenabng.netlink;

/**
 * Told how each submitted request ended, exactly once per request, on the thread that polls the client.
 *
 * <p>May submit further requests; must not call the client's {@code poll}, {@code execute} or {@code dump}.
 */
public interface CompletionHandler {
    /** The kernel did it; for a dump: it is complete. */
    void onAck(long correlationId);

    /**
     * The kernel refused.
     *
     * @param errno           positive error number, see {@link Errno#name}
     * @param extAckText      the kernel's own words, often empty; valid during the call
     * @param extAckOffset    where in the request the attribute at fault starts, or -1
     */
    void onError(long correlationId, int errno, CharSequence extAckText, int extAckOffset);

    /** The answer was lost (the socket's queue overflowed): whether the kernel did it must be looked up. */
    void onUnknown(long correlationId);
}
