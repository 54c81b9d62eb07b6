package io.athenabng.daemon.management;

import io.athenabng.rpc.api.TestRadius;
import io.athenabng.wire.radius.RadiusAttributeCursor;
import io.athenabng.wire.radius.RadiusAttributes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.agrona.DirectBuffer;

/** RADIUS attributes for people. */
final class RadiusTexts {
    private final int athenaVendor;

    private RadiusTexts(final int athenaVendor) {
        this.athenaVendor = athenaVendor;
    }

    static RadiusTexts load(final Path configurationFile, final int athenaVendor) {
        return new RadiusTexts(athenaVendor);
    }

    List<TestRadius.Attribute> attributes(final DirectBuffer buffer, final int offset, final int length) {
        final RadiusAttributeCursor cursor = new RadiusAttributeCursor().athenaVendor(athenaVendor).wrap(buffer, offset, length);
        final List<TestRadius.Attribute> attributes = new ArrayList<>();
        while (cursor.next()) {
            final byte[] value = new byte[cursor.valueLength()];
            cursor.buffer().getBytes(cursor.valueOffset(), value);
            final int vendor = RadiusAttributes.vendorId(cursor.key());
            attributes.add(new TestRadius.Attribute("Attr-" + (vendor == 0 ? "" : "26." + vendor + ".") + RadiusAttributes.type(cursor.key()),
                    printable(value) ? new String(value, StandardCharsets.US_ASCII) : "0x" + HexFormat.of().formatHex(value)));
        }
        return attributes;
    }

    private static boolean printable(final byte[] value) {
        for (final byte octet : value) {
            if (octet < ' ' || octet > '~') {
                return false;
            }
        }
        return value.length > 0;
    }
}
