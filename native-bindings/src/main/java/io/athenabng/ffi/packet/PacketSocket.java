package io.athenabng.ffi.packet;

import io.athenabng.ffi.FileDescriptor;
import io.athenabng.ffi.NativeBuffer;
import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.NativeMemory;
import io.athenabng.ffi.Syscalls;
import io.athenabng.ffi.generated.linux.Linux;
import io.athenabng.ffi.generated.linux.packet_mreq;
import io.athenabng.ffi.generated.linux.sockaddr_ll;
import io.athenabng.ffi.generated.linux.tpacket_stats_v3;

/**
 * An AF_PACKET socket for whole Ethernet frames (packet(7), SOCK_RAW).
 *
 * <p>It is opened with protocol 0, so nothing is received before {@link #bind}: filter, ring and options come first. It belongs to
 * the network namespace that the opening thread was in. Needs CAP_NET_RAW. One owner thread.
 */
public final class PacketSocket implements AutoCloseable {
    private static final int ROLLOVER_FLAG_SHIFT = 16;

    private final FileDescriptor descriptor;
    private final NativeBuffer statistics = NativeBuffer.allocate(tpacket_stats_v3.sizeof() + Integer.BYTES);
    private volatile long packets;
    private volatile long drops;
    private volatile long queueFreezes;

