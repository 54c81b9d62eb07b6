package io.athenabng.daemon.ring;

/**
 * RADIUS requests from the session agent to the upstream agent, and what comes back: lists of attributes without a packet's header.
 *
 * <pre>
 *   request         0 correlationId (8) | 8 code (4) | 12 serverGroupIndex (4) | 16 attributes
 *   dynamic answer  0 token (8)         | 8 code (4) | 12 unused (4)           | 16 attributes
 *   answer          0 correlationId (8) | 8 code (4) | 12 unused (4)           | 16 attributes
 *   unanswered      0 correlationId (8) | 8 code (4) | 12 unused (4)
 *   dynamic request 0 token (8)         | 8 code (4) | 12 unused (4)           | 16 attributes
 * </pre>
 */
final class RadiusDescriptor {
    static final int REQUEST = 1;
    static final int ANSWER_DYNAMIC = 2;

    static final int ON_ANSWER = 11;
    static final int ON_UNANSWERED = 12;
    static final int ON_DYNAMIC_REQUEST = 13;

    static final int ID = 0;
    static final int CODE = 8;
    static final int GROUP_INDEX = 12;
    static final int ATTRIBUTES = 16;

    private RadiusDescriptor() {
    }
}
