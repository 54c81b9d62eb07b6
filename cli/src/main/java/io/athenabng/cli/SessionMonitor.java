package io.athenabng.cli;

import io.athenabng.cli.render.Style;
import io.athenabng.rpc.api.EventType;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.jsonrpc.JsonTree;
import io.athenabng.rpc.socket.RpcClient;
import io.athenabng.rpc.socket.RpcException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code monitor session}: prints control frames as they pass, and writes them into a capture file if one is named. */
final class SessionMonitor {
    private static final Set<String> KEYS = Set.of("id", "mac", "line");
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final int DIRECTION_COLUMN = 3;
    private static final int PROTOCOL_COLUMN = 6;
    private static final long US_PER_S = 1_000_000L;
    private static final long NS_PER_US = 1_000L;

    private final Invocation in;
    private final PcapWriter capture;
    private final List<IOException> failures = new ArrayList<>();
    private long monitor;
    private long written;
    private long dropped;
    /** What the daemon says of frames at the end. */
    private long unread;

    private SessionMonitor(final Invocation in, final PcapWriter capture) {
        this.in = in;
        this.capture = capture;
    }

    static int run(final Invocation in) throws RpcException, IOException, UsageProblem {
        final List<String> operands = in.operands();
        if (operands.isEmpty() && in.options().keySet().stream().noneMatch(KEYS::contains)) {
            throw new UsageProblem("'monitor session' needs to know which: give an id, a MAC, an address or a line, or one of its options");
        }
        try (RpcClient client = in.connect()) {
            final Map<String, Object> params = new LinkedHashMap<>(in.options());
            if (!operands.isEmpty()) {
                key(client, operands.getFirst(), params);
            }
            if (operands.size() < 2) {
                return new SessionMonitor(in, null).watch(client, params);
            }
            try (PcapWriter capture = PcapWriter.create(Path.of(operands.get(1)))) {
                return new SessionMonitor(in, capture).watch(client, params);
            }
        }
    }

    /** A word as the call's parameter; an address and a user name are those of a session that exists. */
    private static void key(final RpcClient client, final String word, final Map<String, Object> params) throws RpcException {
        final String parameter = SessionKey.parameterFor(word);
        switch (parameter) {
            case "id" -> params.put("id", Long.valueOf(word));
            case "mac" -> params.put("mac", word);
            case "circuit_id" -> params.put("line", word);
            default -> {
                final Map<String, Object> found = Invocation.object(
                    client.callTree(RpcCatalogue.SHOW_SESSION.name(), Map.of(parameter, word)));
                final List<?> sessions = (List<?>) found.get("sessions");
                params.put("id", Invocation.object(sessions.getFirst()).get("id"));
            }
        }
    }

    private int watch(final RpcClient client, final Map<String, Object> params) throws RpcException, IOException {
        try {
            client.subscribeTree(Map.of("types", List.of(EventType.MONITOR_FRAME.wireName())), this::onEvent);
            final Map<String, Object> begun = Invocation.object(client.callTree(RpcCatalogue.MONITOR_SESSION.name(), params));
            monitor = (Long) begun.get("monitor");
            final long untilMs = (Long) begun.get("until_epoch_ms");
            in.environment().err().println("watching " + (begun.get("mac") == null ? "everybody" : begun.get("mac"))
                + (begun.get("line") == null ? " on any line" : " on " + begun.get("line")) + " until " + Instant.ofEpochMilli(untilMs)
                + "; Ctrl-C ends it");
            while (failures.isEmpty() && System.currentTimeMillis() < untilMs) {
                client.receive(WAIT);
            }
            final Map<String, Object> ended = Invocation.object(
                client.callTree(RpcCatalogue.MONITOR_END.name(), Map.of("monitor", monitor)));
            unread = ended.get("dropped") instanceof Long number ? number : 0;
        } catch (final RpcException e) {
            // The shell's Ctrl-C: this is how a stream ends. A monitor that nobody listens to ends by itself.
            if (!Thread.currentThread().isInterrupted() && (monitor == 0 || e.errorCode() == null)) {
                throw e;
            }
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        in.environment().err().println(
            written + " frames" + (dropped == 0 ? "" : ", " + dropped + " events were dropped before they came here")
                + (unread == 0 ? "" : ", " + unread + " frames were dropped because the daemon's management was behind"));
        return AbngCli.OK;
    }

    private void onEvent(final Map<String, Object> event) {
        try {
            if (event.get("dropped") instanceof Long lost) {
                dropped += lost;
            }
            final Map<String, Object> frame = event.get("frame") == null ? Map.of() : Invocation.object(event.get("frame"));
            if (!Long.valueOf(monitor).equals(frame.get("monitor"))) {
                return;
            }
            written++;
            if (capture != null) {
                capture.write((Long) frame.get("time_epoch_us"), Base64.getDecoder().decode((String) frame.get("octets")));
            }
            in.print(in.json() ? new String(JsonTree.write(event), StandardCharsets.UTF_8) + "\n" : text(frame, in.style()));
        } catch (final IOException e) {
            failures.add(e);
        }
    }

    private static String text(final Map<String, Object> frame, final Style style) {
        final long us = (Long) frame.get("time_epoch_us");
        final StringBuilder out = new StringBuilder().append(Instant.ofEpochSecond(us / US_PER_S, us % US_PER_S * NS_PER_US))
            .append(' ').append(pad(frame.get("direction"), DIRECTION_COLUMN)).append(' ')
            .append(pad(frame.get("protocol"), PROTOCOL_COLUMN)).append(' ').append(style.bold(String.valueOf(frame.get("summary"))))
            .append("  ").append(frame.get("mac")).append(' ').append(frame.get("line")).append('\n');
        if (frame.get("details") instanceof List<?> details) {
            details.forEach(detail -> out.append("      ").append(detail).append('\n'));
        }
        return out.toString();
    }

    private static String pad(final Object value, final int width) {
        final String text = String.valueOf(value);
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
