package io.athenabng.core.ppp;

import io.athenabng.core.port.CounterRegistry;
import io.athenabng.wire.ppp.PppMalformedReason;
import java.util.Locale;
import org.agrona.concurrent.status.AtomicCounter;

/** What happens in PPP: {@code ppp.*}. Owned by the session agent. */
final class PppCounters {
    final AtomicCounter received;
    final AtomicCounter sent;
    final AtomicCounter notSent;
    final AtomicCounter outOfPhase;
    final AtomicCounter unexpected;
    final AtomicCounter wrongIdentifier;
    final AtomicCounter notConverged;
    final AtomicCounter loops;
    final AtomicCounter codeRejects;
    final AtomicCounter protocolRejects;
    final AtomicCounter renegotiated;
    final AtomicCounter setupTimeouts;
    final AtomicCounter authenticationTimeouts;
    final AtomicCounter ipv6Failed;
    final AtomicCounter echoRequests;
    final AtomicCounter echoReplies;
    final AtomicCounter echoSkipped;
    final AtomicCounter echoLost;
    private final AtomicCounter[] malformed = new AtomicCounter[PppMalformedReason.COUNT];

    PppCounters(final CounterRegistry registry) {
        received = registry.counter("ppp.frames.received", "PPP control frames from clients");
        sent = registry.counter("ppp.frames.sent", "PPP control frames to clients");
        notSent = registry.counter(
                "ppp.frames.not_sent", "PPP control frames that found no room towards the data plane; timers repeat them");
        outOfPhase = registry.counter("ppp.dropped.out_of_phase", "PPP frames of a protocol whose phase it is not");
        unexpected = registry.counter("ppp.unexpected_events", "Events that cannot happen in the state of a PPP automaton");
        wrongIdentifier = registry.counter("ppp.dropped.wrong_identifier", "PPP answers that do not answer the last request");
        notConverged = registry.counter("ppp.not_converged", "Negotiations that were given up because the client agrees to nothing");
        loops = registry.counter("ppp.loops", "Sessions ended because the line is looped: our own magic number came back");
        codeRejects = registry.counter("ppp.code_rejects", "Code-Rejects sent");
        protocolRejects = registry.counter("ppp.protocol_rejects", "Protocol-Rejects sent");
        renegotiated = registry.counter("ppp.renegotiated", "Links that clients negotiated anew after they were open");
        setupTimeouts = registry.counter("ppp.timeouts.setup", "Clients given up because they did not reach the network phase in time");
        authenticationTimeouts = registry.counter("ppp.timeouts.authentication", "Clients given up because they did not authenticate");
        ipv6Failed = registry.counter("ppp.ipv6cp_failed", "Sessions on which IPV6CP did not open; their IPv4 goes on");
        echoRequests = registry.counter("ppp.echo.requests", "LCP Echo-Requests sent");
        echoReplies = registry.counter("ppp.echo.replies", "LCP Echo-Replies received");
        echoSkipped = registry.counter("ppp.echo.skipped", "LCP Echo-Requests that were not needed because data flows");
        echoLost = registry.counter("ppp.echo.lost", "Sessions ended because echoes stayed unanswered");
        for (int reason = PppMalformedReason.NONE + 1; reason < PppMalformedReason.COUNT; reason++) {
            final String name = PppMalformedReason.name(reason).toLowerCase(Locale.ROOT);
            malformed[reason] = registry.counter("ppp.malformed." + name, "PPP control frames refused: " + name.replace('_', ' '));
        }
    }

    void malformed(final int reason) {
        if (reason != PppMalformedReason.NONE) {
            malformed[reason].increment();
        }
    }
}
