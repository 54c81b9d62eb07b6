package io.athenabng.wire.pppoe;

/** Values of CODE in the PPPoE header (RFC 2516, section 5). */
public final class PppoeCode {

    /** Data of a session. */
    public static final int SESSION = 0x00;

    /** Active Discovery Offer: from the access concentrator. */
    public static final int PADO = 0x07;

    /** Active Discovery Initiation: from the host, to all. */
    public static final int PADI = 0x09;

    /** Active Discovery Request: from the host. */
    public static final int PADR = 0x19;

    /** Active Discovery Session-confirmation: from the access concentrator. */
    public static final int PADS = 0x65;

    /** Active Discovery Terminate: from either. */
    public static final int PADT = 0xa7;

    private PppoeCode() {
    }

    /** The code's name, {@code 0x..} for one that is not assigned. */
    public static String name(final int code) {
        return switch (code) {
            case SESSION -> "SESSION";
            case PADO -> "PADO";
            case PADI -> "PADI";
            case PADR -> "PADR";
            case PADS -> "PADS";
            case PADT -> "PADT";
            default -> "0x" + Integer.toHexString(code);
        };
    }
}
