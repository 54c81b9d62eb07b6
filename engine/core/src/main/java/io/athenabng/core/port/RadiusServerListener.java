package io.athenabng.core.port;

/** Takes changes of servers. Called on the upstream agent's thread. */
public interface RadiusServerListener {
    /**
     * A server is found dead.
     *
     * @param serverName its name
     * @param accounting whether it is its accounting side
     * @param reason     why, for people
     */
    void onServerDead(String serverName, boolean accounting, String reason);

    /**
     * A server that was dead answers again.
     *
     * @param serverName its name
     * @param accounting whether it is its accounting side
     */
    void onServerAlive(String serverName, boolean accounting);
}
