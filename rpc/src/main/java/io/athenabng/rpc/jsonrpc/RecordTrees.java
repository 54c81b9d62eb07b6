package io.athenabng.rpc.jsonrpc;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;

/** Between records of the catalogue and the trees of {@link JsonTree}. Loads Jackson's databind. Thread-safe. */
public final class RecordTrees {
    private static final JsonMapper MAPPER = RpcMapper.mapper(RpcLimits.DEFAULT);

    private RecordTrees() {
    }

    /** A record as a tree; absent components are left out. */
    public static Map<String, Object> toTree(final Record value) {
        return MAPPER.convertValue(value, new TypeReference<>() { });
    }

    /**
     * A tree as a record; fields that the record does not know are ignored, as they may come from a newer daemon.
     *
     * @throws IllegalArgumentException if the tree does not fit
     */
    public static <T> T toRecord(final Object tree, final Class<T> type) {
        return MAPPER.convertValue(tree, type);
    }
}
