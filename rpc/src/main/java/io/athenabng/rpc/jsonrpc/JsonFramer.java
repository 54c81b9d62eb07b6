package io.athenabng.rpc.jsonrpc;

import java.util.Arrays;

/**
 * Cuts a stream of bytes into JSON documents.
 * <p>
 * The rule on the socket is one document per line. A document also ends where its outermost bracket closes, so documents
 * may follow one another without a newline and the last one needs none. A newline always ends a document, even a broken
 * one: that is how the stream is understood again after an error, and why a document may contain no newline (inside
 * strings JSON forbids it anyway).
 * <p>
 * A document that is larger than the limit is reported once and skipped to the end of its line. Not thread-safe.
 */
public final class JsonFramer {
    private static final int INITIAL_BYTES = 1024;
    private static final int KEEP_BYTES = 64 * 1024;

    private final int maxBytes;
    private final byte[] closers;
    private byte[] buffer = new byte[INITIAL_BYTES];
    private int length;
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean toEndOfLine;
    private boolean skipping;
    private long documents;

    /** Takes the documents that {@link #feed} finds. */
    public interface Sink {
        /** A document; the bytes are valid only during the call. */
        void onDocument(byte[] bytes, int offset, int length);

        /** A document was larger than the limit and will be skipped. */
        void onOversized(int maxBytes);
    }

    /** A framer for documents within these limits. */
    public JsonFramer(final RpcLimits limits) {
        this.maxBytes = limits.maxMessageBytes();
        this.closers = new byte[limits.maxDepth() + 1];
    }

    /** Takes in bytes and gives each document that they complete to the sink. */
    public void feed(final byte[] bytes, final int offset, final int count, final Sink sink) {
        for (int i = offset; i < offset + count; i++) {
            onByte(bytes[i], sink);
        }
    }

    /** Whether a document has begun and not ended. */
    public boolean isPartial() {
        return length > 0 || skipping;
    }

    /** How many documents have ended, so that two looks at a partial one can tell whether it is the same. */
    public long documents() {
        return documents;
    }

    private void onByte(final byte b, final Sink sink) {
        if (b == '\n') {
            if (length > 0) {
                emit(sink);
            }
            if (skipping) {
                skipping = false;
                documents++;
            }
            return;
        }
        if (skipping || length == 0 && (b == ' ' || b == '\t' || b == '\r')) {
            return;
        }
        if (length == maxBytes) {
            reset();
            skipping = true;
            sink.onOversized(maxBytes);
            return;
        }
        append(b);
        if (!toEndOfLine) {
            scan(b, sink);
        }
    }

    private void scan(final byte b, final Sink sink) {
        if (inString) {
            if (escaped) {
                escaped = false;
            } else if (b == '\\') {
                escaped = true;
            } else if (b == '"') {
                inString = false;
            }
            return;
        }
        switch (b) {
            case '{', '[' -> open((byte) (b == '{' ? '}' : ']'));
            case '}', ']' -> close(b, sink);
            case '"' -> {
                inString = depth > 0;
                toEndOfLine = depth == 0;
            }
            default -> toEndOfLine = depth == 0;
        }
    }

    private void open(final byte closer) {
        if (depth == closers.length) {
            toEndOfLine = true;
        } else {
            closers[depth++] = closer;
        }
    }

    private void close(final byte b, final Sink sink) {
        if (depth == 0 || closers[depth - 1] != b) {
            toEndOfLine = true;
        } else if (--depth == 0) {
            emit(sink);
        }
    }

    private void append(final byte b) {
        if (length == buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(maxBytes, length * 2));
        }
        buffer[length++] = b;
    }

    private void emit(final Sink sink) {
        final byte[] document = buffer;
        final int size = length;
        reset();
        sink.onDocument(document, 0, size);
    }

    private void reset() {
        length = 0;
        depth = 0;
        inString = false;
        escaped = false;
        toEndOfLine = false;
        documents++;
        if (buffer.length > KEEP_BYTES) {
            buffer = new byte[INITIAL_BYTES];
        }
    }
}
