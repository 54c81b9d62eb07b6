package io.athenabng.rpc.jsonrpc;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Jackson as the socket wants it: snake_case names, no absent fields, nothing guessed, limits on everything that is read. */
final class RpcMapper {
    /** Longest number in digits: an id or a parameter never needs more. */
    static final int MAX_NUMBER_LENGTH = 100;

    private RpcMapper() {
    }

    /** A factory whose parsers refuse what is beyond the limits. */
    static JsonFactory factory(final RpcLimits limits) {
        final JsonFactoryBuilder builder = new JsonFactoryBuilder();
        builder.streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(limits.maxDepth())
            .maxNumberLength(MAX_NUMBER_LENGTH)
            .maxStringLength(limits.maxMessageBytes())
            .maxNameLength(Math.min(1024, limits.maxMessageBytes()))
            .build());
        builder.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
        // Names come from peers: a table of all names ever seen would grow without end.
        builder.disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES);
        builder.disable(JsonFactory.Feature.INTERN_FIELD_NAMES);
        return builder.build();
    }

    /** A mapper on such a factory. */
    static JsonMapper mapper(final RpcLimits limits) {
        return JsonMapper.builder(factory(limits))
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    }
}
