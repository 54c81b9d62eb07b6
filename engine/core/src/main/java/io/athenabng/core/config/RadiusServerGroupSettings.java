package io.athenabng.core.config;

import java.util.List;

/**
 * Servers that stand in for one another.
 *
 * @param name    its name
 * @param members its servers
 */
public record RadiusServerGroupSettings(String name, List<Member> members) {
    /**
     * A server in a group.
     *
     * @param serverIndex the server in {@link RadiusSettings#servers()}
     * @param priority    servers of a lower number are asked first; of a higher one only when those are dead
     * @param weight      share of the requests among servers of the same priority
     */
    public record Member(int serverIndex, int priority, int weight) {
    }

    /** Takes a copy of the list. */
    public RadiusServerGroupSettings {
        members = List.copyOf(members);
    }
}
