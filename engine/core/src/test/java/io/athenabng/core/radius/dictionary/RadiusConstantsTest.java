package io.athenabng.core.radius.dictionary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.athenabng.wire.radius.RadiusAttributes;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The constants of {@code wire.radius} are those of the distribution's dictionary. */
class RadiusConstantsTest {
    @Test
    void constantsAreUpToDate() throws IOException {
        final RadiusDictionary dictionary = RadiusDictionary
            .load(DictionaryFiles.distribution(), DictionaryFiles.machine(), RadiusAttributes.VENDOR_ATHENA).dictionary();
        assertEquals("", new RadiusConstants(dictionary).drift(), "out of date: write them again with " + RadiusConstants.COMMAND);
    }
}
