package io.athenabng.rpc.docs;

import io.athenabng.rpc.api.Describe;
import io.athenabng.rpc.api.Event;
import io.athenabng.rpc.api.EventType;
import io.athenabng.rpc.api.EventsSubscribe;
import io.athenabng.rpc.api.FieldNames;
import io.athenabng.rpc.api.JsonSchema;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.api.RpcMethod;
import io.athenabng.rpc.jsonrpc.JsonRpcEncoder;
import io.athenabng.rpc.jsonrpc.RecordTrees;
import io.athenabng.rpc.jsonrpc.RpcLimits;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Writes {@code docs/rpc.md}. */
public final class RpcReference {
    private static final JsonRpcEncoder ENCODER = new JsonRpcEncoder();

    private final StringBuilder out = new StringBuilder();
    private final Set<Class<?>> described = new LinkedHashSet<>();

    private RpcReference() {
    }

    /** Writes the page to the file that the first argument names. */
    public static void main(final String[] args) throws IOException {
        Files.writeString(Path.of(args[0]), text());
    }

    /** The page. */
    public static String text() {
        final RpcReference reference = new RpcReference();
        reference.introduction();
        reference.errors();
        reference.events();
        reference.out.append("\n## Methods\n");
        for (final RpcMethod<?, ?> method : RpcCatalogue.methods()) {
            reference.method(method);
        }
        return reference.out.toString();
    }

    private void introduction() {
        out.append("""
            # JSON-RPC reference

            This page is generated from the method catalogue (`io.athenabng.rpc.api.RpcCatalogue`). To write it again after a change:
            `mvn -pl rpc test -Dtest=RpcReferenceTest -Dabng.regenerate=true`.

            ## The socket

            `abngd` listens on a Unix-domain stream socket, by default `/opt/athena-bng/run/abngd.sock`, mode 0660, group `abng`. It speaks
            [JSON-RPC 2.0](https://www.jsonrpc.org/specification) with requests, notifications and batches; parameters by name or by
            position. Text is UTF-8.

            One document per line: a newline (0x0a) ends a document, so a document contains none. A document also ends where its outermost
            bracket closes, so documents may follow one another without a newline, and the last one needs none. Every answer is one line.
            Answers may come in another order than their requests; the `id` tells. When the sending side is closed, what was asked is
            still answered, then the connection is closed, subscriptions with it.

            ```
            $ echo '{"jsonrpc":"2.0","id":1,"method":"show.version"}' | socat - UNIX-CONNECT:/opt/athena-bng/run/abngd.sock
            ```

            """);
        final RpcLimits limits = RpcLimits.DEFAULT;
        out.append("| limit | default | beyond it |\n|---|---|---|\n")
            .append("| size of a document | ").append(limits.maxMessageBytes())
            .append(" bytes | INVALID_REQUEST; skipped to the end of its line |\n")
            .append("| requests in a batch | ").append(limits.maxBatch()).append(" | INVALID_REQUEST for the whole batch |\n")
            .append("| nesting | ").append(limits.maxDepth()).append(" levels | INVALID_REQUEST |\n")
            .append("""
            | documents not answered yet, per connection | 64 | the daemon stops reading until one is answered |
            | connections | 64 | BUSY, and the connection is closed |
            | time for a document to arrive in full | 10 s | the connection is closed |
            | time for an answer | 30 s | TIMED_OUT |
            | time in which a peer reads nothing | 30 s | the connection is closed |
            | events waiting for one connection | 4096 | events are dropped and counted; see `events.dropped` |

            Names are in lower case with underscores. Fields that are described as absent are left out. Numbers carry their unit in their
            name: `_epoch_ms` is milliseconds since 1970-01-01 UTC, `_bits_per_second`, `_bytes`, `_octets`, `_seconds`, `_us`.
            A parameter that is null counts as not given; one that the method does not know is an error.
            """);
    }

