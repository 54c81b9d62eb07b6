package io.athenabng.ffi;

import io.athenabng.ffi.generated.linux.Linux;
import java.nio.charset.StandardCharsets;

/**
 * A SOCK_DGRAM Unix socket that sends text to one receiver (unix(7)): what sd_notify(3) needs, and the JDK has not. The receiver may have
 * been started again between two messages, so each names it anew. Any thread, one at a time.
 */
public final class UnixDatagramSocket implements AutoCloseable {
    private final FileDescriptor socket;
    private final NativeBuffer receiver;
    private final int receiverLength;
    private final String path;

    private UnixDatagramSocket(FileDescriptor socket, NativeBuffer receiver, int receiverLength, String path) {
        this.socket = socket;
        this.receiver = receiver;
        this.receiverLength = receiverLength;
        this.path = path;
    }

    /**
     * Opens a socket.
     *
     * @param path where the receiver is: an absolute path, or {@code @} and an abstract name
     * @throws IllegalArgumentException if that is no such address
     */
    public static UnixDatagramSocket to(String path) {
        NativeBuffer receiver = NativeBuffer.allocate(UnixAddress.SIZE);
        try {
            int length = UnixAddress.put(receiver.address(), path);
            return new UnixDatagramSocket(FileDescriptor.own("socket(AF_UNIX)", Syscalls.socket(Linux.AF_UNIX(),
                Linux.SOCK_DGRAM() | Linux.SOCK_CLOEXEC() | Linux.SOCK_NONBLOCK(), 0)), receiver, length, path);
        } catch (RuntimeException e) {
            receiver.close();
            throw e;
        }
    }

    /**
     * Sends one datagram; never waits.
     *
     * @throws NativeException ECONNREFUSED or ENOENT if nobody receives there, EAGAIN if its queue is full
     */
    public void send(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (NativeBuffer message = NativeBuffer.allocate(Math.max(1, bytes.length))) {
            NativeMemory.copy(bytes, 0, message.address(), bytes.length);
            NativeException.check("sendto(" + path + ")", (int) Syscalls.sendto(socket.value(), message.address(), bytes.length,
                Linux.MSG_NOSIGNAL(), receiver.address(), receiverLength));
        }
    }

    @Override
    public void close() {
        socket.close();
        receiver.close();
    }
}
