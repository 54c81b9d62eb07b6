package io.athenabng.rpc.jsonrpc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.athenabng.rpc.api.RpcErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes responses and notifications of JSON-RPC 2.0 (sections 4.1 and 5), each as one line. Thread-safe. */
public final class JsonRpcEncoder {
    private final JsonMapper mapper = RpcMapper.mapper(RpcLimits.DEFAULT);

    /** A part of an answer: either a result or an error. */
    public sealed interface Reply {
        /** The id of the request. */
        JsonNode id();
    }

    /** Success. */
    public record Success(JsonNode id, Object result) implements Reply {
    }

    /** Failure. */
    public record Failure(JsonNode id, RpcErrorCode code, String message, String remedy) implements Reply {
        /** The failure that a fault of the protocol is answered with. */
        public static Failure of(final RpcMessage.Fault fault) {
            return new Failure(fault.id(), fault.code(), fault.message(), fault.remedy());
        }
    }

    /** One response object. */
    public byte[] single(final Reply reply) {
        return line(generator -> write(generator, reply));
    }

    /** An array of response objects. */
    public byte[] batch(final List<? extends Reply> replies) {
        return line(generator -> {
            generator.writeStartArray();
            for (final Reply reply : replies) {
                write(generator, reply);
            }
            generator.writeEndArray();
        });
    }

    /** A notification. */
    public byte[] notification(final String method, final Object params) {
        return line(generator -> {
            generator.writeStartObject();
            generator.writeStringField("jsonrpc", "2.0");
            generator.writeStringField("method", method);
            generator.writeFieldName("params");
            mapper.writeValue(generator, params);
            generator.writeEndObject();
        });
    }

    /** A value for people: indented, names as on the wire. */
    public String pretty(final Object value) {
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A value in one line without its end. */
    public String compact(final Object value) {
        return new String(line(generator -> mapper.writeValue(generator, value)), StandardCharsets.UTF_8).stripTrailing();
    }

    private interface Body {
        void write(JsonGenerator generator) throws IOException;
    }

    private byte[] line(final Body body) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = mapper.createGenerator(out)) {
            body.write(generator);
            generator.writeRaw('\n');
        } catch (final IOException e) {
            // Nothing but memory is written to: it is the value that cannot be written.
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void write(final JsonGenerator generator, final Reply reply) throws IOException {
        generator.writeStartObject();
        generator.writeStringField("jsonrpc", "2.0");
        switch (reply) {
            case Success success -> {
                generator.writeFieldName("result");
                mapper.writeValue(generator, success.result());
            }
            case Failure failure -> {
                generator.writeObjectFieldStart("error");
                generator.writeNumberField("code", failure.code().code());
                generator.writeStringField("message", failure.message());
                generator.writeObjectFieldStart("data");
                generator.writeStringField("name", failure.code().name());
                generator.writeStringField("remedy", failure.remedy());
                generator.writeEndObject();
                generator.writeEndObject();
            }
        }
        generator.writeFieldName("id");
        mapper.writeTree(generator, reply.id());
        generator.writeEndObject();
    }
}