    private void errors() {
        out.append("""

            ## Errors

            `message` says the cause, `data.remedy` what to do, `data.name` names the code:

            ```json
            """);
        final Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", RpcErrorCode.NOT_FOUND.name());
        data.put("remedy", RpcErrorCode.NOT_FOUND.remedy());
        final Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", RpcErrorCode.NOT_FOUND.code());
        error.put("message", "no session 17");
        error.put("data", data);
        final Map<String, Object> response = envelope();
        response.put("error", error);
        response.put("id", 1);
        out.append(ENCODER.compact(response)).append("\n```\n\n| code | name | meaning | remedy |\n|---|---|---|---|\n");
        for (final RpcErrorCode code : RpcErrorCode.values()) {
            out.append("| ").append(code.code()).append(" | ").append(code.name()).append(" | ").append(code.meaning()).append(" | `")
                .append(code.remedy()).append("` |\n");
        }
    }

    private void events() {
        out.append("""

            ## Events

            After `events.subscribe` the daemon sends notifications named `event` on the same connection. A reader that is too slow
            misses events: they are counted, `sequence` shows a gap, and once it has caught up it gets `events.dropped` with their number.

            | type | meaning |
            |---|---|
            """);
        for (final EventType type : EventType.values()) {
            out.append("| `").append(type.wireName()).append("` | ").append(type.meaning()).append(" |\n");
        }
        out.append('\n');
        table("Parameters of `event`", Event.class, false);
        final Map<String, Object> notification = envelope();
        notification.put("method", EventsSubscribe.NOTIFICATION);
        notification.put("params", RecordTrees.toTree(RpcExamples.event()));
        out.append("```json\n").append(ENCODER.compact(notification)).append("\n```\n");
    }

    private <P extends Record, R extends Record> void method(final RpcMethod<P, R> method) {
        out.append("\n### ").append(method.name()).append("\n\n").append(method.summary()).append('.')
            .append(method.changesState() ? " Changes state." : "").append("\n\n");
        if (!method.errors().isEmpty()) {
            out.append("Errors:");
            method.errors().forEach(error -> out.append(' ').append(error.name()));
            out.append("\n\n");
        }
        if (method.params().getRecordComponents().length == 0) {
            out.append("No parameters.\n\n");
        } else {
            table("Parameters", method.params(), true);
        }
        table("Result", method.result(), false);
        final RpcExamples.Example<P, R> example = RpcExamples.of(method);
        final Map<String, Object> request = envelope();
        request.put("id", 1);
        request.put("method", method.name());
        final Map<String, Object> params = RecordTrees.toTree(example.params());
        if (!params.isEmpty()) {
            request.put("params", params);
        }
        final Map<String, Object> response = envelope();
        response.put("result", RecordTrees.toTree(example.result()));
        response.put("id", 1);
        out.append("```json\n").append(ENCODER.compact(request)).append('\n').append(ENCODER.compact(response)).append("\n```\n");
    }

    private static Map<String, Object> envelope() {
        final Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("jsonrpc", "2.0");
        return envelope;
    }

    private void table(final String title, final Class<?> type, final boolean params) {
        out.append(title).append(":\n\n| field | type | meaning |\n|---|---|---|\n");
        final Set<Class<?>> nested = new LinkedHashSet<>();
        for (final RecordComponent component : type.getRecordComponents()) {
            final Describe describe = component.getAnnotation(Describe.class);
            out.append("| `").append(FieldNames.wireName(component.getName())).append("` | ")
                .append(JsonSchema.typeName(component.getGenericType()))
                .append(params && describe.required() ? ", required" : "").append(" | ").append(describe.value()).append(" |\n");
            collect(component.getGenericType(), nested);
        }
        out.append('\n');
        for (final Class<?> record : nested) {
            if (described.add(record)) {
                table("`" + record.getSimpleName() + "`", record, false);
            }
        }
    }

    private static void collect(final Type type, final Set<Class<?>> nested) {
        if (type instanceof ParameterizedType generic) {
            for (final Type argument : generic.getActualTypeArguments()) {
                collect(argument, nested);
            }
        } else if (type instanceof Class<?> raw && raw.isRecord()) {
            nested.add(raw);
        }
    }
}
