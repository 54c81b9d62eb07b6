package io.athenabng.core.pppoe;

/** Why a sound discovery packet led to nothing. Each reason has a counter. */
public enum PppoeRefusal {
    /** The group serves no PPPoE. */
    NOT_ENABLED("packets on lines of groups without PPPoE"),
    /** The packet is for another station, or for all where it should be for the gateway. */
    WRONG_DESTINATION("packets to another station"),
    /** The client's MAC is in deny-macs, or not in allow-macs. */
    MAC_LIST("packets of MACs that are denied, or not allowed"),
    /** mac-rate. */
    MAC_RATE("packets beyond mac-rate"),
    /** line-rate. */
    LINE_RATE("packets beyond line-rate"),
    /** trunk-rate. */
    TRUNK_RATE("packets beyond trunk-rate"),
    /** The Service-Name is not served. */
    SERVICE_NAME("packets for services that are not served"),
    /** PADR without a cookie of ours, or with one of another client. */
    BAD_COOKIE("PADRs whose cookie is stale, stolen or missing"),
    /** The line's, or the client's, session of an earlier run is still being restored. */
    RESTORING("packets of clients whose session of before a start was not back yet"),
    /** The data plane or the sender is behind. */
    BUSY("packets dropped because the data plane is behind"),
    /** As many sessions as the line may have. */
    LINE_FULL("packets on lines with as many clients as they may have"),
    /** No session id is free on the line. */
    NO_SESSION_ID("PADRs that found no free session id"),
    /** The line cannot be made. */
    LINE_FAILED("PADRs on lines that the data plane refused"),
    /** The kernel refuses the channel. */
    CHANNEL_FAILED("PADRs for which the data plane refused a channel"),
    /** PADT of a session that this client does not have on this line. */
    FOREIGN_PADT("PADTs that name a session of another client or line, or none"),
    /** PADO or PADS from a line: another access concentrator. */
    FOREIGN_CONCENTRATOR("PADOs and PADSs that arrived from lines: another access concentrator"),
    /** Single session: the younger one is refused. */
    SINGLE_SESSION("sessions refused because the User-Name has one");

    private final String description;

    PppoeRefusal(final String description) {
        this.description = description;
    }

    /** @return what its counter counts, for people */
    public String description() {
        return description;
    }
}
