package io.athenabng.core.radius.dictionary;

import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusVendorFormats;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Names, types and values of RADIUS attributes. Unchanged once it is loaded.
 *
 * <p>Athena's own attributes have the keys of {@link RadiusAttributes#VENDOR_ATHENA}, whatever number they go under: with another one
 * configured, the two numbers change places, as in cursors and appenders. So the files need not be changed.
 */
public final class RadiusDictionary implements RadiusVendorFormats {
    private static final String ATHENA = "athena";

    private final Map<String, RadiusAttribute> attributesByName = new LinkedHashMap<>();
    private final Long2ObjectHashMap<RadiusAttribute> attributesByKey = new Long2ObjectHashMap<>();
    private final Map<String, RadiusVendor> vendorsByName = new LinkedHashMap<>();
    private final Int2IntHashMap formats = new Int2IntHashMap(STANDARD);
    private final int athenaVendor;

    RadiusDictionary(final int athenaVendor) {
        this.athenaVendor = athenaVendor;
    }

    /**
     * Reads a dictionary with all that it includes.
     *
     * @param file         the name of the first file
     * @param source       reads files
     * @param athenaVendor the vendor number that Athena's own attributes go under
     * @return the dictionary, or everything that is wrong
     */
    public static DictionaryResult load(final String file, final DictionarySource source, final int athenaVendor) {
        return new DictionaryReader(source, athenaVendor).load(file);
    }

    /**
     * An attribute by its name.
     *
     * @param name the name; upper and lower case are alike
     * @return the attribute; null if there is none of this name
     */
    public RadiusAttribute attribute(final String name) {
        return attributesByName.get(name.toLowerCase(Locale.ROOT));
    }

    /**
     * An attribute by its key on the wire. Allocates nothing.
     *
     * @param key the key, as in {@link RadiusAttributes}
     * @return the attribute; null if none is described
     */
    public RadiusAttribute attribute(final long key) {
        return attributesByKey.get(key);
    }

    /**
     * A vendor by its name.
     *
     * @param name the name; upper and lower case are alike
     * @return the vendor; null if there is none of this name
     */
    public RadiusVendor vendor(final String name) {
        return vendorsByName.get(name.toLowerCase(Locale.ROOT));
    }

    /** @return all attributes, in the order in which they were described first */
    public Collection<RadiusAttribute> attributes() {
        return Collections.unmodifiableCollection(attributesByName.values());
    }

    /** @return all vendors, in the order in which they were declared first */
    public List<RadiusVendor> vendors() {
        return new ArrayList<>(vendorsByName.values());
    }

    @Override
    public int format(final int vendorId) {
        return formats.get(vendorId);
    }

    /** The number that a vendor has in keys. */
    int keyNumber(final String vendorName, final int number) {
        if (number == athenaVendor || number == RadiusAttributes.VENDOR_ATHENA && vendorName.equalsIgnoreCase(ATHENA)) {
            return RadiusAttributes.VENDOR_ATHENA;
        }
        return number == RadiusAttributes.VENDOR_ATHENA ? athenaVendor : number;
    }

    void put(final RadiusVendor vendor) {
        vendorsByName.put(vendor.name().toLowerCase(Locale.ROOT), vendor);
        // Cursors ask by the number on the wire, before they let the two numbers change places.
        final int onWire = vendor.number() == RadiusAttributes.VENDOR_ATHENA ? athenaVendor
            : vendor.number() == athenaVendor ? RadiusAttributes.VENDOR_ATHENA : vendor.number();
        final int format = vendor.continued() ? OPAQUE : vendor.typeOctets() << 4 | vendor.lengthOctets();
        if (format == STANDARD) {
            formats.remove(onWire);
        } else {
            formats.put(onWire, format);
        }
    }

    void put(final RadiusAttribute attribute) {
        attributesByName.put(attribute.name().toLowerCase(Locale.ROOT), attribute);
        if (attribute.key() != RadiusAttribute.NO_KEY) {
            attributesByKey.put(attribute.key(), attribute);
        }
    }
}
