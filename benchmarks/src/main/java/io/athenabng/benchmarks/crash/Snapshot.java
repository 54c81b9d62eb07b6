package io.athenabng.benchmarks.crash;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What everybody has at one moment at which nothing is under way.
 *
 * @param holdings   what clients hold
 * @param sessions   what the store has
 * @param routes     addresses that the kernel sends to subscribers, each with its line's interface
 * @param shaped     interfaces that are shaped in both directions
 * @param neighbours addresses with the MAC that the kernel keeps for them, as {@code ADDRESS MAC}
 * @param admitted   addresses with the MAC whose packets are let in and taken to a shaper, in the same form
 * @param reports    what the accounting server was told, by Acct-Session-Id
 * @param errors     what the daemon's error log has
 */
record Snapshot(List<ChurningClients.Holding> holdings, List<Session> sessions, Map<String, String> routes, Set<String> shaped,
                Set<String> neighbours, Set<String> admitted, Map<String, AccountingSink.Reports> reports, List<String> errors) {
    /**
     * A session of the store.
     *
     * @param id            its number
     * @param state         its phase, as {@code show subscribers} says
     * @param address       its address
     * @param mac           its client
     * @param acctSessionId its Acct-Session-Id
     */
    record Session(long id, String state, String address, String mac, String acctSessionId) {
        boolean isUp() {
            return state.equals("up");
        }

        /** What names it to clients and to the kernel. */
        String key() {
            return address + ' ' + mac;
        }
    }

    /** The same, told of later reports. */
    Snapshot with(Map<String, AccountingSink.Reports> laterReports) {
        return new Snapshot(holdings, sessions, routes, shaped, neighbours, admitted, laterReports, errors);
    }
}
