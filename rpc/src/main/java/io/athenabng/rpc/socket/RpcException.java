package io.athenabng.rpc.socket;

import io.athenabng.rpc.api.RpcErrorCode;

/** Why a call has no result. The message is the cause in one sentence; {@link #remedy()} says what to do. */
public final class RpcException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Where it went wrong. */
    public enum Kind {
        /** There is nobody to talk to, or the connection broke. */
        UNREACHABLE,
        /** The daemon did not answer in time. */
        TIMED_OUT,
        /** The daemon answered with an error object. */
        REMOTE,
        /** What came back is no answer that the client understands. */
        PROTOCOL
    }

    private final Kind kind;
    private final int code;
    private final String remedy;

    RpcException(final Kind kind, final int code, final String message, final String remedy, final Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
        this.remedy = remedy;
    }

    static RpcException unreachable(final String message, final String remedy, final Throwable cause) {
        return new RpcException(Kind.UNREACHABLE, 0, message, remedy, cause);
    }

    static RpcException remote(final int code, final String message, final String remedy) {
        return new RpcException(Kind.REMOTE, code, message, remedy, null);
    }

    static RpcException protocol(final String message, final Throwable cause) {
        return new RpcException(Kind.PROTOCOL, 0, message, "is the socket really abngd's, and of the same version?", cause);
    }

    /** Where it went wrong. */
    public Kind kind() {
        return kind;
    }

    /** The error object's code; 0 unless {@link Kind#REMOTE}. */
    public int code() {
        return code;
    }

    /** The catalogued code, or null if the number is not in the catalogue. */
    public RpcErrorCode errorCode() {
        return RpcErrorCode.ofCode(code);
    }

    /** What to do. */
    public String remedy() {
        return remedy;
    }
}
