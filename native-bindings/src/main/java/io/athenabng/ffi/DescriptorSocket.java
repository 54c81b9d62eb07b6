package io.athenabng.ffi;

import io.athenabng.ffi.generated.linux.Linux;
import io.athenabng.ffi.generated.linux.cmsghdr;
import io.athenabng.ffi.generated.linux.iovec;
import io.athenabng.ffi.generated.linux.msghdr;

/**
 * A connected SOCK_SEQPACKET Unix socket that carries descriptors beside its messages ({@code SCM_RIGHTS}, unix(7)). One owner thread;
 * nothing is allocated by sending and receiving.
 *
 * <p>A receiver that is at its limit of open files loses descriptors without an error of the call (MSG_CTRUNC). Which ones is not told, so
 * that is fatal here: {@link #receive} closes what came and throws.
 */
public final class DescriptorSocket implements AutoCloseable {
    /** Most descriptors of one message ({@code SCM_MAX_FD}). */
    public static final int MAX_DESCRIPTORS = 253;
    /** Longest message, bytes. */
    public static final int MAX_MESSAGE = 8192;

    private static final int DATA_OFFSET = Linux.FFI_CMSG_DATA_OFFSET();
    private static final int CONTROL_LENGTH = DATA_OFFSET + MAX_DESCRIPTORS * Integer.BYTES + Long.BYTES;

    private final FileDescriptor descriptor;
    private final NativeBuffer message = NativeBuffer.allocate(MAX_MESSAGE);
    private final NativeBuffer control = NativeBuffer.allocate(CONTROL_LENGTH);
    private final NativeBuffer vector = NativeBuffer.allocate(iovec.sizeof());
    private final NativeBuffer header = NativeBuffer.allocate(msghdr.sizeof());
    private int descriptorCount;

    /**
     * Takes ownership of a connected socket.
     *
     * @param descriptor the socket
     */
    public DescriptorSocket(FileDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Connects to a path.
     *
     * @param path the socket's file
     * @throws IllegalArgumentException if it is longer than a socket's path can be
     * @throws NativeException if nobody listens (ECONNREFUSED, ENOENT) or access is denied
     */
    public static DescriptorSocket connect(String path) {
        FileDescriptor socket = FileDescriptor.own("socket(AF_UNIX)",
            Syscalls.socket(Linux.AF_UNIX(), Linux.SOCK_SEQPACKET() | Linux.SOCK_CLOEXEC() | Linux.SOCK_NONBLOCK(), 0));
        try (NativeBuffer address = NativeBuffer.allocate(UnixAddress.SIZE)) {
            int length = UnixAddress.put(address.address(), path);
            NativeException.check("connect(" + path + ")",
                Syscalls.connect(socket.value(), address.address(), length));
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
        return new DescriptorSocket(socket);
    }

    /** The socket's number, to wait for messages with. */
    public int fd() {
        return descriptor.value();
    }

    /** Where a message to be sent is put, and a received one is: {@link #MAX_MESSAGE} bytes. */
    public long messageAddress() {
        return message.address();
    }

    /** Puts a descriptor beside the message that is being written; the receiver gets a copy of it. */
    public void putDescriptor(int index, int fd) {
        NativeMemory.putInt(slot(index), fd);
    }

    /** A descriptor beside the received message; the caller owns it. */
    public int descriptor(int index) {
        return NativeMemory.getInt(slot(index));
    }

    private long slot(int index) {
        if (index < 0 || index >= MAX_DESCRIPTORS) {
            throw new IndexOutOfBoundsException(index);
        }
        return control.address() + DATA_OFFSET + (long) index * Integer.BYTES;
    }

    /** How many descriptors were beside the received message. */
    public int descriptorCount() {
        return descriptorCount;
    }

    /**
     * Sends what is at {@link #messageAddress}.
     *
     * @param length      bytes
     * @param descriptors how many descriptors were put
     * @return bytes sent, or a negated error number (EAGAIN when the receiver has not read what was sent before)
     */
    public int send(int length, int descriptors) {
        prepare(length);
        if (descriptors > 0) {
            NativeMemory.putLong(control.address() + cmsghdr.cmsg_len$offset(), DATA_OFFSET + (long) descriptors * Integer.BYTES);
            NativeMemory.putInt(control.address() + cmsghdr.cmsg_level$offset(), Linux.SOL_SOCKET());
            NativeMemory.putInt(control.address() + cmsghdr.cmsg_type$offset(), Linux.SCM_RIGHTS());
            control(DATA_OFFSET + (long) descriptors * Integer.BYTES);
        }
        return (int) Syscalls.sendmsg(descriptor.value(), header.address(), Linux.MSG_NOSIGNAL() | Linux.MSG_DONTWAIT());
    }

    /**
     * Receives a message.
     *
     * @return its length, 0 at the end of the connection, or a negated error number (EAGAIN when there is none)
     * @throws NativeException if descriptors were lost on the way
     */
    public int receive() {
        prepare(message.size());
        control(CONTROL_LENGTH);
        descriptorCount = 0;
        int length = (int) Syscalls.recvmsg(descriptor.value(), header.address(), Linux.MSG_DONTWAIT() | Linux.MSG_CMSG_CLOEXEC());
        if (length < 0) {
            return length;
        }
        if (NativeMemory.getLong(header.address() + msghdr.msg_controllen$offset()) >= DATA_OFFSET
            && NativeMemory.getInt(control.address() + cmsghdr.cmsg_level$offset()) == Linux.SOL_SOCKET()
            && NativeMemory.getInt(control.address() + cmsghdr.cmsg_type$offset()) == Linux.SCM_RIGHTS()) {
            descriptorCount = (int) (NativeMemory.getLong(control.address() + cmsghdr.cmsg_len$offset()) - DATA_OFFSET) / Integer.BYTES;
        }
        int flags = NativeMemory.getInt(header.address() + msghdr.msg_flags$offset());
        if ((flags & (Linux.MSG_CTRUNC() | Linux.MSG_TRUNC())) != 0) {
            for (int i = 0; i < descriptorCount; i++) {
                Syscalls.close(descriptor(i));
            }
            descriptorCount = 0;
            throw new NativeException("recvmsg", "descriptors were lost: the limit of open files (ulimit -n, LimitNOFILE=) is too low");
        }
        return length;
    }

    private void prepare(long length) {
        NativeMemory.zero(header.address(), header.size());
        NativeMemory.putLong(vector.address() + iovec.iov_base$offset(), message.address());
        NativeMemory.putLong(vector.address() + iovec.iov_len$offset(), length);
        NativeMemory.putLong(header.address() + msghdr.msg_iov$offset(), vector.address());
        NativeMemory.putLong(header.address() + msghdr.msg_iovlen$offset(), 1);
    }

    private void control(long length) {
        NativeMemory.putLong(header.address() + msghdr.msg_control$offset(), control.address());
        NativeMemory.putLong(header.address() + msghdr.msg_controllen$offset(), length);
    }

    @Override
    public void close() {
        descriptor.close();
        message.close();
        control.close();
        vector.close();
        header.close();
    }
}
