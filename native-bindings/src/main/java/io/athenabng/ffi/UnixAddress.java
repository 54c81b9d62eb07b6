package io.athenabng.ffi;

import io.athenabng.ffi.generated.linux.Linux;
import io.athenabng.ffi.generated.linux.sockaddr_un;
import java.nio.charset.StandardCharsets;

/**
 * A {@code struct sockaddr_un} (unix(7)): a path that ends with a zero byte, or an abstract name, written {@code @name}, whose first byte
 * is zero and which ends with the address.
 */
final class UnixAddress {
    /** Bytes of the structure. */
    static final long SIZE = sockaddr_un.sizeof();

    private static final int PATH = (int) sockaddr_un.sun_path$offset();

    private UnixAddress() {
    }

    /**
     * Writes an address into zeroed memory of {@link #SIZE} bytes.
     *
     * @return its length, for the system call
     * @throws IllegalArgumentException if the path is empty or too long
     */
    static int put(long memory, String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length >= SIZE - PATH) {
            throw new IllegalArgumentException("a socket's path has 1 to " + (SIZE - PATH - 1) + " bytes: '" + path + "'");
        }
        boolean isAbstract = bytes[0] == '@';
        if (isAbstract) {
            bytes[0] = 0;
        }
        NativeMemory.putShort(memory + sockaddr_un.sun_family$offset(), (short) Linux.AF_UNIX());
        NativeMemory.copy(bytes, 0, memory + PATH, bytes.length);
        return isAbstract ? PATH + bytes.length : (int) SIZE;
    }
}
