package io.athenabng.core.lifecycle;

import io.athenabng.core.port.OutsideInterface;

/**
 * A session that an outside PPP server reports: it has authenticated the subscriber and given the address.
 *
 * @param trunkIndex       the line's trunk
 * @param vlanStack        the line's tags
 * @param mac              the subscriber's MAC
 * @param ipv4             its address, host order
 * @param userName         its User-Name; empty if the server does not say
 * @param at               the interface that the server has it on
 * @param downBitsPerSecond download rate; 0 is unlimited, {@code UserSettings.UNSET} what the users or the group say
 * @param upBitsPerSecond   upload rate; the same
 */
public record OutsideSession(int trunkIndex, long vlanStack, long mac, int ipv4, String userName, OutsideInterface at,
        long downBitsPerSecond, long upBitsPerSecond) {
}
