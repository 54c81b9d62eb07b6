package io.athenabng.daemon.management;

import java.util.List;
import java.util.Map;

/** A part of the configuration by its path, like {@code access-groups[0].shaping}. */
final class ConfigurationPath {
    private ConfigurationPath() {
    }

    static Map<String, Object> select(final Map<String, Object> configuration, final String path) {
        Object at = configuration;
        for (final String step : path.split("\\.", -1)) {
            final int bracket = step.indexOf('[');
            final String key = bracket < 0 ? step : step.substring(0, bracket);
            at = at instanceof Map<?, ?> map ? map.get(key) : null;
            if (at != null && bracket >= 0) {
                at = element(at, step.substring(bracket), path);
            }
            if (at == null) {
                throw Replies.notFound("the configuration has no '" + path + "'");
            }
        }
        return Map.of(path, at);
    }

    private static Object element(final Object at, final String index, final String path) {
        if (at instanceof List<?> list && index.matches("\\[\\d{1,6}]")) {
            final int number = Integer.parseInt(index.substring(1, index.length() - 1));
            return number < list.size() ? list.get(number) : null;
        }
        throw Replies.notFound("the configuration has no '" + path + "'");
    }
}
