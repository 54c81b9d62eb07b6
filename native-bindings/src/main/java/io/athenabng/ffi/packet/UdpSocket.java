package io.athenabng.ffi.packet;

import io.athenabng.ffi.Errno;
import io.athenabng.ffi.FileDescriptor;
import io.athenabng.ffi.NativeBuffer;
import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.NativeMemory;
import io.athenabng.ffi.Syscalls;
import io.athenabng.ffi.generated.linux.Linux;
import io.athenabng.ffi.generated.linux.sockaddr_in;
import io.athenabng.ffi.generated.linux.sockaddr_in6;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A UDP socket that never waits and moves many datagrams with one system call, into and out of slots allocated once.
 *
 * <p>IPv4 addresses are ints in host order; where a method takes 128 bits they are in IPv4-mapped form ({@code ::ffff:a.b.c.d}). It
 * belongs to the network namespace that the opening thread was in. One owner thread; the counters may be read by any.
 */
public final class UdpSocket implements AutoCloseable {
    private static final long MAPPED = 0xffff_0000_0000L;
    private static final long UNSIGNED = 0xffff_ffffL;

    private final FileDescriptor descriptor;
    private final boolean ipv6;
    private final int localPort;
    private final MessageBatch received;
    private final MessageBatch outgoing;
    private final SendQueue queue;
    private volatile long datagrams;
    private volatile long truncated;

    private UdpSocket(FileDescriptor descriptor, UdpSocketConfig config, int localPort) {
        this.descriptor = descriptor;
        this.ipv6 = config.ipv6();
        this.localPort = localPort;
        int nameSize = nameSize(ipv6);
        this.received = new MessageBatch(config.slots(), config.slotSize(), nameSize);
        this.outgoing = new MessageBatch(config.slots(), config.slotSize(), nameSize);
        this.queue = new SendQueue(descriptor.value(), outgoing);
    }

    private static int nameSize(boolean ipv6) {
        return (int) (ipv6 ? sockaddr_in6.sizeof() : sockaddr_in.sizeof());
    }

    /**
     * Opens and binds a socket.
     *
     * @throws NativeException EADDRINUSE, EADDRNOTAVAIL, EACCES, EPERM, ENODEV (unknown device)
     */
    public static UdpSocket open(UdpSocketConfig config) {
        int domain = config.ipv6() ? Linux.AF_INET6() : Linux.AF_INET();
        int type = Linux.SOCK_DGRAM() | Linux.SOCK_CLOEXEC() | Linux.SOCK_NONBLOCK();
        FileDescriptor descriptor = FileDescriptor.own("socket(UDP)", Syscalls.socket(domain, type, Linux.IPPROTO_UDP()));
        try {
            // First of all: nothing that the filter does not want may be queued between bind and here.
            if (config.filter() != null) {
                config.filter().attach(descriptor);
            }
            setOptions(descriptor, config);
            int port = bind(descriptor, config);
            return new UdpSocket(descriptor, config, port);
        } catch (RuntimeException e) {
            descriptor.close();
            throw e;
        }
    }

