package io.athenabng.cli.render;

import static io.athenabng.cli.render.View.number;
import static io.athenabng.cli.render.View.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows the result of a method to people: tables for lists, properties for the rest. */
public final class ResultRenderer {
    private static final Map<String, List<View>> VIEWS = views();

    private final Style style;
    private final Cells cells;

    /** A renderer for a device, and for the time that "ago" is counted from. */
    public ResultRenderer(final Style style, final long nowEpochMs) {
        this.style = style;
        this.cells = new Cells(nowEpochMs);
    }

    /** The result of a method as text that ends with a newline. */
    public String render(final String method, final Map<String, Object> result) {
        final StringBuilder out = new StringBuilder();
        switch (method) {
            case "config.show" -> configuration(out, result);
            case "show.session" -> sessions(out, maps(result.get("sessions")));
            case "show.qos" -> qos(out, result);
            case "session.clear" -> out.append(cells.full("", result.get("cleared"))).append(" sessions are being ended\n");
            default -> general(out, VIEWS.getOrDefault(method, List.of()), result);
        }
        return out.toString();
    }

    /** One event in one line. */
    public String event(final Map<String, Object> event) {
        final StringBuilder out = new StringBuilder();
        final Object time = event.get("time_epoch_ms");
        if (time instanceof Long milliseconds) {
            out.append(Instant.ofEpochMilli(milliseconds)).append(' ');
        }
        out.append(style.bold(cells.full("", event.get("type"))));
        for (final String part : List.of("session", "line", "server", "error")) {
            if (event.get(part) instanceof Map<?, ?> fields) {
                fields.forEach((name, value) -> out.append(' ').append(name).append('=').append(cells.full(name.toString(), value)));
            }
        }
        if (event.containsKey("dropped")) {
            out.append(" dropped=").append(event.get("dropped"));
        }
        return out.append('\n').toString();
    }

