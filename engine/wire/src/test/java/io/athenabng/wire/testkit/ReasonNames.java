package io.athenabng.wire.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntFunction;

/** Checks classes of integer constants that index counters. */
public final class ReasonNames {

    private ReasonNames() {
    }

    /** Fails if a constant has another name than its own, or if the constants are not 0 to count - 1. */
    public static void assertComplete(final Class<?> type, final int count, final IntFunction<String> name) throws IllegalAccessException {
        final Set<Integer> seen = new HashSet<>();
        for (final Field field : type.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class && !field.getName().equals("COUNT")) {
                final int value = field.getInt(null);
                assertTrue(value >= 0 && value < count, field.getName());
                assertEquals(field.getName(), name.apply(value));
                assertTrue(seen.add(value), field.getName());
            }
        }
        assertEquals(count, seen.size());
    }
}
