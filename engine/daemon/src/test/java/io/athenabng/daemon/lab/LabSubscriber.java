package io.athenabng.daemon.lab;

import io.athenabng.ffi.testkit.Command;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A subscriber's router: a namespace of its own with one interface {@code wan}, and a real DHCP client in it. */
final class LabSubscriber {
    private static final String UDHCPC_SCRIPT = """
        #!/bin/sh
        case $1 in
            deconfig) ip -4 addr flush dev $interface ;;
            bound | renew)
                ip addr replace $ip/24 dev $interface
                ip route replace default via $router dev $interface ;;
        esac
        exit 0
        """;
    private static final String DHCLIENT_SCRIPT = """
        #!/bin/sh
        case $reason in
            PREINIT) ip link set $interface up ;;
            BOUND | RENEW | REBIND | REBOOT)
                ip addr replace $new_ip_address/24 dev $interface
                ip route replace default via ${new_routers%% *} dev $interface ;;
            EXPIRE | FAIL | RELEASE | STOP) ip -4 addr flush dev $interface ;;
        esac
        exit 0
        """;

    final String name;
    final String mac;
    private final Path directory;
    private Process client;

    private LabSubscriber(final Path directory, final String name, final String mac) {
        this.directory = directory;
        this.name = name;
        this.mac = mac;
    }

    /**
     * Makes the subscriber.
     *
     * @param parent the interface in the namespace {@code sub} that it is put on
     * @param type   how: {@code type vlan id 100}, {@code type macvlan mode private}
     */
    static LabSubscriber on(final Path directory, final String name, final String mac, final String parent, final String type) {
        Lab.sh("ip netns add " + name + " && ip -n " + name + " link set lo up"
            + " && ip netns exec " + name + " sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1"
            + " && ip -n sub link add link " + parent + " name wan-" + name + ' ' + type
            + " && ip -n sub link set wan-" + name + " netns " + name
            + " && ip -n " + name + " link set wan-" + name + " name wan address " + mac + " mtu 1500"
            + " && ip -n " + name + " link set wan up");
        return new LabSubscriber(directory, name, mac);
    }

    void startUdhcpc(final String... options) {
        final List<String> words = new ArrayList<>(List.of("busybox", "udhcpc", "-f", "-R", "-i", "wan", "-t", "10", "-T", "3", "-A", "3"));
        words.addAll(List.of(options));
        words.add("-s");
        start("udhcpc", UDHCPC_SCRIPT, words.toArray(new String[0]));
    }

    void startDhclient() {
        start("dhclient", DHCLIENT_SCRIPT, "dhclient", "-4", "-d", "-lf", directory.resolve(name + ".leases").toString(),
            "-pf", directory.resolve(name + ".pid").toString(), "-sf");
    }

    private void start(final String kind, final String script, final String... words) {
        try {
            final Path file = Files.writeString(directory.resolve(kind + "-event"), script);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            final List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name));
            command.addAll(List.of(words));
            command.add(file.toString());
            if (kind.equals("dhclient")) {
                command.add("wan");
            }
            final File log = directory.resolve(name + ".log").toFile();
            final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
            builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
            client = builder.start();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void signal(final String signal) {
        Lab.sh("kill -" + signal + ' ' + client.pid());
    }

    /** The client gives its address back and ends. */
    void release() {
        if (Files.exists(directory.resolve(name + ".leases"))) {
            Lab.sh("ip netns exec " + name + " dhclient -4 -r -lf " + directory.resolve(name + ".leases") + " -pf "
                + directory.resolve(name + ".pid") + " -sf " + directory.resolve("dhclient-event") + " wan");
        } else {
            signal("TERM");
        }
    }

    String log() {
        return Lab.output("tail -n 20 " + directory.resolve(name + ".log"));
    }

    /** Its address; empty if it has none. */
    String address() {
        return Lab.output("ip -n " + name + " -4 -o addr show dev wan | sed -n 's/.*inet \\([0-9.]*\\).*/\\1/p' | head -n 1").strip();
    }

    String awaitAddress(final int seconds) {
        Lab.eventually(seconds, () -> name + " has no address: " + log(), () -> !address().isEmpty());
        return address();
    }

    boolean pings(final String to, final String options) {
        return Command.tryRun("sh", "-c", "ip netns exec " + name + " ping -q -c 2 -i 0.3 -W 2 " + options + ' ' + to).status() == 0;
    }

    void awaitPing(final int seconds, final String to) {
        Lab.eventually(seconds, () -> name + " does not reach " + to + ": " + Lab.output("ip -n " + name + " addr; ip -n " + name
            + " route; ip route; ip neigh; ip -o link"), () -> pings(to, ""));
    }
}
