package io.athenabng.core.port;

/** Takes changes of servers. Called on the upstream agent's thread. */
public interface RadiusServerListener {
    /**
     * A server is found dead.
     *
     * @param serverIndex the server in {@code RadiusSettings.servers}
     * @param accounting  whether it is its accounting side
     * @param reason      why, for people
     */
    void onServerDead(int serverIndex, boolean accounting, String reason);

    /**
     * A server that was dead answers again.
     *
     * @param serverIndex the server in {@code RadiusSettings.servers}
     * @param accounting  whether it is its accounting side
     */
    void onServerAlive(int serverIndex, boolean accounting);
}
