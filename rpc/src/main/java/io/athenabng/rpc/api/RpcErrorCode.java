package io.athenabng.rpc.api;

/**
 * Every error code that crosses the socket. Codes from -32768 to -32000 are those that JSON-RPC 2.0 defines or leaves
 * to the server; codes above 1000 are the gateway's own. An error object carries the cause in {@code message}, the
 * constant's name in {@code data.name} and what to do about it in {@code data.remedy}.
 */
public enum RpcErrorCode {
    /** The bytes are no JSON document. */
    PARSE_ERROR(-32700, "The bytes are no JSON document in UTF-8", "send one JSON document per line"),
    /** JSON, but no request object; or a limit of the protocol was exceeded. */
    INVALID_REQUEST(-32600, "The document is no JSON-RPC 2.0 request, or is larger or deeper than allowed",
        "send {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"rpc.methods\"}"),
    /** No such method. */
    METHOD_NOT_FOUND(-32601, "The method is not in the catalogue", "rpc.methods lists the methods"),
    /** A parameter is unknown, missing, of the wrong type or out of range. */
    INVALID_PARAMS(-32602, "A parameter is unknown, missing, of the wrong type or out of range",
        "rpc.methods describes the method's parameters"),
    /** A defect of the daemon; the details are in its error log. */
    INTERNAL_ERROR(-32603, "A defect in the daemon", "look at show.errors"),
    /** A queue on the way to the agent that answers is full. */
    BUSY(-32000, "The daemon has too much to do to take the request", "try again in a moment"),
    /** The agent that answers did not do so in time. */
    TIMED_OUT(-32001, "The daemon took the request and did not answer in time", "look at show.status and show.errors"),
    /** The daemon is stopping. */
    STOPPING(-32002, "The daemon is stopping", "connect again when it has started"),
    /** The session, line, group, pool or subscription does not exist. */
    NOT_FOUND(1001, "What the parameters name does not exist", "list what exists with the show methods"),
    /** The gateway's rules forbid it. */
    REFUSED(1002, "The gateway's rules forbid the request", "the message names the rule"),
    /** Possible in principle, but not in the state that the session or the daemon is in. */
    INVALID_STATE(1003, "Not possible in the present state", "look at show.status and show.session"),
    /** The kernel refused an operation; the message carries errno and the kernel's own text. */
    KERNEL_ERROR(1004, "The kernel refused an operation", "the message carries the kernel's reason"),
    /** A configuration is not valid. */
    CONFIG_INVALID(1005, "The configuration is not valid", "config.validate lists each problem with its line"),
    /** More than one object matches where exactly one is needed. */
    AMBIGUOUS(1006, "More than one object matches the parameters", "name it by its id"),
    /** A dangerous request came without its confirmation flag. */
    CONFIRMATION_NEEDED(1007, "The request ends sessions and was not confirmed", "send \"confirm\": true as well"),
    /** A step of a commit failed. */
    COMMIT_FAILED(1008, "A step of the commit failed, and every step before it was taken back", "the message names the step");

    private final int code;
    private final String meaning;
    private final String remedy;

    RpcErrorCode(final int code, final String meaning, final String remedy) {
        this.code = code;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** The number in the error object's {@code code}. */
    public int code() {
        return code;
    }

    /** What the code stands for, for the reference page. */
    public String meaning() {
        return meaning;
    }

    /** What to do, where the place that raised the error knows nothing better. */
    public String remedy() {
        return remedy;
    }

    /** The constant with this number, or null. */
    public static RpcErrorCode ofCode(final int code) {
        for (final RpcErrorCode candidate : values()) {
            if (candidate.code == code) {
                return candidate;
            }
        }
        return null;
    }
}
