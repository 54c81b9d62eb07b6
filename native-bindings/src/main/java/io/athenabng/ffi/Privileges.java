package io.athenabng.ffi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the calling thread may do: its effective user and its effective capabilities (capability.h numbers).
 *
 * @param effectiveUserId the effective user
 * @param capabilities    the effective capability set, bit N for capability N
 */
public record Privileges(int effectiveUserId, long capabilities) {
    public static final int CAP_NET_ADMIN = 12;
    public static final int CAP_NET_RAW = 13;
    public static final int CAP_SYS_ADMIN = 21;

    private static final Path STATUS = Path.of("/proc/thread-self/status");
    private static final String EFFECTIVE = "CapEff:";

    /** Reads the calling thread's privileges. */
    public static Privileges current() {
        try {
            return parse(Syscalls.geteuid(), Files.readAllLines(STATUS));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + STATUS, e);
        }
    }

    static Privileges parse(int effectiveUserId, List<String> status) {
        for (String line : status) {
            if (line.startsWith(EFFECTIVE)) {
                return new Privileges(effectiveUserId, Long.parseUnsignedLong(line.substring(EFFECTIVE.length()).strip(), 16));
            }
        }
        throw new IllegalStateException(STATUS + " has no line " + EFFECTIVE);
    }

    public boolean has(int capability) {
        return (capabilities >>> capability & 1) != 0;
    }

    /** The names of those capabilities that the gateway needs and this thread lacks; empty when all is well. */
    public List<String> missingForGateway() {
        List<String> missing = new ArrayList<>();
        if (!has(CAP_NET_ADMIN)) {
            missing.add("CAP_NET_ADMIN");
        }
        if (!has(CAP_NET_RAW)) {
            missing.add("CAP_NET_RAW");
        }
        return missing;
    }
}
