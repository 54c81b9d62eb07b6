package io.athenabng.core.radius.client;

import io.athenabng.core.port.CounterRegistry;
import io.athenabng.wire.radius.RadiusMalformedReason;
import java.util.Locale;
import org.agrona.concurrent.status.AtomicCounter;

/** What is counted of one side of one server. Written by the upstream agent. */
public final class EndpointCounters {
    final AtomicCounter sent;
    final AtomicCounter retransmits;
    final AtomicCounter timeouts;
    final AtomicCounter accepts;
    final AtomicCounter rejects;
    final AtomicCounter challenges;
    final AtomicCounter accountingResponses;
    final AtomicCounter probes;
    final AtomicCounter probeAnswers;
    final AtomicCounter badAuthenticators;
    final AtomicCounter badMessageAuthenticators;
    final AtomicCounter missingMessageAuthenticators;
    final AtomicCounter wrongCodes;
    final AtomicCounter unknownIdentifiers;
    final AtomicCounter duplicates;
    final AtomicCounter lateAnswers;
    final AtomicCounter[] malformed = new AtomicCounter[RadiusMalformedReason.COUNT];
    final AtomicCounter deaths;
    final AtomicCounter sourcesOpened;
    final AtomicCounter sourcesLost;
    final AtomicCounter sources;
    final AtomicCounter outstanding;
    final AtomicCounter alive;

    EndpointCounters(final CounterRegistry registry, final String prefix) {
        sent = registry.counter(prefix + "sent", "RADIUS packets sent to this server, probes and retransmissions not counted");
        retransmits = registry.counter(prefix + "retransmits", "RADIUS packets sent again");
        timeouts = registry.counter(prefix + "timeouts", "Requests that the server left unanswered after all retransmissions");
        accepts = registry.counter(prefix + "accepts", "Access-Accepts");
        rejects = registry.counter(prefix + "rejects", "Access-Rejects");
        challenges = registry.counter(prefix + "challenges", "Access-Challenges");
        accountingResponses = registry.counter(prefix + "accounting_responses", "Accounting-Responses");
        probes = registry.counter(prefix + "probes", "Status-Servers sent");
        probeAnswers = registry.counter(prefix + "probe_answers", "Answers to Status-Servers");
        final String dropped = prefix + "dropped.";
        badAuthenticators = registry.counter(dropped + "bad_authenticator",
                "Answers whose Response Authenticator is wrong: another secret, or forged");
        badMessageAuthenticators = registry.counter(dropped + "bad_message_authenticator", "Answers whose Message-Authenticator is wrong");
        missingMessageAuthenticators = registry.counter(dropped + "no_message_authenticator",
                "Access answers without the Message-Authenticator that is required");
        wrongCodes = registry.counter(dropped + "wrong_code", "Answers of a kind that does not answer the request");
        unknownIdentifiers = registry.counter(dropped + "unknown_identifier", "Answers to an identifier that was never used");
        duplicates = registry.counter(dropped + "duplicate", "Answers to a request that was answered before");
        lateAnswers = registry.counter(dropped + "late", "Answers to a request that had been given up");
        for (int reason = 1; reason < malformed.length; reason++) {
            final String name = RadiusMalformedReason.name(reason).toLowerCase(Locale.ROOT);
            malformed[reason] = registry.counter(prefix + "malformed." + name, "Answers refused: " + name.replace('_', ' '));
        }
        deaths = registry.counter(prefix + "deaths", "How often the server was found dead");
        sourcesOpened = registry.counter(prefix + "sources_opened", "Sockets or connections opened towards this server");
        sourcesLost = registry.counter(prefix + "sources_lost", "Sockets or connections that failed");
        sources = registry.counter(prefix + "sources", "Sockets or connections that are open now");
        outstanding = registry.counter(prefix + "outstanding", "Requests that wait for this server now");
        alive = registry.counter(prefix + "alive", "1 while the server is alive, 0 while it is dead");
        alive.setRelease(1);
    }

    /** @return packets sent, probes and retransmissions not counted */
    public long sent() {
        return sent.get();
    }

    /** @return packets sent again */
    public long retransmits() {
        return retransmits.get();
    }

    /** @return requests left unanswered */
    public long timeouts() {
        return timeouts.get();
    }

    /** @return Access-Accepts */
    public long accepts() {
        return accepts.get();
    }

    /** @return Access-Rejects */
    public long rejects() {
        return rejects.get();
    }

    /** @return Access-Challenges */
    public long challenges() {
        return challenges.get();
    }

    /** @return Accounting-Responses */
    public long accountingResponses() {
        return accountingResponses.get();
    }

    /** @return answers with a wrong Response Authenticator, or a wrong or missing Message-Authenticator */
    public long badAuthenticators() {
        return badAuthenticators.get() + badMessageAuthenticators.get() + missingMessageAuthenticators.get();
    }

    /** @return answers that were no packets */
    public long malformed() {
        long sum = 0;
        for (int reason = 1; reason < malformed.length; reason++) {
            sum += malformed[reason].get();
        }
        return sum;
    }

    /** @return answers that nobody waits for */
    public long strays() {
        return unknownIdentifiers.get() + duplicates.get() + lateAnswers.get() + wrongCodes.get();
    }
}
