package io.athenabng.rpc.jsonrpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.athenabng.rpc.api.Describe;
import io.athenabng.rpc.api.FieldNames;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.api.RpcMethod;
import io.athenabng.rpc.api.Suggestions;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the parameters of a request, by name or by position, into the method's record. An unknown or missing parameter
 * or a wrong type is an error that names it; nothing is converted silently. Thread-safe.
 */
public final class ParamsBinder {
    private final JsonMapper mapper;

    /** A binder within these limits. */
    public ParamsBinder(final RpcLimits limits) {
        this.mapper = RpcMapper.mapper(limits);
    }

    /** The reason why parameters do not fit. */
    public static final class Misfit extends Exception {
        private static final long serialVersionUID = 1L;
        private final String remedy;

        Misfit(final String message, final String remedy) {
            super(message, null, false, false);
            this.remedy = remedy;
        }

        /** What to do. */
        public String remedy() {
            return remedy;
        }
    }

    /**
     * Binds parameters.
     *
     * @param params object, array, or null if the request has none
     * @throws Misfit if they do not fit
     */
    public <P extends Record> P bind(final RpcMethod<P, ?> method, final JsonNode params) throws Misfit {
        final Map<String, RecordComponent> components = components(method.params());
        final ObjectNode named = named(method, components, params);
        for (final Map.Entry<String, JsonNode> field : named.properties()) {
            final RecordComponent component = components.get(field.getKey());
            if (component == null) {
                throw unknown(method, components, field.getKey());
            }
            check(method, component, field.getKey(), field.getValue());
        }
        for (final Map.Entry<String, RecordComponent> entry : components.entrySet()) {
            final Describe describe = entry.getValue().getAnnotation(Describe.class);
            if (describe != null && describe.required() && !named.hasNonNull(entry.getKey())) {
                throw new Misfit("parameter '" + entry.getKey() + "' is missing", "give it: " + describe.value());
            }
        }
        try {
            return mapper.treeToValue(named, method.params());
        } catch (final JsonProcessingException e) {
            throw new Misfit("the parameters do not fit: " + e.getOriginalMessage(), RpcErrorCode.INVALID_PARAMS.remedy());
        }
    }

    private ObjectNode named(final RpcMethod<?, ?> method, final Map<String, RecordComponent> components, final JsonNode params)
        throws Misfit {
        if (params instanceof ObjectNode object) {
            return object;
        }
        final ObjectNode named = mapper.createObjectNode();
        if (params == null) {
            return named;
        }
        if (params.size() > components.size()) {
            throw new Misfit(method.name() + " takes at most " + components.size() + " parameters, not " + params.size(),
                "its parameters are " + components.keySet());
        }
        final Iterator<String> names = components.keySet().iterator();
        for (final JsonNode value : params) {
            named.set(names.next(), value);
        }
        return named;
    }

    private static Map<String, RecordComponent> components(final Class<? extends Record> type) {
        final Map<String, RecordComponent> components = new LinkedHashMap<>();
        for (final RecordComponent component : type.getRecordComponents()) {
            components.put(FieldNames.wireName(component.getName()), component);
        }
        return components;
    }

    private static Misfit unknown(final RpcMethod<?, ?> method, final Map<String, RecordComponent> components, final String name) {
        final String nearest = Suggestions.nearest(name, components.keySet());
        final String remedy = components.isEmpty() ? method.name() + " has no parameters" : "its parameters are " + components.keySet();
        final String shown = name.length() > 64 ? name.substring(0, 64) + "…" : name;
        return new Misfit("unknown parameter '" + shown + "' of " + method.name()
            + (nearest == null ? "" : ": did you mean '" + nearest + "'?"), remedy);
    }

    private static void check(final RpcMethod<?, ?> method, final RecordComponent component, final String name, final JsonNode value)
        throws Misfit {
        if (value.isNull()) {
            return;
        }
        final Class<?> type = component.getType();
        final String wanted;
        final boolean fits;
        if (type == String.class) {
            wanted = "a string";
            fits = value.isTextual();
        } else if (type == Long.class) {
            wanted = "an integer";
            fits = value.isIntegralNumber() && value.canConvertToLong();
        } else if (type == Integer.class) {
            wanted = "an integer of 32 bits";
            fits = value.isIntegralNumber() && value.canConvertToInt();
        } else if (type == Boolean.class) {
            wanted = "true or false";
            fits = value.isBoolean();
        } else if (type == List.class) {
            wanted = "an array of strings";
            fits = value.isArray() && allText(value);
        } else {
            throw new IllegalStateException("parameter type " + type + " of " + method.name());
        }
        if (!fits) {
            throw new Misfit("parameter '" + name + "' must be " + wanted, RpcErrorCode.INVALID_PARAMS.remedy());
        }
    }

    private static boolean allText(final JsonNode array) {
        for (final JsonNode element : array) {
            if (!element.isTextual()) {
                return false;
            }
        }
        return true;
    }
}
