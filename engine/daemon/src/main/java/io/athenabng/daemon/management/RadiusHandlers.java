package io.athenabng.daemon.management;

import io.athenabng.core.config.RadiusServerGroupSettings;
import io.athenabng.core.config.RadiusServerSettings;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.radius.client.RadiusClient;
import io.athenabng.core.radius.client.RadiusEndpoint;
import io.athenabng.core.radius.client.RttHistogram;
import io.athenabng.core.radius.dynamic.DynamicAuthorizationServer;
import io.athenabng.daemon.agent.RadiusServices;
import io.athenabng.rpc.api.Event;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.api.ShowRadius;
import io.athenabng.rpc.api.TestRadius;
import io.athenabng.rpc.socket.RpcCall;
import io.athenabng.rpc.socket.RpcDispatcher;
import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.radius.RadiusPacketFlyweight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** RADIUS servers: how they are, and a request to them. */
final class RadiusHandlers {
    private static final long NS_PER_MS = 1_000_000L;
    private static final long NS_PER_US = 1_000L;
    private static final int MEDIAN = 50;
    private static final int MOST = 95;
    private static final int NEARLY_ALL = 99;

    private final ManagementContext context;
    private RadiusTexts texts;

    RadiusHandlers(final ManagementContext context) {
        this.context = context;
        texts = load();
    }

    private RadiusTexts load() {
        return RadiusTexts.load(context.daemon().configurationFile(), context.configuration().radius().athenaVendor());
    }

    void register(final RpcDispatcher dispatcher) {
        dispatcher.on(RpcCatalogue.SHOW_RADIUS, this::onShowRadius);
        dispatcher.on(RpcCatalogue.TEST_RADIUS, this::onTestRadius);
    }

    static Event.Server event(final String serverName, final boolean accounting, final String reason) {
        return new Event.Server(serverName, side(accounting), reason);
    }

    private static String side(final boolean accounting) {
        return accounting ? "accounting" : "authentication";
    }

    private void onShowRadius(final RpcCall<ShowRadius.Params, ShowRadius.Result> call) {
        final String server = call.params().server();
        context.answer(call, context.radius().ask(services -> {
            final RadiusSettings settings = services.settings();
            if (server != null && settings.serverIndex(server) < 0) {
                throw Replies.notFound("no RADIUS server " + server);
            }
            final RadiusClient client = services.client();
            final List<ShowRadius.Server> servers = new ArrayList<>();
            for (final RadiusEndpoint endpoint : client.endpoints()) {
                if (server == null || server.equals(endpoint.settings().name())) {
                    servers.add(view(endpoint));
                }
            }
            final List<ShowRadius.Group> groups = new ArrayList<>();
            for (int i = 0; i < settings.serverGroups().size(); i++) {
                final RadiusServerGroupSettings group = settings.serverGroups().get(i);
                final List<String> members = group.members().stream()
                        .sorted(Comparator.comparingInt(RadiusServerGroupSettings.Member::priority))
                        .map(member -> settings.servers().get(member.serverIndex()).name()).toList();
                if (server == null || members.contains(server)) {
                    groups.add(new ShowRadius.Group(
                            group.name(), members, client.group(i, false).queued(), client.group(i, true).queued(),
                            services.accounting().depth(i), services.accounting().bytes(i)));
                }
            }
            return new ShowRadius.Result(servers, groups, dynamic(services));
        }));
    }

    private static ShowRadius.DynamicAuthorization dynamic(final RadiusServices services) {
        final DynamicAuthorizationServer server = services.dynamicAuthorization();
        return server == null ? null : new ShowRadius.DynamicAuthorization(server.received(), server.answers(RadiusCode.COA_ACK),
                server.answers(RadiusCode.COA_NAK), server.answers(RadiusCode.DISCONNECT_ACK), server.answers(RadiusCode.DISCONNECT_NAK),
                server.duplicates(), server.dropped(), server.transactions());
    }

