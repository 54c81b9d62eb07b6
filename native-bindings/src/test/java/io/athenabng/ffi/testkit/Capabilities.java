package io.athenabng.ffi.testkit;

import io.athenabng.ffi.Errno;
import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.Netns;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of the machine it runs on.
 *
 * <p>A missing capability skips the test with its reason. It fails it instead when the system property {@code abng.require}
 * (comma separated) lists the capability, so that CI cannot go green by skipping.
 */
public final class Capabilities {
    /** Root, network namespaces, and the commands {@code ip} and {@code ethtool}. */
    public static final String NETNS = "netns";
    /** The virtual machine in which the kernel has 802.1Q, CAKE and PPP; the lab sets {@code abng.lab=true} inside. */
    public static final String LAB = "lab";

    /** A C compiler {@code cc} and the headers that the bindings were made from. */
    public static final String CC = "cc";

    private Capabilities() {
    }

    /** Skips, or fails when it is required, the calling test unless the machine has the capability. */
    public static void require(String capability) {
        Optional<String> missing = missing(capability);
        if (missing.isEmpty()) {
            return;
        }
        String reason = "capability " + capability + " is missing: " + missing.get();
        if (isRequired(capability, System.getProperty("abng.require", ""))) {
            Assertions.fail(reason);
        }
        Assumptions.abort(reason);
    }

    static boolean isRequired(String capability, String required) {
        return Arrays.stream(required.split(",")).map(String::strip).anyMatch(capability::equals);
    }

    static Optional<String> missing(String capability) {
        return switch (capability) {
            case NETNS -> missingNamespaces();
            case CC -> onPath("cc") && Files.exists(Path.of("/usr/include/pcap/pcap.h")) ? Optional.empty()
                : Optional.of("packages gcc, libc6-dev, linux-libc-dev and libpcap-dev are needed");
            case LAB -> Boolean.getBoolean("abng.lab") ? Optional.empty() : Optional.of("not inside the lab (scripts/lab)");
            default -> throw new IllegalArgumentException("unknown capability " + capability);
        };
    }

    private static Optional<String> missingNamespaces() {
        for (String command : new String[] {"ip", "ethtool"}) {
            if (!onPath(command)) {
                return Optional.of("no command " + command);
            }
        }
        try (Netns namespace = Netns.create()) {
            return namespace.fd() >= 0 ? Optional.empty() : Optional.of("no namespace");
        } catch (NativeException e) {
            if (e.errno() == Errno.EPERM) {
                return Optional.of("root is needed: " + e.getMessage());
            }
            return Optional.of(e.getMessage());
        }
    }

    private static boolean onPath(String command) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/sbin";
        return Arrays.stream(path.split(File.pathSeparator)).filter(d -> !d.isEmpty())
            .anyMatch(d -> Files.isExecutable(Path.of(d, command)));
    }
}
