package io.athenabng.ffi.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** A missing capability skips, and fails when it is required. */
final class CapabilitiesTest {
    @Test
    void missingCapabilityIsSkippedOrFailedAsRequired() {
        String before = System.getProperty("abng.require");
        String lab = System.getProperty("abng.lab");
        try {
            System.clearProperty("abng.lab");
            System.setProperty("abng.require", "netns");
            TestAbortedException skipped = assertThrows(TestAbortedException.class, () -> Capabilities.require(Capabilities.LAB));
            assertTrue(skipped.getMessage().contains("scripts/lab"), skipped.getMessage());
            System.setProperty("abng.require", "netns, lab");
            assertThrows(AssertionFailedError.class, () -> Capabilities.require(Capabilities.LAB));
            System.setProperty("abng.lab", "true");
            Capabilities.require(Capabilities.LAB);
        } finally {
            restore("abng.require", before);
            restore("abng.lab", lab);
        }
        assertFalse(Capabilities.isRequired("lab", ""));
        assertFalse(Capabilities.isRequired("lab", "collab"));
        assertThrows(IllegalArgumentException.class, () -> Capabilities.require("luck"));
    }

    private static void restore(String key, String value) {
        if (value == null) {
            System.clearProperty(key);
        } else {
            System.setProperty(key, value);
        }
    }

    @Test
    void failedCommandShowsItsOutput() {
        AssertionError error = assertThrows(AssertionError.class, () -> Command.run("sh", "-c", "echo because >&2; exit 3"));
        assertTrue(error.getMessage().contains("status 3") && error.getMessage().contains("because"), error.getMessage());
    }
}
