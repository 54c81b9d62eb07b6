package io.athenabng.daemon.lab;

import io.athenabng.daemon.testkit.FreeRadius;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A real FreeRADIUS in the lab, with users of its own and the dictionary that the gateway ships, and what it has written down. */
final class RadiusServer {
    private static final int PORT = 1812;

    private final FreeRadius server;

    RadiusServer(final Path directory, final String namespace, final String address, final String secret, final String users) {
        final Path home = directory.resolve(address);
        server = new FreeRadius(namespace, home, PORT, secret, 0, address);
        try {
            Files.writeString(home.resolve("users"), users);
            Files.writeString(home.resolve("dictionary"), "$INCLUDE "
                + Path.of(System.getProperty("abng.root"), "engine/dist/src/dictionary/dictionary.athena") + "\n");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start() {
        server.start();
    }

    void kill() {
        server.kill();
    }

    String log() {
        return server.logged() + server.detail();
    }

    /** The accounting requests that it took, oldest first: attribute to value, values of attributes that come more than once joined. */
    private List<Map<String, String>> accounting() {
        final List<Map<String, String>> records = new ArrayList<>();
        Map<String, String> record = null;
        for (final String line : server.detail().split("\n")) {
            final int equals = line.indexOf(" = ");
            if (!line.isBlank() && !line.startsWith("\t")) {
                record = new LinkedHashMap<>();
                records.add(record);
            } else if (record != null && equals > 0) {
                record.merge(line.substring(0, equals).strip(), line.substring(equals + 3).replace("\"", "").strip(),
                    (first, second) -> first + " " + second);
            }
        }
        return records;
    }

    /** Those of one kind, about a MAC if one is given. */
    List<Map<String, String>> accounting(final String status, final String mac) {
        return accounting().stream().filter(each -> status.equals(each.get("Acct-Status-Type"))
            && (mac == null || mac.equalsIgnoreCase(each.getOrDefault("Calling-Station-Id", "").replace('-', ':')))).toList();
    }
}
