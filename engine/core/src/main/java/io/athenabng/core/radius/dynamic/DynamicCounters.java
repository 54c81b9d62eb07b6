package io.athenabng.core.radius.dynamic;

import io.athenabng.core.port.CounterRegistry;
import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.radius.RadiusMalformedReason;
import java.util.Locale;
import org.agrona.concurrent.status.AtomicCounter;

/** What the dynamic authorisation server counts. */
final class DynamicCounters {
    private static final String PREFIX = "radius.dynamic.";

    final AtomicCounter received;
    final AtomicCounter unknownClient;
    final AtomicCounter[] malformed = new AtomicCounter[RadiusMalformedReason.COUNT];
    final AtomicCounter wrongCode;
    final AtomicCounter rateLimited;
    final AtomicCounter badAuthenticator;
    final AtomicCounter noMessageAuthenticator;
    final AtomicCounter badMessageAuthenticator;
    final AtomicCounter noEventTimestamp;
    final AtomicCounter badEventTimestamp;
    final AtomicCounter duplicatesAnswered;
    final AtomicCounter duplicatesPending;
    final AtomicCounter overloaded;
    final AtomicCounter unanswered;
    final AtomicCounter notSent;
    private final AtomicCounter coaAcks;
    private final AtomicCounter coaNaks;
    private final AtomicCounter disconnectAcks;
    private final AtomicCounter disconnectNaks;

    DynamicCounters(final CounterRegistry registry) {
        received = registry.counter(PREFIX + "received", "Datagrams to the dynamic authorisation port");
        unknownClient = registry.counter(PREFIX + "unknown_client", "Datagrams from addresses that are no client's, dropped");
        for (int i = 1; i < malformed.length; i++) {
            malformed[i] = registry.counter(PREFIX + "malformed." + RadiusMalformedReason.name(i).toLowerCase(Locale.ROOT),
                    "Datagrams to the dynamic authorisation port dropped as malformed: "
                            + RadiusMalformedReason.name(i).toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        wrongCode = registry.counter(PREFIX + "wrong_code", "Packets that are neither CoA-Request nor Disconnect-Request, dropped");
        rateLimited = registry.counter(PREFIX + "rate_limited", "Requests beyond a client's max-requests-per-second, dropped");
        badAuthenticator = registry.counter(PREFIX + "bad_authenticator", "Requests with a wrong Request Authenticator, dropped");
        noMessageAuthenticator = registry.counter(
                PREFIX + "no_message_authenticator", "Requests without Message-Authenticator where it is required, dropped");
        badMessageAuthenticator = registry.counter(
                PREFIX + "bad_message_authenticator", "Requests with a wrong Message-Authenticator, dropped");
        noEventTimestamp = registry.counter(
                PREFIX + "no_event_timestamp", "Requests without Event-Timestamp where it is required, dropped");
        badEventTimestamp = registry.counter(
                PREFIX + "bad_event_timestamp", "Requests with an Event-Timestamp outside the window, dropped");
        duplicatesAnswered = registry.counter(PREFIX + "duplicates.answered", "Repeated requests that got the same answer again");
        duplicatesPending = registry.counter(PREFIX + "duplicates.pending", "Repeated requests that are still being worked on");
        overloaded = registry.counter(PREFIX + "overloaded", "Requests dropped because too many are being worked on");
        unanswered = registry.counter(PREFIX + "unanswered", "Requests given up without an answer");
        notSent = registry.counter(PREFIX + "not_sent", "Answers that the socket had no room for; the client asks again");
        coaAcks = registry.counter(PREFIX + "coa_acks", "CoA-ACKs");
        coaNaks = registry.counter(PREFIX + "coa_naks", "CoA-NAKs");
        disconnectAcks = registry.counter(PREFIX + "disconnect_acks", "Disconnect-ACKs");
        disconnectNaks = registry.counter(PREFIX + "disconnect_naks", "Disconnect-NAKs");
    }

    AtomicCounter answers(final int code) {
        return switch (code) {
            case RadiusCode.COA_ACK -> coaAcks;
            case RadiusCode.COA_NAK -> coaNaks;
            case RadiusCode.DISCONNECT_ACK -> disconnectAcks;
            case RadiusCode.DISCONNECT_NAK -> disconnectNaks;
            default -> throw new IllegalArgumentException(RadiusCode.name(code) + " answers no request");
        };
    }

    long dropped() {
        long sum = unknownClient.get() + wrongCode.get() + rateLimited.get() + badAuthenticator.get() + noMessageAuthenticator.get()
                + badMessageAuthenticator.get() + noEventTimestamp.get() + badEventTimestamp.get() + overloaded.get();
        for (int i = 1; i < malformed.length; i++) {
            sum += malformed[i].get();
        }
        return sum;
    }
}
