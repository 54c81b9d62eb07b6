package io.athenabng.ffi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.ffi.testkit.DatagramReceiver;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixDatagramSocketTest {
    @TempDir
    Path directory;

    @Test
    void aPathAndAnAbstractNameAreReached() {
        for (String address : List.of(directory.resolve("notify").toString(), "@abng-test-" + ProcessHandle.current().pid())) {
            try (DatagramReceiver receiver = new DatagramReceiver(address); UnixDatagramSocket socket = UnixDatagramSocket.to(address)) {
                socket.send("READY=1\nSTATUS=grüße");
                socket.send("");
                assertEquals(List.of("READY=1\nSTATUS=grüße", ""), receiver.received(), address);
            }
        }
    }

    @Test
    void aReceiverThatCameBackIsReachedAgain() {
        String address = "@abng-test-back-" + ProcessHandle.current().pid();
        try (UnixDatagramSocket socket = UnixDatagramSocket.to(address)) {
            assertTrue(assertThrows(NativeException.class, () -> socket.send("nobody")).getMessage().contains("ECONNREFUSED"));
            try (DatagramReceiver receiver = new DatagramReceiver(address)) {
                socket.send("one");
                assertEquals(List.of("one"), receiver.received());
            }
            assertThrows(NativeException.class, () -> socket.send("nobody"));
        }
    }

    @Test
    void whatIsNoAddressIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> UnixDatagramSocket.to(""));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> UnixDatagramSocket.to("/" + "x".repeat(200))).getMessage()
            .contains("1 to 107 bytes"));
    }
}
