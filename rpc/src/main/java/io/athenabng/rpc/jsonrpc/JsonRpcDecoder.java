package io.athenabng.rpc.jsonrpc;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.athenabng.rpc.api.RpcErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns one document into what JSON-RPC 2.0 (sections 4 to 6) sees in it. Takes any bytes and never throws. Text must be
 * valid UTF-8: a parser that guesses the encoding, or repairs it, could see another document than its sender meant.
 * Not thread-safe.
 */
public final class JsonRpcDecoder {
    private static final String VERSION = "2.0";

    private final RpcLimits limits;
    private final JsonMapper mapper;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);

    /** A decoder within these limits. */
    public JsonRpcDecoder(final RpcLimits limits) {
        this.limits = limits;
        this.mapper = RpcMapper.mapper(limits);
    }

    /** The answer to a document that the framer refused for its size. */
    public static RpcMessage.Fault oversized(final int maxBytes) {
        return fault(NullNode.getInstance(), RpcErrorCode.INVALID_REQUEST,
            "the document is larger than " + maxBytes + " bytes", "send smaller documents, or page through lists with limit and offset");
    }

    /** Decodes one document. */
    public RpcMessage decode(final byte[] bytes, final int offset, final int length) {
        final CharBuffer text;
        try {
            text = utf8.decode(ByteBuffer.wrap(bytes, offset, length));
        } catch (final CharacterCodingException e) {
            return fault(NullNode.getInstance(), RpcErrorCode.PARSE_ERROR, "the document is not valid UTF-8",
                RpcErrorCode.PARSE_ERROR.remedy());
        }
        final JsonNode document;
        try (JsonParser parser = mapper.createParser(text.array(), text.arrayOffset(), text.length())) {
            document = mapper.readTree(parser);
            if (document == null || parser.nextToken() != null) {
                return parseFault("no JSON document, or more than one, in a line");
            }
        } catch (final StreamConstraintsException | NumberFormatException | ArithmeticException e) {
            // A number with an exponent beyond BigDecimal's gets past Jackson's own limits and fails in BigDecimal.
            return beyondLimits();
        } catch (final JsonProcessingException e) {
            return parseFault(withPlace(e));
        } catch (final IOException e) {
            return parseFault(String.valueOf(e.getMessage()));
        }
        return document.isArray() ? batch(document) : member(document);
    }

    private RpcMessage.Fault beyondLimits() {
        return fault(NullNode.getInstance(), RpcErrorCode.INVALID_REQUEST,
            "beyond the limits: at most " + limits.maxDepth() + " levels deep, numbers of at most " + RpcMapper.MAX_NUMBER_LENGTH
                + " digits, exponents of at most 32 bits", RpcErrorCode.INVALID_REQUEST.remedy());
    }

    private RpcMessage batch(final JsonNode array) {
        if (array.isEmpty()) {
            return fault(NullNode.getInstance(), RpcErrorCode.INVALID_REQUEST, "the batch is empty",
                "put at least one request into the array");
        }
        if (array.size() > limits.maxBatch()) {
            return fault(NullNode.getInstance(), RpcErrorCode.INVALID_REQUEST,
                "a batch of " + array.size() + " requests; at most " + limits.maxBatch() + " are taken", "send several batches");
        }
        final List<RpcMessage.Member> members = new ArrayList<>(array.size());
        for (final JsonNode element : array) {
            members.add(member(element));
        }
        return new RpcMessage.Batch(members);
    }

    private static RpcMessage.Member member(final JsonNode node) {
        if (!node.isObject()) {
            return invalid(NullNode.getInstance(), "a request must be an object");
        }
        final JsonNode id = node.get("id");
        if (id != null && !id.isTextual() && !id.isNumber() && !id.isNull()) {
            return invalid(NullNode.getInstance(), "\"id\" must be a string, a number or null");
        }
        final JsonNode answerId = id == null ? NullNode.getInstance() : id;
        final JsonNode version = node.get("jsonrpc");
        if (version == null || !version.isTextual() || !VERSION.equals(version.textValue())) {
            return invalid(answerId, "\"jsonrpc\" must be \"2.0\"");
        }
        final JsonNode method = node.get("method");
        if (method == null || !method.isTextual()) {
            return invalid(answerId, "\"method\" must be a string");
        }
        final JsonNode params = node.get("params");
        if (params != null && !params.isContainerNode()) {
            return invalid(answerId, "\"params\" must be an object or an array");
        }
        return new RpcMessage.Request(id, method.textValue(), params);
    }

    private static RpcMessage.Fault invalid(final JsonNode id, final String cause) {
        return fault(id, RpcErrorCode.INVALID_REQUEST, cause, RpcErrorCode.INVALID_REQUEST.remedy());
    }

    private static RpcMessage.Fault parseFault(final String cause) {
        return fault(NullNode.getInstance(), RpcErrorCode.PARSE_ERROR, cause, RpcErrorCode.PARSE_ERROR.remedy());
    }

    private static RpcMessage.Fault fault(final JsonNode id, final RpcErrorCode code, final String message, final String remedy) {
        return new RpcMessage.Fault(id, code, message, remedy);
    }

    private static String withPlace(final JsonProcessingException e) {
        final JsonLocation place = e.getLocation();
        final String cause = e.getOriginalMessage();
        return place == null ? cause : cause + " (column " + place.getColumnNr() + ")";
    }
}
