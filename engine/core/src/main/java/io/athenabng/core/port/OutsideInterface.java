package io.athenabng.core.port;

/**
 * The interface on which an outside PPP server has a session. Its name may be given to another one later; both together name this one.
 *
 * @param index its interface index
 * @param name  its name, {@link #NAME_MAX} octets at most
 */
public record OutsideInterface(int index, String name) {
    /** Longest name of an interface, octets ({@code IFNAMSIZ} without the final zero). */
    public static final int NAME_MAX = 15;
}
