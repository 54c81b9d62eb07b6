package io.athenabng.core.ppp;

/**
 * The option negotiation automaton of RFC 1661 (section 4), the same for LCP, IPCP and IPV6CP. The table is section 4.1's, without its
 * restart option ({@code r}): an Open in a state that is open or on its way changes nothing. Passive waiting ({@code p}) is not used. The
 * caller runs the restart timer: it is wanted while {@link #isTimed()} is true, and its end is the event {@link #timeoutEvent()}.
 */
final class PppAutomaton {
    static final int INITIAL = 0;
    static final int STARTING = 1;
    static final int CLOSED = 2;
    static final int STOPPED = 3;
    static final int CLOSING = 4;
    static final int STOPPING = 5;
    static final int REQUEST_SENT = 6;
    static final int ACK_RECEIVED = 7;
    static final int ACK_SENT = 8;
    static final int OPENED = 9;
    static final int STATES = 10;

    /** Lower layer is up. */
    static final int UP = 0;
    /** Lower layer is down. */
    static final int DOWN = 1;
    /** Administrative open. */
    static final int OPEN = 2;
    /** Administrative close. */
    static final int CLOSE = 3;
    /** Timeout with the restart counter above zero. */
    static final int TIMEOUT_MORE = 4;
    /** Timeout with the restart counter expired. */
    static final int TIMEOUT_LAST = 5;
    /** Configure-Request, good. */
    static final int REQUEST_GOOD = 6;
    /** Configure-Request, bad. */
    static final int REQUEST_BAD = 7;
    /** Configure-Ack. */
    static final int ACK = 8;
    /** Configure-Nak or -Reject. */
    static final int NAK = 9;
    /** Terminate-Request. */
    static final int TERMINATE_REQUEST = 10;
    /** Terminate-Ack. */
    static final int TERMINATE_ACK = 11;
    /** Unknown code. */
    static final int UNKNOWN_CODE = 12;
    /** Code- or Protocol-Reject that can be lived with. */
    static final int REJECT_PERMITTED = 13;
    /** Code- or Protocol-Reject that cannot. */
    static final int REJECT_FATAL = 14;
    /** Echo-Request, Echo-Reply or Discard-Request. */
    static final int ECHO = 15;
    static final int EVENTS = 16;

    /** What the automaton does. Called on its owner's thread, in the order of the table. */
    interface Actions {
        void thisLayerUp();

        void thisLayerDown();

        void thisLayerStarted();

        void thisLayerFinished();

        void sendConfigureRequest();

        /** Sends the answer to the request that is at hand: Ack. */
        void sendConfigureAck();

        /** Sends the answer to the request that is at hand: Nak or Reject. */
        void sendConfigureNak();

        void sendTerminateRequest();

        void sendTerminateAck();

        void sendCodeReject();

        void sendEchoReply();

        /** The restart timer begins anew, or stops. */
        void restartTimer(boolean wanted);
    }

    private static final int TLD = 0x10;
    private static final int TLS = 0x20;
    private static final int IRC = 0x40;
    private static final int ZRC = 0x80;
    private static final int SCR = 0x100;
    private static final int SCA = 0x200;
    private static final int SCN = 0x400;
    private static final int STR = 0x800;
    private static final int STA = 0x1000;
    private static final int SCJ = 0x2000;
    private static final int SER = 0x4000;
    private static final int TLU = 0x8000;
    private static final int TLF = 0x1_0000;
    private static final int STATE_MASK = 0xf;
    /** The event cannot happen in the state; it changes nothing. */
    private static final int NONE = -1;