    private PacketSocket(FileDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** Opens a socket that receives nothing yet. */
    public static PacketSocket open() {
        int type = Linux.SOCK_RAW() | Linux.SOCK_CLOEXEC() | Linux.SOCK_NONBLOCK();
        return new PacketSocket(FileDescriptor.own("socket(AF_PACKET)", Syscalls.socket(Linux.AF_PACKET(), type, 0)));
    }

    public int fd() {
        return descriptor.value();
    }

    FileDescriptor descriptor() {
        return descriptor;
    }

    /** Makes a program this socket's filter, in place of any before it. */
    public void attachFilter(BpfProgram program) {
        program.attach(descriptor);
    }

    /** Has the kernel not show this socket the frames that the machine itself sends. */
    public void ignoreOutgoing() {
        descriptor.setOption(Linux.SOL_PACKET(), Linux.PACKET_IGNORE_OUTGOING(), 1, "PACKET_IGNORE_OUTGOING");
    }

    /** Sends around the interface's queueing discipline: faster, and neither shaped nor seen by tc. */
    public void bypassQdisc() {
        descriptor.setOption(Linux.SOL_PACKET(), Linux.PACKET_QDISC_BYPASS(), 1, "PACKET_QDISC_BYPASS");
    }

    /** Sizes the kernel's send queue in bytes, beyond the system's limit if need be. */
    public void sendBuffer(int bytes) {
        descriptor.setOption(Linux.SOL_SOCKET(), Linux.SO_SNDBUFFORCE(), bytes, "SO_SNDBUFFORCE");
    }

    /** Receives all protocols' frames of one interface from now on, and sends on it. */
    public void bind(int interfaceIndex) {
        bind(interfaceIndex, Linux.ETH_P_ALL());
    }

    /** Sends on one interface, and receives nothing. */
    public void bindForSending(int interfaceIndex) {
        attachFilter(BpfProgram.dropAll());
        bind(interfaceIndex, 0);
    }

    private void bind(int interfaceIndex, int protocol) {
        try (NativeBuffer name = NativeBuffer.allocate(sockaddr_ll.sizeof())) {
            NativeMemory.putShort(name.address() + sockaddr_ll.sll_family$offset(), (short) Linux.AF_PACKET());
            NativeMemory.putShortBigEndian(name.address() + sockaddr_ll.sll_protocol$offset(), (short) protocol);
            NativeMemory.putInt(name.address() + sockaddr_ll.sll_ifindex$offset(), interfaceIndex);
            NativeException.check("bind(AF_PACKET, interface " + interfaceIndex + ")",
                Syscalls.bind(fd(), name.address(), (int) name.size()));
        }
    }

    /** Has the interface take in frames for every MAC as long as this socket is open. */
    public void promiscuous(int interfaceIndex) {
        try (NativeBuffer request = NativeBuffer.allocate(packet_mreq.sizeof())) {
            NativeMemory.putInt(request.address() + packet_mreq.mr_ifindex$offset(), interfaceIndex);
            NativeMemory.putShort(request.address() + packet_mreq.mr_type$offset(), (short) Linux.PACKET_MR_PROMISC());
            NativeException.check("setsockopt(PACKET_ADD_MEMBERSHIP, promiscuous)", Syscalls.setsockopt(fd(), Linux.SOL_PACKET(),
                Linux.PACKET_ADD_MEMBERSHIP(), request.address(), (int) request.size()));
        }
    }

    /**
     * Shares the interface's frames with the other sockets of a group. The socket must be bound.
     *
     * @param groupId  0 to 65535, unique in the namespace
     * @param mode     who gets a frame; the same for all members
     * @param rollover whether a member whose ring is full passes the frame on to the next
     */
    public void joinFanout(int groupId, FanoutMode mode, boolean rollover) {
        if (groupId < 0 || groupId > 0xffff) {
            throw new IllegalArgumentException("fanout group " + groupId);
        }
        int type = mode.type() | (rollover ? Linux.PACKET_FANOUT_FLAG_ROLLOVER() : 0);
        descriptor.setOption(Linux.SOL_PACKET(), Linux.PACKET_FANOUT(), groupId | type << ROLLOVER_FLAG_SHIFT, "PACKET_FANOUT");
    }

    /**
     * Adds the kernel's counters to this socket's; the kernel starts at zero again. Called by the owner about once a second, since
     * the kernel's are 32 bits wide. The layout is that of a TPACKET_V3 socket.
     */
    public void updateStatistics() {
        long length = statistics.address() + tpacket_stats_v3.sizeof();
        NativeMemory.putInt(length, (int) tpacket_stats_v3.sizeof());
        NativeException.check("getsockopt(PACKET_STATISTICS)", Syscalls.getsockopt(fd(), Linux.SOL_PACKET(),
            Linux.PACKET_STATISTICS(), statistics.address(), length));
        long newDrops = unsigned(tpacket_stats_v3.tp_drops$offset());
        // The kernel counts a dropped packet among its packets, too.
        add(unsigned(tpacket_stats_v3.tp_packets$offset()) - newDrops, newDrops,
            NativeMemory.getInt(length) >= tpacket_stats_v3.sizeof() ? unsigned(tpacket_stats_v3.tp_freeze_q_cnt$offset()) : 0);
    }

    // One writer, so that reading and writing a volatile field is no lost update.
    private void add(long newPackets, long newDrops, long newFreezes) {
        packets += newPackets;
        drops += newDrops;
        queueFreezes += newFreezes;
    }

    private long unsigned(long offset) {
        return NativeMemory.getInt(statistics.address() + offset) & 0xffff_ffffL;
    }

    /**
     * Takes the socket's pending error, such as ENETDOWN after its interface went down. Left there, it would end every wait at once.
     *
     * @return the positive error number, or 0
     */
    public int takeError() {
        NativeMemory.putInt(statistics.address() + Integer.BYTES, Integer.BYTES);
        NativeException.check("getsockopt(SO_ERROR)", Syscalls.getsockopt(fd(), Linux.SOL_SOCKET(), Linux.SO_ERROR(),
            statistics.address(), statistics.address() + Integer.BYTES));
        return NativeMemory.getInt(statistics.address());
    }

    /** Frames that passed the filter and were put into the ring, as of the last {@link #updateStatistics}; any thread. */
    public long packets() {
        return packets;
    }

    /** Frames that passed the filter and found no room; any thread. */
    public long drops() {
        return drops;
    }

    /** How often the ring was so full that the kernel froze it; any thread. */
    public long queueFreezes() {
        return queueFreezes;
    }

    @Override
    public void close() {
        descriptor.close();
        statistics.close();
    }
}
