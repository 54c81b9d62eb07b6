package io.athenabng.core.radius.dictionary;

import io.athenabng.wire.radius.RadiusAttributes;
import java.util.Arrays;
import org.agrona.collections.Long2ObjectHashMap;

/** Where an attribute belongs: its number, dotted or not, in the place where the file says it. */
final class DictionaryPlacement {
    private static final int MAX_TYPE = 0xff;
    private static final int VENDOR_SPECIFIC = (int) RadiusAttributes.VENDOR_SPECIFIC;

    private final RadiusDictionary dictionary;
    private final Long2ObjectHashMap<RadiusAttribute> internal = new Long2ObjectHashMap<>();
    private long key;
    private long internalNumber;
    private RadiusAttribute parent;
    private int childType;
    private String number;

    DictionaryPlacement(final RadiusDictionary dictionary) {
        this.dictionary = dictionary;
    }

    /** Finds the place. Returns false, and says why, if there is none. */
    boolean find(final DictionaryScope scope, final RadiusVendor namedVendor, final long[] path) {
        key = RadiusAttribute.NO_KEY;
        internalNumber = -1;
        parent = null;
        number = null;
        if (namedVendor != null) {
            return inVendor(scope, namedVendor.number(), namedVendor.maxType(), path, 0);
        }
        if (scope.openTlv() != null) {
            return inside(scope, scope.openTlv(), path, 0);
        }
        if (scope.extendedOuterType() != 0) {
            return inExtendedVendor(scope, scope.extendedOuterType(), scope.vendor().number(), path, 0);
        }
        if (scope.vendor() != null) {
            return inVendor(scope, scope.vendor().number(), scope.vendor().maxType(), path, 0);
        }
        return atTop(scope, path);
    }

    /** Remembers the attribute for those that are inside it. */
    void put(final RadiusAttribute attribute) {
        final RadiusAttribute earlier = parent != null ? parent.child(childType)
            : key != RadiusAttribute.NO_KEY ? dictionary.attribute(key) : internal.get(internalNumber);
        if (earlier != null) {
            attribute.takeChildren(earlier);
        }
        if (parent != null) {
            parent.addChild(childType, attribute);
        } else if (key == RadiusAttribute.NO_KEY) {
            internal.put(internalNumber, attribute);
        }
    }

    long key() {
        return key;
    }

    String number() {
        return number;
    }

    private boolean atTop(final DictionaryScope scope, final long[] path) {
        final long first = path[0];
        if (first == VENDOR_SPECIFIC && path.length > 1) {
            return path.length < 3 ? incomplete(scope, path, "26.9.1") : inNumberedVendor(scope, path, 1, 0);
        }
        if (first >= RadiusAttributes.EXTENDED_TYPE_1 && first <= RadiusAttributes.LONG_EXTENDED_TYPE_2 && path.length > 1) {
            if (path[1] == VENDOR_SPECIFIC && path.length > 2) {
                return path.length < 4 ? incomplete(scope, path, "241.26.9.1") : inNumberedVendor(scope, path, 2, (int) first);
            }
            return path[1] > MAX_TYPE ? tooGreat(scope, path[1], MAX_TYPE)
                : at(scope, RadiusAttributes.key(0, (int) first << 8 | (int) path[1]), first + "." + path[1], path, 2);
        }
        if (first <= MAX_TYPE) {
            return at(scope, first, Long.toString(first), path, 1);
        }
        if (path.length > 1) {
            return inside(scope, internal.get(first), path, 1);
        }
        internalNumber = first;
        number = Long.toString(first);
        return true;
    }

    private boolean inNumberedVendor(final DictionaryScope scope, final long[] path, final int vendorAt, final int outerType) {
        final int vendorId = dictionary.keyNumber("", (int) path[vendorAt]);
        if (outerType != 0) {
            return inExtendedVendor(scope, outerType, vendorId, path, vendorAt + 1);
        }
        long maxType = MAX_TYPE;
        for (final RadiusVendor vendor : dictionary.vendors()) {
            maxType = vendor.number() == vendorId ? vendor.maxType() : maxType;
        }
        return inVendor(scope, vendorId, maxType, path, vendorAt + 1);
    }

    private boolean inVendor(final DictionaryScope scope, final int vendorId, final long maxType, final long[] path, final int at) {
        return path[at] > maxType ? tooGreat(scope, path[at], maxType)
            : at(scope, RadiusAttributes.key(vendorId, (int) path[at]),
                VENDOR_SPECIFIC + "." + Integer.toUnsignedString(vendorId) + "." + path[at], path, at + 1);
    }

    private boolean inExtendedVendor(final DictionaryScope scope, final int outerType, final int vendorId, final long[] path,
                                     final int at) {
        return path[at] > MAX_TYPE ? tooGreat(scope, path[at], MAX_TYPE)
            : at(scope, RadiusAttributes.extendedVendorKey(outerType, vendorId, (int) path[at]),
                outerType + "." + VENDOR_SPECIFIC + "." + Integer.toUnsignedString(vendorId) + "." + path[at], path, at + 1);
    }

    /** The place of a key, or of what is inside it. */
    private boolean at(final DictionaryScope scope, final long newKey, final String newNumber, final long[] path, final int next) {
        if (next < path.length) {
            return inside(scope, dictionary.attribute(newKey), path, next);
        }
        key = newKey;
        number = newNumber;
        return true;
    }

    private boolean inside(final DictionaryScope scope, final RadiusAttribute outer, final long[] path, final int from) {
        RadiusAttribute inner = outer;
        for (int i = from; i < path.length; i++) {
            if (inner == null || inner.type() != RadiusAttributeType.TLV) {
                scope.problem((inner == null ? "what " + text(path) + " is in" : inner.name()) + " holds no other attributes",
                    "describe it before this line, with type tlv");
                return false;
            }
            if (path[i] > MAX_TYPE) {
                return tooGreat(scope, path[i], MAX_TYPE);
            }
            parent = inner;
            childType = (int) path[i];
            inner = parent.child(childType);
        }
        number = parent.number() + "." + childType;
        return true;
    }

    private static boolean incomplete(final DictionaryScope scope, final long[] path, final String example) {
        scope.problem(text(path) + " names a vendor, and nothing of it", "write the vendor's type after it, as " + example);
        return false;
    }

    private static boolean tooGreat(final DictionaryScope scope, final long type, final long most) {
        scope.problem("type " + type + " does not fit", "write 0 to " + most + ", or give the vendor a layout with more octets of type");
        return false;
    }

    private static String text(final long[] path) {
        final StringBuilder out = new StringBuilder();
        Arrays.stream(path).forEach(part -> out.append(out.isEmpty() ? "" : ".").append(part));
        return out.toString();
    }
}
