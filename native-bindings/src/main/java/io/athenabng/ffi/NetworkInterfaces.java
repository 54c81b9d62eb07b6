package io.athenabng.ffi;

import io.athenabng.ffi.generated.linux.Linux;
import io.athenabng.ffi.generated.linux.ifreq;
import io.athenabng.ffi.generated.linux.sockaddr;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Looks at network interfaces of the calling thread's namespace by {@code ioctl(2)} (netdevice(7)); needs no privilege.
 */
public final class NetworkInterfaces {
    private static final long NAME_OFFSET = 0;
    private static final long REQUEST_OFFSET = ifreq.ifr_ifru$offset();
    private static final int MAC_BYTES = 6;

    private NetworkInterfaces() {
    }

    /**
     * An interface as it was when it was looked at.
     *
     * @param name  the kernel's name
     * @param index its index
     * @param mac   the hardware address in bits 47-0, first octet highest
     * @param mtu   bytes
     * @param flags IFF_ bits
     */
    public record Info(String name, int index, long mac, int mtu, int flags) {
        public boolean isUp() {
            return (flags & Linux.IFF_UP()) != 0;
        }

        public boolean isRunning() {
            return (flags & Linux.IFF_RUNNING()) != 0;
        }
    }

    /** The index of an interface, or 0 when there is none of that name (or alternative name). */
    public static int index(String name) {
        int result = Syscalls.ifNameToIndex(name);
        if (result >= 0) {
            return result;
        }
        if (-result == Errno.ENODEV) {
            return 0;
        }
        throw new NativeException("if_nametoindex(" + name + ")", -result);
    }

    /** Looks at an interface; empty when there is none of that name. */
    public static Optional<Info> find(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int index = bytes.length < Linux.IFNAMSIZ() ? index(name) : 0;
        if (index == 0) {
            return Optional.empty();
        }
        int socket = Syscalls.socket(Linux.AF_INET(), Linux.SOCK_DGRAM() | Linux.SOCK_CLOEXEC(), 0);
        try (FileDescriptor descriptor = FileDescriptor.own("socket(AF_INET)", socket);
             NativeBuffer request = NativeBuffer.allocate(ifreq.sizeof())) {
            NativeMemory.copy(bytes, 0, request.address() + NAME_OFFSET, bytes.length);
            long value = request.address() + REQUEST_OFFSET;
            if (!ask(descriptor, Linux.SIOCGIFFLAGS(), request, name)) {
                return Optional.empty();
            }
            int flags = NativeMemory.getShort(value) & 0xffff;
            if (!ask(descriptor, Linux.SIOCGIFMTU(), request, name)) {
                return Optional.empty();
            }
            int mtu = NativeMemory.getInt(value);
            if (!ask(descriptor, Linux.SIOCGIFHWADDR(), request, name)) {
                return Optional.empty();
            }
            long mac = 0;
            for (int i = 0; i < MAC_BYTES; i++) {
                mac = mac << Byte.SIZE | NativeMemory.getByte(value + sockaddr.sa_data$offset() + i) & 0xff;
            }
            return Optional.of(new Info(name, index, mac, mtu, flags));
        }
    }

    /** False when the interface went away between two questions. */
    private static boolean ask(FileDescriptor descriptor, long request, NativeBuffer ifreq, String name) {
        int result = Syscalls.ioctl(descriptor.value(), request, ifreq.address());
        if (-result == Errno.ENODEV) {
            return false;
        }
        NativeException.check("ioctl on " + name, result);
        return true;
    }
}
