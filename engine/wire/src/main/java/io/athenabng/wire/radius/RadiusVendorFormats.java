package io.athenabng.wire.radius;

/**
 * How vendors lay out what is in their Vendor-Specific attributes. RFC 2865, 5.26 asks for one octet of type and one of length; some do
 * otherwise. A dictionary knows ({@code VENDOR Lucent 4846 format=2,1}).
 */
@FunctionalInterface
public interface RadiusVendorFormats {

    /** One octet of type, one of length: what the RFC asks for, and what every vendor has that nothing else is known of. */
    int STANDARD = 0x11;

    /** What is inside has no layout that can be walked: the attribute is reported whole. */
    int OPAQUE = 0;

    /** Every vendor does as the RFC asks. */
    RadiusVendorFormats ALL_STANDARD = vendorId -> STANDARD;

    /**
     * A vendor's layout.
     *
     * @param vendorId the vendor's number
     * @return octets of type (1, 2 or 4) in bits 7–4, octets of length (0, 1 or 2) in bits 3–0; {@link #OPAQUE}
     */
    int format(int vendorId);
}
