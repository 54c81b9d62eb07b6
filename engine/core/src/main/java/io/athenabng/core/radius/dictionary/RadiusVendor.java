package io.athenabng.core.radius.dictionary;

/**
 * A vendor of a dictionary.
 *
 * @param name         its name
 * @param number       its number in keys of attributes
 * @param typeOctets   octets of type in front of each of its attributes: 1, 2 or 4
 * @param lengthOctets octets of length after that: 0, 1 or 2
 * @param continued    whether an octet of flags follows, as WiMAX has it: such values may go on in another attribute, and are not read
 */
public record RadiusVendor(String name, int number, int typeOctets, int lengthOctets, boolean continued) {
    /** @return the greatest type that the octets of type can hold */
    long maxType() {
        return (1L << 8 * typeOctets) - 1;
    }
}