    private static void setOptions(FileDescriptor descriptor, UdpSocketConfig config) {
        int socketLevel = Linux.SOL_SOCKET();
        if (config.ipv6()) {
            descriptor.setOption(Linux.IPPROTO_IPV6(), Linux.IPV6_V6ONLY(), 1, "IPV6_V6ONLY");
        }
        if (config.reuseAddress()) {
            descriptor.setOption(socketLevel, Linux.SO_REUSEADDR(), 1, "SO_REUSEADDR");
        }
        if (config.broadcast()) {
            descriptor.setOption(socketLevel, Linux.SO_BROADCAST(), 1, "SO_BROADCAST");
        }
        if (config.receiveQueueBytes() > 0) {
            descriptor.setOption(socketLevel, Linux.SO_RCVBUFFORCE(), config.receiveQueueBytes(), "SO_RCVBUFFORCE");
        }
        if (config.device() != null) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment name = arena.allocateFrom(config.device());
                NativeException.check("setsockopt(SO_BINDTODEVICE, " + config.device() + ")", Syscalls.setsockopt(descriptor.value(),
                    socketLevel, Linux.SO_BINDTODEVICE(), name.address(), (int) name.byteSize()));
            }
        }
    }

    /** Binds, and returns the port that was bound. */
    private static int bind(FileDescriptor descriptor, UdpSocketConfig config) {
        int size = nameSize(config.ipv6());
        try (NativeBuffer name = NativeBuffer.allocate(size + Integer.BYTES)) {
            putName(name.address(), config.ipv6(), config.addressHigh(), config.addressLow(), config.port(), config.scopeId());
            NativeException.check("bind(UDP port " + config.port() + ")", Syscalls.bind(descriptor.value(), name.address(), size));
            NativeMemory.putInt(name.address() + size, size);
            NativeException.check("getsockname", Syscalls.getsockname(descriptor.value(), name.address(), name.address() + size));
            long port = config.ipv6() ? sockaddr_in6.sin6_port$offset() : sockaddr_in.sin_port$offset();
            return NativeMemory.getShortBigEndian(name.address() + port) & 0xffff;
        }
    }

    private static void putName(long name, boolean ipv6, long high, long low, int port, int scopeId) {
        if (ipv6) {
            NativeMemory.putShort(name + sockaddr_in6.sin6_family$offset(), (short) Linux.AF_INET6());
            NativeMemory.putShortBigEndian(name + sockaddr_in6.sin6_port$offset(), (short) port);
            NativeMemory.putInt(name + sockaddr_in6.sin6_flowinfo$offset(), 0);
            NativeMemory.putLongBigEndian(name + sockaddr_in6.sin6_addr$offset(), high);
            NativeMemory.putLongBigEndian(name + sockaddr_in6.sin6_addr$offset() + Long.BYTES, low);
            NativeMemory.putInt(name + sockaddr_in6.sin6_scope_id$offset(), scopeId);
        } else {
            NativeMemory.putShort(name + sockaddr_in.sin_family$offset(), (short) Linux.AF_INET());
            NativeMemory.putShortBigEndian(name + sockaddr_in.sin_port$offset(), (short) port);
            NativeMemory.putIntBigEndian(name + sockaddr_in.sin_addr$offset(), (int) low);
        }
    }

    /** Makes a program this socket's filter, in place of any before it; it sees the datagram from its UDP header on. */
    public void attachFilter(BpfProgram program) {
        program.attach(descriptor);
    }

    public int fd() {
        return descriptor.value();
    }

    /** The port that it is bound to. */
    public int localPort() {
        return localPort;
    }

    /**
     * Hands out datagrams that are there. One that is longer than a slot is counted and dropped.
     *
     * @param handler takes them; what it throws comes out here, and the rest of the batch is lost
     * @return how many were handed out; at most the number of slots
     */
    public int receive(DatagramHandler handler) {
        int count = Syscalls.recvmmsg(descriptor.value(), received.header(0), received.slots(), Linux.MSG_DONTWAIT());
        if (count < 0) {
            int errno = -count;
            if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
                return 0;
            }
            throw new NativeException("recvmmsg(UDP port " + localPort + ")", errno);
        }
        int delivered = 0;
        for (int slot = 0; slot < count; slot++) {
            received.resetName(slot);
            if ((received.receivedFlags(slot) & Linux.MSG_TRUNC()) == 0) {
                delivered++;
            }
        }
        addReceived(delivered, count - delivered);
        for (int slot = 0; slot < count; slot++) {
            if ((received.receivedFlags(slot) & Linux.MSG_TRUNC()) == 0) {
                deliver(handler, slot);
            }
        }
        return delivered;
    }

    private void deliver(DatagramHandler handler, int slot) {
        long name = received.name(slot);
        if (ipv6) {
            long address = name + sockaddr_in6.sin6_addr$offset();
            handler.onDatagram(received.payload(slot), received.receivedLength(slot), NativeMemory.getLongBigEndian(address),
                NativeMemory.getLongBigEndian(address + Long.BYTES),
                NativeMemory.getShortBigEndian(name + sockaddr_in6.sin6_port$offset()) & 0xffff,
                NativeMemory.getInt(name + sockaddr_in6.sin6_scope_id$offset()));
        } else {
            handler.onDatagram(received.payload(slot), received.receivedLength(slot), 0,
                MAPPED | NativeMemory.getIntBigEndian(name + sockaddr_in.sin_addr$offset()) & UNSIGNED,
                NativeMemory.getShortBigEndian(name + sockaddr_in.sin_port$offset()) & 0xffff, 0);
        }
    }

    // One writer, so that reading and writing a volatile field is no lost update.
    private void addReceived(int whole, int cut) {
        if (whole > 0) {
            datagrams += whole;
        }
        if (cut > 0) {
            truncated += cut;
        }
    }

    /**
     * Gives out the next slot of an IPv4 socket for a datagram.
     *
     * @param peer   the receiver, host order
     * @param port   its port
     * @param length bytes, at most the slot size
     * @return where to write it, or 0 when the queue is full (counted)
     */
    public long claim(int peer, int port, int length) {
        if (ipv6) {
            throw new IllegalStateException("this is an IPv6 socket");
        }
        return claim(0, MAPPED | peer & UNSIGNED, port, 0, length);
    }

    /**
     * Gives out the next slot for a datagram.
     *
     * @param peerHigh the receiver's address, first 64 bits; 0 on an IPv4 socket
     * @param peerLow  the last 64 bits; on an IPv4 socket the low 32 are the address
     * @param port     its port
     * @param scopeId  the interface index for a link-local receiver, otherwise 0
     * @param length   bytes, at most the slot size
     * @return where to write it, or 0 when the queue is full (counted)
     */
    public long claim(long peerHigh, long peerLow, int port, int scopeId, int length) {
        int slot = queue.claim(length);
        if (slot < 0) {
            return 0;
        }
        putName(outgoing.name(slot), ipv6, peerHigh, peerLow, port, scopeId);
        return outgoing.payload(slot);
    }

    /** Queues the datagram that was claimed last. */
    public void commit() {
        queue.commit();
    }

    /**
     * Sends what is queued, as far as the kernel takes it.
     *
     * @return datagrams sent
     */
    public int flush() {
        return queue.flush();
    }

    /** Datagrams committed and not yet sent. */
    public int queued() {
        return queue.queued();
    }

    /** Datagrams received whole. */
    public long received() {
        return datagrams;
    }

    /** Datagrams that were longer than a slot, dropped. */
    public long truncated() {
        return truncated;
    }

    public long sent() {
        return queue.sent();
    }

    /** Datagrams that the kernel refused (no route, filtered, too long), dropped; {@link #lastErrno()} says why. */
    public long refused() {
        return queue.refused();
    }

    /** How often the kernel had no room and datagrams waited for the next flush. */
    public long postponements() {
        return queue.postponements();
    }

    /** Claims that found the queue full. */
    public long overflows() {
        return queue.overflows();
    }

    /** The error of the last refused datagram; 0 when none was. */
    public int lastErrno() {
        return queue.lastErrno();
    }

    @Override
    public void close() {
        descriptor.close();
        queue.close();
        received.close();
    }
}
