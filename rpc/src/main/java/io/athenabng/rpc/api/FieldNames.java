package io.athenabng.rpc.api;

/** Names of record components and the names of the same fields on the wire: {@code rateDown} is {@code rate_down}. */
public final class FieldNames {
    private FieldNames() {
    }

    /** {@code leaseExpiresEpochMs} becomes {@code lease_expires_epoch_ms}. */
    public static String wireName(final String componentName) {
        final StringBuilder name = new StringBuilder(componentName.length() + 8);
        for (int i = 0; i < componentName.length(); i++) {
            final char c = componentName.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                name.append('_').append((char) (c + 32));
            } else {
                name.append(c);
            }
        }
        return name.toString();
    }
}
