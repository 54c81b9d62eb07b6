package io.athenabng.daemon.commit;

import io.athenabng.core.config.ChangeEffect;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.ConfigurationConsumer;
import io.athenabng.daemon.StartException;
import io.athenabng.daemon.agent.Mailbox;
import io.athenabng.daemon.agent.RadiusServices;
import io.athenabng.daemon.agent.UpstreamAgent;
import io.athenabng.daemon.edge.upstream.RelaySocket;
import io.athenabng.daemon.edge.upstream.RelaySockets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The DHCP relay's sockets: one for each address that servers answer to. After the kernel, which has made the addresses, and before
 * sessions. An address that is no longer used is heard until the commit after: servers' answers may be on their way.
 */
public final class RelayConsumer implements ConfigurationConsumer {
    private final Mailbox<RadiusServices> mailbox;
    private final UpstreamAgent upstream;
    private final Function<Set<Integer>, List<RelaySocket>> opener;

    /**
     * A consumer.
     *
     * @param mailbox  the upstream agent's mailbox
     * @param upstream the upstream agent
     * @param opener   opens sockets of addresses
     */
    public RelayConsumer(
            final Mailbox<RadiusServices> mailbox, final UpstreamAgent upstream, final Function<Set<Integer>, List<RelaySocket>> opener) {
        this.mailbox = mailbox;
        this.upstream = upstream;
        this.opener = opener;
    }

    @Override
    public String name() {
        return "DHCP relay";
    }

    @Override
    public List<Effect> plan(final RunningConfiguration from, final RunningConfiguration to) {
        return RelaySockets.giaddrs(from).equals(RelaySockets.giaddrs(to)) ? List.of()
                : List.of(new Effect(ChangeEffect.LIVE, "addresses of the DHCP relay", 0));
    }

    @Override
    public void apply(final RunningConfiguration from, final RunningConfiguration to) {
        final Set<Integer> wanted = new TreeSet<>(RelaySockets.giaddrs(from));
        wanted.addAll(RelaySockets.giaddrs(to));
        final List<RelaySocket> sockets = new ArrayList<>(ask(upstream::sockets));
        sockets.forEach(socket -> wanted.remove(socket.giaddr()));
        try {
            sockets.addAll(opener.apply(wanted));
        } catch (final StartException e) {
            throw new RefusedException(e.getMessage());
        }
        keep(sockets, from, to);
    }

    private void keep(final List<RelaySocket> sockets, final RunningConfiguration from, final RunningConfiguration to) {
        final Set<Integer> used = new TreeSet<>(RelaySockets.giaddrs(from));
        used.addAll(RelaySockets.giaddrs(to));
        sockets.removeIf(socket -> !used.contains(socket.giaddr()));
        ask(() -> {
            upstream.sockets(sockets);
            return true;
        });
    }

    @Override
    public void verify(final RunningConfiguration to) {
        final Set<Integer> missing = new TreeSet<>(RelaySockets.giaddrs(to));
        ask(upstream::sockets).forEach(socket -> missing.remove(socket.giaddr()));
        if (!missing.isEmpty()) {
            throw new RefusedException("the upstream agent does not have all addresses of the DHCP relay");
        }
    }

    @Override
    public void rollBack(final RunningConfiguration from, final RunningConfiguration to) {
        keep(new ArrayList<>(ask(upstream::sockets)), to, to);
    }

    private <R> R ask(final Supplier<R> task) {
        return AgentCalls.ask(mailbox, "the upstream agent", services -> task.get());
    }
}
