package io.athenabng.ffi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.ffi.generated.linux.Linux;
import io.athenabng.ffi.generated.pcap.Pcap;
import io.athenabng.ffi.testkit.Capabilities;
import io.athenabng.ffi.testkit.Command;
import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generated layouts and constants are those that the C compiler of this machine sees. */
final class LayoutProbeTest {
    private static final Path MODULE = Path.of(System.getProperty("abng.root"), "native-bindings");

    @TempDir
    Path directory;

    @Test
    void linuxBindingsAgreeWithTheCompiler() throws Exception {
        compare("linux", Linux.class);
    }

    @Test
    void pcapBindingsAgreeWithTheCompiler() throws Exception {
        compare("pcap", Pcap.class);
    }

    private void compare(String name, Class<?> header) throws Exception {
        Capabilities.require(Capabilities.CC);
        Path probe = directory.resolve("probe_" + name);
        Command.run("cc", "-I" + MODULE.resolve("src/main/jextract"), "-o", probe.toString(),
            MODULE.resolve("src/test/c/probe_" + name + ".c").toString());
        Set<String> probed = new TreeSet<>();
        for (String line : Command.run(probe.toString()).lines().toList()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "size" -> {
                    probed.add(words[1]);
                    assertEquals(Long.parseLong(words[2]), layout(struct(header, words[1]).getMethod("layout")).byteSize(), line);
                }
                case "field" -> {
                    probed.add(words[1] + "." + words[2]);
                    Class<?> struct = struct(header, words[1]);
                    assertEquals(Long.parseLong(words[3]), struct.getMethod(words[2] + "$offset").invoke(null), line);
                    assertEquals(Long.parseLong(words[4]), layout(struct.getMethod(words[2] + "$layout")).byteSize(), line);
                }
                case "constant" -> {
                    probed.add(words[1]);
                    Object value = header.getMethod(words[1]).invoke(null);
                    // A constant of type unsigned int comes out as an int of the same 32 bits.
                    long expected = Long.parseLong(words[2]);
                    assertEquals(value instanceof Integer ? (long) (int) expected : expected, ((Number) value).longValue(), line);
                }
                default -> throw new AssertionError(line);
            }
        }
        assertEquals(generated(name, header), probed, "everything generated is probed, and nothing else");
    }

    private static MemoryLayout layout(Method method) throws ReflectiveOperationException {
        return (MemoryLayout) method.invoke(null);
    }

    private static Class<?> struct(Class<?> header, String name) throws ClassNotFoundException {
        return Class.forName(header.getPackageName() + "." + name);
    }

    private static Set<String> generated(String name, Class<?> header) throws IOException, ClassNotFoundException {
        Set<String> all = new TreeSet<>();
        for (Method method : header.getDeclaredMethods()) {
            // Constants are accessors without parameters; functions that take none exist, too, and are no constants.
            if (Modifier.isPublic(method.getModifiers()) && method.getParameterCount() == 0 && !method.getName().contains("$")
                && (method.getReturnType() == int.class || method.getReturnType() == long.class) && !method.getName().equals("geteuid")) {
                all.add(method.getName());
            }
        }
        Path directory = MODULE.resolve("src/main/java/io/athenabng/ffi/generated/" + name);
        try (Stream<Path> files = Files.list(directory)) {
            Set<String> structs = files.map(f -> f.getFileName().toString().replace(".java", ""))
                .filter(n -> !n.startsWith(header.getSimpleName()) && !n.equals("package-info")).collect(Collectors.toSet());
            for (String struct : structs) {
                all.add(struct);
                for (Method method : struct(header, struct).getMethods()) {
                    if (method.getName().endsWith("$offset")) {
                        all.add(struct + "." + method.getName().replace("$offset", ""));
                    }
                }
            }
        }
        assertTrue(all.size() > 10, "the generated sources are where they are expected");
        return all;
    }
}
