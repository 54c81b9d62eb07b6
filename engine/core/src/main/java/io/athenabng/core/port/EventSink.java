package io.athenabng.core.port;

import io.athenabng.core.session.SessionRecordFlyweight;

/** Takes what happened, for whoever has subscribed. Never blocks; what does not fit is counted and dropped. */
public interface EventSink {
    /** Kinds of events. */
    enum Kind {
        /** A session's lease is acknowledged and its data path is up. */
        SESSION_DHCP_UP("session.dhcp_up"),
        /** A session ended. */
        SESSION_DHCP_DOWN("session.dhcp_down"),
        /** A PPPoE session's client is authenticated and has its address. */
        SESSION_PPPOE_UP("session.pppoe_up"),
        /** A PPPoE session ended. */
        SESSION_PPPOE_DOWN("session.pppoe_down"),
        /** A session's state or rates changed. */
        SESSION_CHANGED("session.changed"),
        /** An access line exists. */
        INTERFACE_CREATED("interface_created"),
        /** An access line is gone. */
        INTERFACE_REMOVED("interface_removed");

        private static final Kind[] VALUES = values();
        private final String eventName;

        Kind(final String eventName) {
            this.eventName = eventName;
        }

        /** @return its name in the RPC catalogue */
        public String eventName() {
            return eventName;
        }

        /**
         * What is said when a session came up.
         *
         * @param record the session
         * @return the kind
         */
        public static Kind up(final SessionRecordFlyweight record) {
            return record.encapsulation() == SessionRecordFlyweight.ENCAPSULATION_IPOE ? SESSION_DHCP_UP : SESSION_PPPOE_UP;
        }

        /**
         * What is said when a session ended.
         *
         * @param record the session
         * @return the kind
         */
        public static Kind down(final SessionRecordFlyweight record) {
            return record.encapsulation() == SessionRecordFlyweight.ENCAPSULATION_IPOE ? SESSION_DHCP_DOWN : SESSION_PPPOE_DOWN;
        }

        /**
         * The kind with an ordinal.
         *
         * @param ordinal the ordinal
         * @return the kind
         */
        public static Kind get(final int ordinal) {
            return VALUES[ordinal];
        }
    }

    /**
     * Something happened to a session.
     *
     * @param kind   what
     * @param record the session, valid until the call returns
     */
    void onSessionEvent(Kind kind, SessionRecordFlyweight record);

    /**
     * Something happened to a line.
     *
     * @param kind       what
     * @param lineId     the line
     * @param trunkIndex its trunk
     * @param vlanStack  its tags
     */
    void onLineEvent(Kind kind, int lineId, int trunkIndex, long vlanStack);
}
