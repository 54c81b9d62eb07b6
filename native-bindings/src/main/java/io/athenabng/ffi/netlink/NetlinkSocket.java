package io.athenabng.ffi.netlink;

import io.athenabng.ffi.Errno;
import io.athenabng.ffi.NativeBuffer;
import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.NativeMemory;
import io.athenabng.ffi.Poller;
import io.athenabng.ffi.Syscalls;
import io.athenabng.ffi.generated.linux.Linux;
import io.athenabng.ffi.generated.linux.iovec;
import io.athenabng.ffi.generated.linux.msghdr;
import io.athenabng.ffi.generated.linux.sockaddr_nl;
import io.athenabng.ffi.generated.nl.LibNl;
import java.lang.foreign.MemorySegment;

/**
 * A netlink socket (netlink(7)), opened and owned through libnl-3. It carries messages and knows nothing of what they say.
 *
 * <p>Whole batches go out with one {@link #send}; the kernel works through them before the call returns. Answers are taken with
 * {@link #receive()} into a buffer of this socket, which never waits; {@link #await} is the bounded wait. Datagrams that do not
 * come from the kernel are dropped and counted. Extended acknowledgement text and capped acknowledgements are always asked for.
 *
 * <p>One owner thread. The socket belongs to the network namespace that the opening thread was in.
 */
public final class NetlinkSocket implements AutoCloseable {
    /** {@code NETLINK_ROUTE}: links, addresses, routes, neighbours and traffic control. */
    public static final int ROUTE = Linux.NETLINK_ROUTE();
    /** {@code NETLINK_GENERIC}. */
    public static final int GENERIC = Linux.NETLINK_GENERIC();
    /** Netfilter, and nftables with it. */
    public static final int NETFILTER = Linux.NETLINK_NETFILTER();

    /** {@link #receive()}: the socket's queue overflowed (ENOBUFS), so messages are lost: dump the state again. */
    public static final int OVERRUN = -1;
    /** {@link #receive()}: a datagram larger than the receive buffer was cut, and is not to be used. */
    public static final int TRUNCATED = -2;

    private static final int NAME_SIZE = (int) sockaddr_nl.sizeof();

    private final MemorySegment handle;
    private final int fd;
    private final int portId;
    private final NativeBuffer sendBuffer;
    private final NativeBuffer receiveBuffer;
    private final NativeBuffer header;
    private final Poller poller = new Poller(1);
    private long foreignDatagrams;
    private long overruns;
    private long truncations;
    private boolean closed;

    private NetlinkSocket(MemorySegment handle, Settings settings) {
        this.handle = handle;
        this.fd = LibNl.nl_socket_get_fd(handle);
        this.portId = LibNl.nl_socket_get_local_port(handle);
        this.sendBuffer = NativeBuffer.allocate(settings.sendBufferBytes());
        this.receiveBuffer = NativeBuffer.allocate(settings.receiveBufferBytes());
        this.header = NativeBuffer.allocate(msghdr.sizeof() + iovec.sizeof() + 2L * NAME_SIZE);
        poller.add(fd, Poller.IN);
    }

    /**
     * Sizes, all in bytes.
     *
     * @param sendBufferBytes    the largest batch that one send can carry
     * @param receiveBufferBytes the largest datagram that can be received
     * @param socketQueueBytes   the kernel's queue for this socket (SO_RCVBUFFORCE): how long the owner may be away
     */
    public record Settings(int sendBufferBytes, int receiveBufferBytes, int socketQueueBytes) {
        /** 1 MiB each way and 16 MiB of queue. */
        public static final Settings DEFAULT = new Settings(1 << 20, 1 << 20, 16 << 20);
    }

    /** Opens a socket with the default sizes. */
    public static NetlinkSocket open(int protocol) {
        return open(protocol, Settings.DEFAULT);
    }

    /**
     * Opens and binds a socket in the calling thread's namespace.
     *
     * @param protocol {@link #ROUTE} or {@link #GENERIC}
     * @param settings sizes
     * @throws NativeException when the kernel refuses
     */
    public static NetlinkSocket open(int protocol, Settings settings) {
        MemorySegment handle = LibNl.nl_socket_alloc();
        if (handle.address() == 0) {
            throw new NativeException("nl_socket_alloc", Errno.ENOMEM);
        }
        try {
            check("nl_connect(protocol " + protocol + ")", LibNl.nl_connect(handle, protocol));
            check("nl_socket_set_nonblocking", LibNl.nl_socket_set_nonblocking(handle));
            int fd = LibNl.nl_socket_get_fd(handle);
            set(fd, Linux.SOL_SOCKET(), Linux.SO_RCVBUFFORCE(), settings.socketQueueBytes(), "SO_RCVBUFFORCE");
            // The kernel refuses a message that its send queue has no room for, with its own overhead.
            set(fd, Linux.SOL_SOCKET(), Linux.SO_SNDBUFFORCE(), 2 * settings.sendBufferBytes(), "SO_SNDBUFFORCE");
            set(fd, Linux.SOL_NETLINK(), Linux.NETLINK_EXT_ACK(), 1, "NETLINK_EXT_ACK");
            set(fd, Linux.SOL_NETLINK(), Linux.NETLINK_CAP_ACK(), 1, "NETLINK_CAP_ACK");
            return new NetlinkSocket(handle, settings);
        } catch (RuntimeException e) {
            LibNl.nl_socket_free(handle);
            throw e;
        }
    }

