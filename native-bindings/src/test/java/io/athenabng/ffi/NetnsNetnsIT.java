package io.athenabng.ffi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.athenabng.ffi.testkit.NetnsExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A thread goes into a namespace and comes back, whatever happens inside. */
final class NetnsNetnsIT {
    @RegisterExtension
    final NetnsExtension netns = new NetnsExtension();

    private static String where() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void threadComesBackEvenAfterAnException() {
        String name = netns.namespace("x");
        String home = where();
        try (Netns target = Netns.named(name)) {
            assertNotEquals(home, target.call(NetnsNetnsIT::where));
            assertEquals(home, where());
            assertThrows(IllegalStateException.class, () -> target.run(() -> {
                throw new IllegalStateException("inside");
            }));
            assertEquals(home, where());
        }
        assertEquals(Errno.ENOENT, assertThrows(NativeException.class, () -> Netns.named("no-such-namespace")).errno());
        assertThrows(IllegalArgumentException.class, () -> Netns.named("../net"));
    }

    @Test
    void enteringHoldsForOneThread() throws InterruptedException {
        String home = where();
        String[] seen = new String[1];
        try (Netns fresh = Netns.create()) {
            assertEquals(home, where());
            Thread agent = new Thread(() -> {
                fresh.enter();
                seen[0] = where();
            });
            agent.start();
            agent.join();
            assertNotEquals(home, seen[0]);
            assertEquals(seen[0], fresh.call(NetnsNetnsIT::where));
        }
        assertEquals(home, where());
    }

    @Test
    void virtualThreadIsRefused() throws InterruptedException {
        Throwable[] thrown = new Throwable[1];
        try (Netns fresh = Netns.create()) {
            Thread.ofVirtual().start(() -> thrown[0] = assertThrows(IllegalStateException.class, fresh::enter)).join();
        }
        assertNotEquals(null, thrown[0]);
    }
}