    /** By event and state: what is done, and the next state. */
    private static final int[][] TABLE = {
        {2, IRC | SCR | 6, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE},
        {NONE, NONE, 0, TLS | 1, 0, 1, 1, 1, 1, TLD | 1},
        {TLS | 1, 1, IRC | SCR | 6, 3, 5, 5, 6, 7, 8, 9},
        {0, TLF, 2, 2, 4, 4, IRC | STR | 4, IRC | STR | 4, IRC | STR | 4, TLD | IRC | STR | 4},
        {NONE, NONE, NONE, NONE, STR | 4, STR | 5, SCR | 6, SCR | 6, SCR | 8, NONE},
        {NONE, NONE, NONE, NONE, TLF | 2, TLF | 3, TLF | 3, TLF | 3, TLF | 3, NONE},
        {NONE, NONE, STA | 2, IRC | SCR | SCA | 8, 4, 5, SCA | 8, SCA | TLU | 9, SCA | 8, TLD | SCR | SCA | 8},
        {NONE, NONE, STA | 2, IRC | SCR | SCN | 6, 4, 5, SCN | 6, SCN | 7, SCN | 6, TLD | SCR | SCN | 6},
        {NONE, NONE, STA | 2, STA | 3, 4, 5, IRC | 7, SCR | 6, IRC | TLU | 9, TLD | SCR | 6},
        {NONE, NONE, STA | 2, STA | 3, 4, 5, IRC | SCR | 6, SCR | 6, IRC | SCR | 8, TLD | SCR | 6},
        {NONE, NONE, STA | 2, STA | 3, STA | 4, STA | 5, STA | 6, STA | 6, STA | 6, TLD | ZRC | STA | 5},
        {NONE, NONE, 2, 3, TLF | 2, TLF | 3, 6, 6, 8, TLD | SCR | 6},
        {NONE, NONE, SCJ | 2, SCJ | 3, SCJ | 4, SCJ | 5, SCJ | 6, SCJ | 7, SCJ | 8, SCJ | 9},
        {NONE, NONE, 2, 3, 4, 5, 6, 6, 8, 9},
        {NONE, NONE, TLF | 2, TLF | 3, TLF | 2, TLF | 3, TLF | 3, TLF | 3, TLF | 3, TLD | IRC | STR | 5},
        {NONE, NONE, 2, 3, 4, 5, 6, 7, 8, SER | 9},
    };

    private final Actions actions;
    private byte state = INITIAL;
    private byte restartCount;

    PppAutomaton(final Actions actions) {
        this.actions = actions;
    }

    int state() {
        return state;
    }

    /** Whether the restart timer runs in the state. */
    boolean isTimed() {
        return state >= CLOSING && state <= ACK_SENT;
    }

    /** A session of before a restart: it is open already. */
    void restore() {
        state = OPENED;
    }

    /**
     * Something happened.
     *
     * @param event        what
     * @param maxConfigure how often a Configure-Request is sent
     * @param maxTerminate how often a Terminate-Request is sent
     * @return whether the event can happen in the state
     */
    boolean on(final int event, final int maxConfigure, final int maxTerminate) {
        final int cell = TABLE[event][state];
        if (cell == NONE) {
            return false;
        }
        state = (byte) (cell & STATE_MASK);
        if ((cell & TLD) != 0) {
            actions.thisLayerDown();
        }
        if ((cell & TLS) != 0) {
            actions.thisLayerStarted();
        }
        if ((cell & IRC) != 0) {
            restartCount = (byte) ((cell & STR) != 0 ? maxTerminate : maxConfigure);
        }
        if ((cell & ZRC) != 0) {
            restartCount = 0;
            actions.restartTimer(true);
        }
        if ((cell & (SCR | STR)) != 0) {
            restartCount = (byte) Math.max(0, restartCount - 1);
            actions.restartTimer(true);
        } else if (!isTimed()) {
            actions.restartTimer(false);
        }
        send(cell);
        if ((cell & TLU) != 0) {
            actions.thisLayerUp();
        }
        if ((cell & TLF) != 0) {
            actions.thisLayerFinished();
        }
        return true;
    }

    private void send(final int cell) {
        if ((cell & SCR) != 0) {
            actions.sendConfigureRequest();
        }
        if ((cell & SCA) != 0) {
            actions.sendConfigureAck();
        }
        if ((cell & SCN) != 0) {
            actions.sendConfigureNak();
        }
        if ((cell & STR) != 0) {
            actions.sendTerminateRequest();
        }
        if ((cell & STA) != 0) {
            actions.sendTerminateAck();
        }
        if ((cell & SCJ) != 0) {
            actions.sendCodeReject();
        }
        if ((cell & SER) != 0) {
            actions.sendEchoReply();
        }
    }

    /** The event that the restart timer's end is. */
    int timeoutEvent() {
        return restartCount > 0 ? TIMEOUT_MORE : TIMEOUT_LAST;
    }
}
