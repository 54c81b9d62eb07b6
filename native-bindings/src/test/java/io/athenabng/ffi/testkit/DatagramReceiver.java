package io.athenabng.ffi.testkit;

import io.athenabng.ffi.FileDescriptor;
import io.athenabng.ffi.NativeBuffer;
import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.NativeMemory;
import io.athenabng.ffi.Syscalls;
import io.athenabng.ffi.generated.linux.Linux;
import io.athenabng.ffi.generated.linux.sockaddr_un;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A bound SOCK_DGRAM Unix socket: what systemd is to sd_notify(3). */
public final class DatagramReceiver implements AutoCloseable {
    private static final int LONGEST = 4096;

    private final FileDescriptor socket;

    /**
     * Binds.
     *
     * @param path a path, or {@code @} and an abstract name
     */
    public DatagramReceiver(String path) {
        socket = FileDescriptor.own("socket", Syscalls.socket(
            Linux.AF_UNIX(), Linux.SOCK_DGRAM() | Linux.SOCK_CLOEXEC() | Linux.SOCK_NONBLOCK(), 0));
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        int at = (int) sockaddr_un.sun_path$offset();
        try (NativeBuffer address = NativeBuffer.allocate(sockaddr_un.sizeof())) {
            NativeMemory.putShort(address.address(), (short) Linux.AF_UNIX());
            NativeMemory.copy(bytes, 0, address.address() + at, bytes.length);
            if (bytes[0] == '@') {
                NativeMemory.putByte(address.address() + at, (byte) 0);
            }
            NativeException.check("bind(" + path + ")", Syscalls.bind(socket.value(), address.address(), at + bytes.length));
        }
    }

    /** Everything that has come since the last call; does not wait. */
    public List<String> received() {
        List<String> messages = new ArrayList<>();
        try (NativeBuffer buffer = NativeBuffer.allocate(LONGEST)) {
            for (;;) {
                long length = Syscalls.read(socket.value(), buffer.address(), LONGEST);
                if (length < 0) {
                    return messages;
                }
                byte[] bytes = new byte[(int) length];
                NativeMemory.copy(buffer.address(), bytes, 0, bytes.length);
                messages.add(new String(bytes, StandardCharsets.UTF_8));
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