    private static Map<String, List<View>> views() {
        final Map<String, List<View>> views = new LinkedHashMap<>();
        views.put("show.subscribers", List.of(View.of("subscribers", "sessions",
            number("ID", "id"), text("MAC", "mac"), text("ADDRESS", "address"), text("LINE", "line"), text("STATE", "state"),
            text("USER", "user"), number("DOWN", "rate_down_bits_per_second"), number("UP", "rate_up_bits_per_second"),
            number("AGE", "started_epoch_ms"), number("LEASE", "lease_expires_epoch_ms"), text("GROUP", "group"))));
        views.put("show.interfaces", List.of(
            View.of("trunks", "trunks", text("TRUNK", "name"), number("INDEX", "interface_index"), text("STATE", "state"),
                number("MTU", "mtu_bytes"), number("RINGS", "receivers"), number("LINES", "lines"), number("SESSIONS", "sessions"),
                number("FRAMES", "frames"), number("DROPS", "drops"), number("FREEZES", "freezes"), number("SENT", "frames_sent"),
                number("FAILED", "send_failures"), text("MAC", "mac")),
            View.of("lines", "lines", text("LINE", "name"), text("KERNEL NAME", "kernel_name"), number("INDEX", "interface_index"),
                text("STATE", "state"), text("GROUP", "group"), number("SESSIONS", "sessions"), number("AGE", "created_epoch_ms"),
                number("IDLE", "last_activity_epoch_ms"))));
        views.put("show.qos", List.of(View.of("sessions", "shaped sessions",
            number("ID", "id"), text("LINE", "line"), text("USER", "user"), number("DOWN", "rate_down_bits_per_second"),
            number("UP", "rate_up_bits_per_second"), number("OVERHEAD", "overhead_bytes"), number("SENT DOWN", "download.sent_bytes"),
            number("DROPS", "download.drops"), number("SENT UP", "upload.sent_bytes"), number("DROPS", "upload.drops"))));
        views.put("show.counters", List.of(View.of("counters", "counters",
            text("COUNTER", "name"), number("VALUE", "value"), text("MEANING", "description"))));
        views.put("show.errors", List.of(View.of("errors", "distinct errors",
            number("COUNT", "count"), number("FIRST", "first_epoch_ms"), number("LATEST", "last_epoch_ms"), text("ERROR", "error"),
            text("LOCATION", "location"))));
        views.put("show.leases", List.of(View.of("leases", "leases",
            text("ADDRESS", "address"), text("STATE", "state"), text("MAC", "mac"), text("LINE", "line"), text("POOL", "pool"),
            number("SESSION", "session_id"), number("EXPIRES", "expires_epoch_ms"), text("GROUP", "group"))));
        views.put("show.pools", List.of(View.of("pools", "pools",
            text("POOL", "name"), text("GROUP", "group"), text("FIRST", "first"), text("LAST", "last"), number("SIZE", "size"),
            number("USED", "used"), number("OFFERED", "offered"), number("QUARANTINED", "quarantined"), number("FREE", "free"))));
        views.put("show.relay", List.of(View.of("servers", "DHCP servers",
            text("GROUP", "group"), text("SERVER", "address"), number("PORT", "port"), text("STATE", "state"), text("ACTIVE", "active"),
            number("SENT", "sent"), number("RECEIVED", "received"), number("TIMEOUTS", "timeouts"),
            number("LATEST", "last_reply_epoch_ms"))));
        views.put("show.pppoe", List.of(View.of("sessions", "PPPoE sessions",
            number("ID", "id"), number("SESSION", "pppoe_session_id"), text("MAC", "mac"), text("LINE", "line"), text("PHASE", "phase"),
            text("AUTHENTICATION", "authentication"), text("ADDRESS", "address"), number("MTU", "mtu"), text("IPV4", "ipv4"),
            text("IPV6", "ipv6"), text("AGENT CIRCUIT", "agent_circuit_id"), number("SINCE", "started_epoch_ms")),
            View.of("counters", "counters", text("COUNTER", "name"), number("VALUE", "value"), text("MEANING", "description"))));
        views.put("show.radius", List.of(
            View.of("servers", "sides of RADIUS servers", text("SERVER", "name"), text("SIDE", "side"), text("ADDRESS", "address"),
                number("PORT", "port"), text("STATE", "state"), number("WAITING", "outstanding"), number("SOURCES", "sources"),
                number("SENT", "sent"), number("AGAIN", "retransmits"), number("TIMEOUTS", "timeouts"), number("ACCEPTS", "accepts"),
                number("REJECTS", "rejects"), number("ACCOUNTED", "accounting_responses"), number("BAD AUTH", "bad_authenticators"),
                number("MALFORMED", "malformed"), number("STRAY", "strays"), number("P50", "rtt_p50_us"), number("P95", "rtt_p95_us"),
                number("P99", "rtt_p99_us"), number("LATEST", "last_answer_epoch_ms")),
            View.of("groups", "groups", text("GROUP", "name"), text("SERVERS", "servers"), number("QUEUED AUTH", "queued_authentication"),
                number("QUEUED ACCT", "queued_accounting"))));
        views.put("test.radius", List.of(View.of("attributes", "attributes", text("ATTRIBUTE", "name"), text("VALUE", "value"))));
        views.put("show.status", List.of(View.of("agents", "agents",
            text("AGENT", "name"), text("THREAD", "thread"), text("RUNNING", "running"), number("ERRORS", "errors"))));
        return views;
    }

    private void general(final StringBuilder out, final List<View> views, final Map<String, Object> result) {
        final Map<String, Object> properties = new LinkedHashMap<>(result);
        views.forEach(view -> properties.remove(view.field()));
        if (views.isEmpty() || !properties.keySet().stream().allMatch(name -> "total".equals(name) || "offset".equals(name))) {
            properties(out, "", properties);
        }
        for (final View view : views) {
            if (!out.isEmpty()) {
                out.append('\n');
            }
            table(out, view, maps(result.get(view.field())), result);
        }
    }

    private void table(final StringBuilder out, final View view, final List<Map<String, Object>> elements,
                       final Map<String, Object> result) {
        if (!elements.isEmpty()) {
            final Table table = new Table();
            view.columns().forEach(column -> table.column(column.title(), column.right()));
            for (final Map<String, Object> element : elements) {
                final String[] row = new String[view.columns().size()];
                for (int i = 0; i < row.length; i++) {
                    final String path = view.columns().get(i).path();
                    row[i] = cells.brief(path, at(element, path));
                }
                table.row(row);
            }
            table.write(out, style);
        }
        final boolean paged = result.get("total") instanceof Long total && total > elements.size() && isPaged(view);
        out.append(elements.isEmpty() ? "no " : paged ? elements.size() + " of " + result.get("total") + " " : elements.size() + " ")
            .append(view.noun()).append('\n');
    }

