package io.athenabng.daemon.lab;

import io.athenabng.ffi.testkit.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A subscriber's router that dials: Debian's pppd with its rp-pppoe plugin on {@code wan} of a {@link LabSubscriber}; its link is ppp0. */
final class LabDialer {
    final LabSubscriber at;
    private final Path log;
    private final Path output;
    private Process client;

    LabDialer(final Path directory, final LabSubscriber at) {
        this.at = at;
        log = directory.resolve(at.name + ".pppd");
        output = directory.resolve(at.name + ".pppd.out");
    }

    /** Dials as a user; the log begins anew. Only the second {@code debug} logs echoes. */
    void dial(final String user, final String password, final String... options) {
        try {
            Files.deleteIfExists(log);
            final List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", at.name, "pppd", "plugin", "rp-pppoe.so", "nic-wan",
                "unit", "0", "user", user, "password", password, "noauth", "noccp", "noipdefault", "defaultroute", "usepeerdns",
                "nodetach", "debug", "debug", "lcp-echo-interval", "2", "lcp-echo-failure", "600", "logfile", log.toString()));
            words.addAll(List.of(options));
            final ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
            client = builder.start();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void signal(final String signal) {
        Lab.sh("kill -" + signal + ' ' + client.pid());
    }

    boolean isAlive() {
        return client != null && client.isAlive();
    }

    void awaitEnd(final int seconds) {
        Lab.eventually(seconds, () -> at.name + " still dials: " + log(), () -> !client.isAlive());
    }

    /** What pppd wrote. */
    String log() {
        return Lab.output("cat " + log + ' ' + output + " 2>/dev/null");
    }

    /** How often pppd's log has some words. */
    int count(final String words) {
        return log().split(java.util.regex.Pattern.quote(words), -1).length - 1;
    }

    /** Its address; empty if it has none. */
    String address() {
        return Lab.output("ip -n " + at.name + " -4 -o addr show dev ppp0 2>/dev/null | sed -n 's/.*inet \\([0-9.]*\\).*/\\1/p'").strip();
    }

    String awaitAddress(final int seconds) {
        Lab.eventually(seconds, () -> at.name + " has no address: " + log(), () -> !address().isEmpty());
        return address();
    }

    boolean pings(final String to, final String options) {
        return Command.tryRun("sh", "-c", "ip netns exec " + at.name + " ping -q -c 2 -i 0.3 -W 2 " + options + ' ' + to).status() == 0;
    }

    void awaitPing(final int seconds, final String to) {
        Lab.eventually(seconds, () -> at.name + " does not reach " + to + ": " + Lab.output("ip -n " + at.name + " addr; ip -n " + at.name
            + " route; ip route; ip -o link; ip -s link show type ppp") + log(), () -> pings(to, ""));
    }
}
