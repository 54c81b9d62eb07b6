package io.athenabng.core.config;

/**
 * What a session gets that Athena-Policy names. What an answer says itself comes first.
 *
 * @param name             its name
 * @param qosProfile       the name of a QoS profile; empty is none
 * @param sessionTimeoutNs how long its sessions may last, ns; 0 takes the group's
 * @param idleTimeoutNs    after how long without upload traffic they end, ns; 0 takes the group's
 * @param pool             the pool of their addresses; empty takes the group's
 */
public record PolicySettings(String name, String qosProfile, long sessionTimeoutNs, long idleTimeoutNs, String pool) {
}
