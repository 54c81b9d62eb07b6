package io.athenabng.rpc.api;

/** The types of events in the stream that {@code events.subscribe} opens; {@link #wireName()} is what crosses the socket. */
public enum EventType {
    /** A DHCP session is up: acknowledged, stored, routed. */
    SESSION_DHCP_UP("session.dhcp_up", "A DHCP session is up: acknowledged, stored and routed"),
    /** A DHCP session has ended. */
    SESSION_DHCP_DOWN("session.dhcp_down", "A DHCP session has ended; session.terminate_cause says why"),
    /** A PPPoE session is up: authenticated, and its client has an address. */
    SESSION_PPPOE_UP("session.pppoe_up", "A PPPoE session is up: authenticated, and its client has its address"),
    /** A PPPoE session has ended. */
    SESSION_PPPOE_DOWN("session.pppoe_down", "A PPPoE session has ended; session.terminate_cause says why"),
    /** A session went from one state to another. */
    SESSION_STATE("session.state", "A session went from session.previous_state to session.state"),
    /** The interfaces of an access line exist. */
    INTERFACE_CREATED("interface_created", "The kernel interfaces of an access line exist and are up"),
    /** The interfaces of an access line were removed. */
    INTERFACE_REMOVED("interface_removed", "The kernel interfaces of an access line were removed"),
    /** A RADIUS server does not answer. */
    RADIUS_SERVER_DEAD("radius.server_dead", "A RADIUS server was found dead; server.reason says why"),
    /** A RADIUS server that was dead answers again. */
    RADIUS_SERVER_ALIVE("radius.server_alive", "A RADIUS server that was dead answers again"),
    /** Something entered the error log. */
    ERROR("error", "A distinct error was recorded for the first time or came again"),
    /** A control frame of what a monitor watches passed. */
    MONITOR_FRAME("monitor.frame", "A control frame of what monitor.session watches passed; only for those who ask for this type"),
    /** Events were lost because this subscriber reads too slowly. */
    EVENTS_DROPPED("events.dropped", "This reader was too slow: so many events before this one were dropped; always delivered");

    private final String wireName;
    private final String meaning;

    EventType(final String wireName, final String meaning) {
        this.wireName = wireName;
        this.meaning = meaning;
    }

    /** The name in the notification and in filters. */
    public String wireName() {
        return wireName;
    }

    /** One sentence for the reference page. */
    public String meaning() {
        return meaning;
    }

    /** The type with this wire name, or null. */
    public static EventType ofWireName(final String name) {
        for (final EventType candidate : values()) {
            if (candidate.wireName.equals(name)) {
                return candidate;
            }
        }
        return null;
    }
}