    /** Where a result has two lists, the total counts the second. */
    private static boolean isPaged(final View view) {
        return !"trunks".equals(view.field()) && !"agents".equals(view.field());
    }

    private void sessions(final StringBuilder out, final List<Map<String, Object>> sessions) {
        for (final Map<String, Object> session : sessions) {
            if (!out.isEmpty()) {
                out.append('\n');
            }
            properties(out, "", session);
        }
    }

    private void qos(final StringBuilder out, final Map<String, Object> result) {
        final List<Map<String, Object>> sessions = maps(result.get("sessions"));
        if (sessions.size() != 1) {
            table(out, VIEWS.get("show.qos").getFirst(), sessions, result);
            return;
        }
        final Map<String, Object> session = new LinkedHashMap<>(sessions.getFirst());
        final Object download = session.remove("download");
        final Object upload = session.remove("upload");
        properties(out, "", session);
        qdisc(out, "download", download);
        qdisc(out, "upload", upload);
    }

    private void qdisc(final StringBuilder out, final String direction, final Object value) {
        out.append('\n').append(style.bold(direction)).append('\n');
        if (!(value instanceof Map<?, ?>)) {
            out.append("  no qdisc\n");
            return;
        }
        final Map<String, Object> qdisc = new LinkedHashMap<>(map(value));
        final List<Map<String, Object>> tins = maps(qdisc.remove("tins"));
        properties(out, "  ", qdisc);
        if (tins.isEmpty()) {
            return;
        }
        out.append('\n');
        final Table table = new Table().column("", false);
        tins.forEach(tin -> table.column(cells.full("", tin.get("name")), true));
        for (final String field : tins.getFirst().keySet()) {
            if (!"name".equals(field)) {
                final List<String> row = new ArrayList<>();
                row.add("  " + label(field));
                tins.forEach(tin -> row.add(cells.brief(field, tin.get(field))));
                table.row(row.toArray(new String[0]));
            }
        }
        table.write(out, style);
    }

    private void configuration(final StringBuilder out, final Map<String, Object> result) {
        out.append("# ").append(cells.full("", result.get("file"))).append(", in force since ")
            .append(cells.full("loaded_epoch_ms", result.get("loaded_epoch_ms"))).append('\n');
        Yaml.write(out, map(result.get("configuration")));
    }

    /** Names and values, aligned; objects within are indented, texts in lists get a line each. */
    private void properties(final StringBuilder out, final String indent, final Map<String, Object> properties) {
        int width = 0;
        for (final String name : properties.keySet()) {
            width = Math.max(width, label(name).length());
        }
        for (final Map.Entry<String, Object> entry : properties.entrySet()) {
            final String label = label(entry.getKey());
            if (entry.getValue() instanceof Map<?, ?> nested) {
                out.append(indent).append(style.bold(label)).append('\n');
                properties(out, indent + "  ", map(nested));
            } else if (entry.getValue() instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(String.class::isInstance)) {
                list.forEach(text -> out.append(indent).append(style.bold(label)).append(": ").append(cells.full("", text)).append('\n'));
            } else {
                out.append(indent).append(label).append(" ".repeat(width - label.length() + 2))
                    .append(cells.full(entry.getKey(), entry.getValue())).append('\n');
            }
        }
    }

    /** A field's name without the unit that its value shows: {@code lease_expires_epoch_ms} is {@code lease expires}. */
    private static String label(final String field) {
        String label = field;
        for (final String unit : List.of("_bits_per_second", "_epoch_ms", "_seconds", "_us")) {
            if (label.endsWith(unit)) {
                label = label.substring(0, label.length() - unit.length());
            }
        }
        return label.replace('_', ' ');
    }

    private static Object at(final Map<String, Object> element, final String path) {
        final int dot = path.indexOf('.');
        if (dot < 0) {
            return element.get(path);
        }
        return element.get(path.substring(0, dot)) instanceof Map<?, ?> nested ? at(map(nested), path.substring(dot + 1)) : null;
    }

    @SuppressWarnings("unchecked") // objects of JsonTree have string keys
    private static Map<String, Object> map(final Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static List<Map<String, Object>> maps(final Object value) {
        final List<Map<String, Object>> maps = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(element -> maps.add(map(element)));
        }
        return maps;
    }
}
