package io.athenabng.rpc.jsonrpc;

/**
 * What a peer may send at most.
 *
 * @param maxMessageBytes size of one document
 * @param maxBatch        requests in one batch
 * @param maxDepth        nesting of arrays and objects
 */
public record RpcLimits(int maxMessageBytes, int maxBatch, int maxDepth) {
    /** 1 MiB, 128 requests, 32 levels. */
    public static final RpcLimits DEFAULT = new RpcLimits(1 << 20, 128, 32);

    /** Checks the values. */
    public RpcLimits {
        if (maxMessageBytes < 64 || maxBatch < 1 || maxDepth < 3 || maxDepth > 1000) {
            throw new IllegalArgumentException("message at least 64 bytes, batch at least 1, depth 3 to 1000");
        }
    }
}