    private static ShowRadius.Server view(final RadiusEndpoint endpoint) {
        final RadiusServerSettings settings = endpoint.settings();
        final boolean tls = settings.tls() != null;
        final RttHistogram rtt = endpoint.rtt();
        return new ShowRadius.Server(settings.name(), side(endpoint.accounting()), settings.address().toString(),
                endpoint.accounting() && !tls ? settings.accountingPort() : settings.authenticationPort(), tls ? "tls" : "udp",
                endpoint.state().name().toLowerCase(Locale.ROOT), endpoint.outstanding(), endpoint.sourceCount(),
                endpoint.counters().sent(), endpoint.counters().retransmits(), endpoint.counters().timeouts(),
                endpoint.counters().accepts(), endpoint.counters().rejects(), endpoint.counters().challenges(),
                endpoint.counters().accountingResponses(), endpoint.counters().badAuthenticators(), endpoint.counters().malformed(),
                endpoint.counters().strays(), percentile(rtt, MEDIAN), percentile(rtt, MOST), percentile(rtt, NEARLY_ALL),
                endpoint.lastAnswerNs() == 0 ? null : endpoint.lastAnswerNs() / NS_PER_MS);
    }

    private static Long percentile(final RttHistogram rtt, final int percent) {
        return rtt.count() == 0 ? null : (Long) rtt.percentileUs(percent);
    }

    private void onTestRadius(final RpcCall<TestRadius.Params, TestRadius.Result> call) {
        final TestRadius.Params params = call.params();
        final RadiusSettings settings = context.configuration().radius();
        final String name = settings.serverGroups().get(group(settings, params.group())).name();
        final UnsafeBuffer attributes = new UnsafeBuffer(new byte[RadiusPacketFlyweight.MAX_LENGTH]);
        final int length = RadiusTestComposer.compose(settings, params, attributes);
        if (texts.athenaVendor() != settings.athenaVendor()) {
            texts = load();
        }
        final RadiusTexts by = texts;
        final CompletableFuture<TestRadius.Result> result = new CompletableFuture<>();
        context.radius().ask(services -> {
            send(services, name, group(services.settings(), name), attributes, length, by, result);
            return null;
        }).whenComplete((nothing, thrown) -> {
            if (thrown != null) {
                result.completeExceptionally(thrown);
            }
        });
        context.answer(call, result);
    }

    private static int group(final RadiusSettings settings, final String name) {
        if (name == null && settings.serverGroups().size() > 1) {
            throw new Replies.Refusal(RpcErrorCode.AMBIGUOUS, "there are " + settings.serverGroups().size()
                    + " groups of RADIUS servers", "say which with 'group'");
        }
        final int index = name == null ? settings.serverGroups().size() - 1 : settings.serverGroupIndex(name);
        if (index < 0) {
            throw Replies.notFound(name == null ? "no group of RADIUS servers is configured" : "no group of RADIUS servers " + name);
        }
        return index;
    }

    /** On the upstream agent's thread. */
    private static void send(final RadiusServices services, final String groupName, final int group, final DirectBuffer attributes,
            final int length, final RadiusTexts by, final CompletableFuture<TestRadius.Result> result) {
        final long startNs = System.nanoTime();
        final boolean taken = services.client().request(new RadiusClient.Handler() {
            @Override
            public void onAnswer(
                    final long correlationId, final int code, final DirectBuffer buffer, final int offset, final int answerLength) {
                result.complete(new TestRadius.Result(RadiusCode.name(code), groupName, elapsedUs(startNs),
                        by.attributes(buffer, offset, answerLength)));
            }

            @Override
            public void onUnanswered(final long correlationId, final int code) {
                result.complete(new TestRadius.Result("unanswered", groupName, elapsedUs(startNs), List.of()));
            }
        }, RadiusCode.ACCESS_REQUEST, group, 0, attributes, 0, length);
        if (!taken) {
            throw new Replies.Refusal(RpcErrorCode.BUSY, "too many RADIUS requests are under way", null);
        }
    }

    private static long elapsedUs(final long startNs) {
        return (System.nanoTime() - startNs) / NS_PER_US;
    }
}
