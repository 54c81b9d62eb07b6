package io.athenabng.daemon.ring;

/**
 * Requests of PPP channels from the session agent, among those of {@link DataPlaneDescriptor} and in their order, and what channels say,
 * among the data plane's answers.
 *
 * <pre>
 *   open        0 channelId (8) | 8 mac (8) | 16 lineId (4) | 20 pppoeSessionId (4) | 24 restored (4)
 *   frame       0 channelId (8) | 8 protocol (4) | 12 payload
 *   networkUp   0 channelId (8) | 8 protocol (4) | 12 up (4)
 *   close       0 channelId (8)
 *   opened, lost 0 channelId (8) | 8 error (8)
 * </pre>
 */
final class PppDescriptor {
    static final int OPEN = 32;
    static final int SEND = 33;
    static final int NETWORK_UP = 34;
    static final int CLOSE = 35;

    static final int ON_OPEN = 41;
    static final int ON_FRAME = 42;
    static final int ON_LOST = 43;

    static final int CHANNEL_ID = 0;
    static final int OPEN_MAC = 8;
    static final int OPEN_LINE_ID = 16;
    static final int OPEN_SESSION_ID = 20;
    static final int OPEN_RESTORED = 24;
    static final int OPEN_LENGTH = 32;

    static final int FRAME_PROTOCOL = 8;
    static final int FRAME_HEADER_LENGTH = 12;

    static final int NETWORK_PROTOCOL = 8;
    static final int NETWORK_IS_UP = 12;
    static final int NETWORK_LENGTH = 16;

    private PppDescriptor() {
    }
}