    private static void check(String call, int result) {
        if (result < 0) {
            MemorySegment text = LibNl.nl_geterror(result);
            throw new NativeException(call, text.getString(0));
        }
    }

    private static void set(int fd, int level, int option, int value, String name) {
        NativeException.check("setsockopt(" + name + ")", Syscalls.setsockopt(fd, level, option, value));
    }

    /**
     * Has the kernel check dump requests strictly and apply their filters ({@code NETLINK_GET_STRICT_CHK}).
     *
     * @return false when the kernel does not know the option
     */
    public boolean strictChecking(boolean on) {
        int result = Syscalls.setsockopt(fd, Linux.SOL_NETLINK(), Linux.NETLINK_GET_STRICT_CHK(), on ? 1 : 0);
        if (-result == Errno.ENOPROTOOPT) {
            return false;
        }
        NativeException.check("setsockopt(NETLINK_GET_STRICT_CHK)", result);
        return true;
    }

    /** Joins a multicast group, such as RTNLGRP_LINK. */
    public void join(int group) {
        check("nl_socket_add_membership(" + group + ")", LibNl.nl_socket_add_membership(handle, group));
    }

    /** Leaves a multicast group. */
    public void leave(int group) {
        check("nl_socket_drop_membership(" + group + ")", LibNl.nl_socket_drop_membership(handle, group));
    }

    /** The port id that answers carry in {@code nlmsg_pid}. */
    public int portId() {
        return portId;
    }

    public int fd() {
        return fd;
    }

    /** Where a batch may be written before {@link #send}; {@link #sendCapacity()} bytes. */
    public long sendAddress() {
        return sendBuffer.address();
    }

    public int sendCapacity() {
        return (int) sendBuffer.size();
    }

    /** Where {@link #receive()} puts a datagram; {@link #receiveCapacity()} bytes. */
    public long receiveAddress() {
        return receiveBuffer.address();
    }

    public int receiveCapacity() {
        return (int) receiveBuffer.size();
    }

    /**
     * Sends one datagram of one or more messages to the kernel.
     *
     * @param address first byte; in this socket's send buffer or any other native memory
     * @param length  bytes
     * @throws NativeException when the kernel takes none of it; errors of single messages come back as answers
     */
    public void send(long address, int length) {
        long kernel = header.address() + msghdr.sizeof() + iovec.sizeof() + NAME_SIZE;
        NativeMemory.putShort(kernel + sockaddr_nl.nl_family$offset(), (short) Linux.AF_NETLINK());
        long result;
        do {
            result = Syscalls.sendto(fd, address, length, Linux.MSG_NOSIGNAL(), kernel, NAME_SIZE);
        } while (-result == Errno.EINTR);
        if (result < 0) {
            throw new NativeException("send(netlink, " + length + " bytes)", (int) -result);
        }
        if (result != length) {
            throw new NativeException("send(netlink)", result + " of " + length + " bytes were taken");
        }
    }

    /**
     * Takes the next datagram, without waiting.
     *
     * @return its length in the receive buffer; 0 when there is none; {@link #OVERRUN}; or {@link #TRUNCATED}
     */
    public int receive() {
        long message = header.address();
        long vector = message + msghdr.sizeof();
        long name = vector + iovec.sizeof();
        NativeMemory.putLong(vector + iovec.iov_base$offset(), receiveBuffer.address());
        NativeMemory.putLong(vector + iovec.iov_len$offset(), receiveBuffer.size());
        while (true) {
            NativeMemory.putLong(message + msghdr.msg_name$offset(), name);
            NativeMemory.putInt(message + msghdr.msg_namelen$offset(), NAME_SIZE);
            NativeMemory.putLong(message + msghdr.msg_iov$offset(), vector);
            NativeMemory.putLong(message + msghdr.msg_iovlen$offset(), 1);
            long result = Syscalls.recvmsg(fd, message, Linux.MSG_DONTWAIT());
            if (result < 0) {
                int errno = (int) -result;
                if (errno == Errno.EAGAIN) {
                    return 0;
                }
                if (errno == Errno.ENOBUFS) {
                    overruns++;
                    return OVERRUN;
                }
                if (errno != Errno.EINTR) {
                    throw new NativeException("recvmsg(netlink)", errno);
                }
            } else if (NativeMemory.getInt(name + sockaddr_nl.nl_pid$offset()) != 0) {
                // Any process may send to our port id; only the kernel is believed.
                foreignDatagrams++;
            } else if ((NativeMemory.getInt(message + msghdr.msg_flags$offset()) & Linux.MSG_TRUNC()) != 0) {
                truncations++;
                return TRUNCATED;
            } else if (result > 0) {
                return (int) result;
            }
        }
    }

    /**
     * Waits until something can be received.
     *
     * @param timeoutMs the longest wait
     * @return false when the time was over first
     */
    public boolean await(int timeoutMs) {
        return poller.poll(timeoutMs) > 0;
    }

    /** Datagrams that another process sent here, dropped. */
    public long foreignDatagrams() {
        return foreignDatagrams;
    }

    public long overruns() {
        return overruns;
    }

    public long truncations() {
        return truncations;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            LibNl.nl_socket_free(handle);
            poller.close();
            header.close();
            sendBuffer.close();
            receiveBuffer.close();
        }
    }
}
