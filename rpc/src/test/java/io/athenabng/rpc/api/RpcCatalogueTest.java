package io.athenabng.rpc.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.rpc.docs.RpcExamples;
import io.athenabng.rpc.jsonrpc.RecordTrees;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class RpcCatalogueTest {
    static Stream<RpcMethod<?, ?>> methods() {
        return RpcCatalogue.methods().stream();
    }

    @Test
    void hasTheMethodsThatTheSystemNeeds() {
        final List<String> names = methods().map(RpcMethod::name).toList();
        for (final String name : List.of("show.subscribers", "show.session", "show.interfaces", "show.qos", "show.counters", "show.errors",
            "show.leases", "show.pools", "show.relay", "show.pppoe", "show.radius", "test.radius", "show.version", "show.status",
            "session.clear", "session.dhcp_up",
            "session.dhcp_down", "config.show", "config.validate", "events.subscribe", "events.unsubscribe", "rpc.methods")) {
            assertTrue(names.contains(name), name);
        }
        assertEquals(names.size(), new HashSet<>(names).size());
        assertFalse(names.contains("system.shutdown"));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void parametersAreBoxedAndEverythingIsDescribed(final RpcMethod<?, ?> method) {
        assertSame(method, RpcCatalogue.find(method.name()));
        for (final RecordComponent component : method.params().getRecordComponents()) {
            assertFalse(component.getType().isPrimitive(), method + " " + component.getName());
            assertNotNull(component.getAnnotation(Describe.class), method + " " + component.getName());
        }
        assertDescribed(method.result(), new HashSet<>());
    }

    private static void assertDescribed(final Class<?> record, final Set<Class<?>> seen) {
        if (!seen.add(record)) {
            return;
        }
        for (final RecordComponent component : record.getRecordComponents()) {
            final Describe describe = component.getAnnotation(Describe.class);
            assertNotNull(describe, record + " " + component.getName());
            assertFalse(describe.value().endsWith("."), record + " " + component.getName());
            if (component.getType().isRecord()) {
                assertDescribed(component.getType(), seen);
            }
            if (component.getGenericType() instanceof ParameterizedType type
                && type.getActualTypeArguments()[0] instanceof Class<?> element && element.isRecord()) {
                assertDescribed(element, seen);
            }
        }
    }

    /** The names that Jackson writes are those that documentation, command line and schema compute, and nothing is lost on the way. */
    @ParameterizedTest
    @MethodSource("methods")
    void examplesGoThereAndBackUnderTheirWireNames(final RpcMethod<?, ?> method) {
        final RpcExamples.Example<?, ?> example = RpcExamples.of(method);
        assertThereAndBack(example.params(), method.params());
        assertThereAndBack(example.result(), method.result());
    }

    private static void assertThereAndBack(final Record value, final Class<? extends Record> type) {
        final Map<String, Object> tree = RecordTrees.toTree(value);
        @SuppressWarnings("unchecked")
        final Map<String, Object> schema = (Map<String, Object>) JsonSchema.of(type).get("properties");
        assertTrue(schema.keySet().containsAll(tree.keySet()), schema.keySet() + " " + tree.keySet());
        assertEquals(value, RecordTrees.toRecord(tree, type));
    }

    @Test
    void errorCodesAreDistinctAndOutsideOfWhatIsReserved() {
        final Set<Integer> codes = new HashSet<>();
        for (final RpcErrorCode code : RpcErrorCode.values()) {
            assertTrue(codes.add(code.code()));
            assertSame(code, RpcErrorCode.ofCode(code.code()));
            assertFalse(code.remedy().isBlank());
            assertTrue(code.code() > 0 || code.code() >= -32099 && code.code() <= -32000 || code.code() <= -32600 && code.code() >= -32700);
        }
    }

    @ParameterizedTest
    @CsvSource({"show.subscriber,show.subscribers", "show.sesion,show.session", "shwo.qos,show.qos", "SHOW.QOS,show.qos",
        "session.claer,session.clear", "events.subscrib,events.subscribe", "show.int,show.interfaces"})
    void suggestsWhatWasMeant(final String typed, final String meant) {
        assertEquals(meant, Suggestions.nearest(typed, methods().map(RpcMethod::name).toList()));
    }

    @ParameterizedTest
    @CsvSource({"foobar", "''", "x", "reboot.now"})
    void suggestsNothingFarFetched(final String typed) {
        assertEquals(null, Suggestions.nearest(typed, methods().map(RpcMethod::name).toList()));
    }

    @ParameterizedTest
    @CsvSource({"abc,abc,0", "abc,acb,1", "abc,ab,1", "'',abc,3", "ca,abc,3", "kitten,sitting,3"})
    void measuresDistance(final String a, final String b, final int distance) {
        assertEquals(distance, Suggestions.distance(a, b));
        assertEquals(distance, Suggestions.distance(b, a));
    }
}
