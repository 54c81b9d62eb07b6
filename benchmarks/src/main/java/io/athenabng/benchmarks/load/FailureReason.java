package io.athenabng.benchmarks.load;

/** Why a client's exchange failed. */
public enum FailureReason {
    /** No Offer after the last attempt. */
    TIMEOUT_OFFER("timeoutOffer"),
    /** No Ack after the last attempt. */
    TIMEOUT_ACK("timeoutAck"),
    /** No Ack of a renewal after the last attempt. */
    TIMEOUT_RENEW("timeoutRenew"),
    /** The server refused the request. */
    NAK("nak"),
    /** The server refused the renewal. */
    NAK_RENEW("nakRenew"),
    /** The acknowledged address is another client's. */
    DUPLICATE_ADDRESS("duplicateAddress"),
    /** The acknowledged address is not the one that was asked for. */
    ADDRESS_CHANGED("addressChanged"),
    /** An Ack without an address, a lease time or a server identifier. */
    INCOMPLETE_ACK("incompleteAck");

    private final String key;

    FailureReason(String key) {
        this.key = key;
    }

    /** Its name in the report. */
    public String key() {
        return key;
    }
}
