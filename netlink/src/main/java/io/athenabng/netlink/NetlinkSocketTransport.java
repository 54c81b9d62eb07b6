package io.athenabng.netlink;

import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.netlink.NetlinkSocket;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The transport over a real rtnetlink socket. It belongs to the network namespace that the opening thread is in, and to one thread.
 */
public final class NetlinkSocketTransport implements NetlinkTransport {
    private static final int NETFILTER_BUFFER = 1 << 16;

    private final NetlinkSocket socket;
    private final UnsafeBuffer sendBuffer;
    private final UnsafeBuffer receiveBuffer;

    private NetlinkSocketTransport(final NetlinkSocket socket) {
        this.socket = socket;
        sendBuffer = new UnsafeBuffer(socket.sendAddress(), socket.sendCapacity());
        receiveBuffer = new UnsafeBuffer(socket.receiveAddress(), socket.receiveCapacity());
    }

    /** Opens a socket with the default sizes: 1 MiB buffers, 16 MiB of queue. */
    public static NetlinkSocketTransport open() {
        return open(NetlinkSocket.Settings.DEFAULT);
    }

    /**
     * Opens a socket.
     *
     * @throws NativeException when the kernel refuses
     */
    public static NetlinkSocketTransport open(final NetlinkSocket.Settings settings) {
        return open(NetlinkSocket.ROUTE, settings);
    }

    /**
     * Opens a socket to nftables, with buffers for small transactions.
     *
     * @throws NativeException when the kernel refuses
     */
    public static NetlinkSocketTransport openNetfilter() {
        return open(NetlinkSocket.NETFILTER, new NetlinkSocket.Settings(NETFILTER_BUFFER, NETFILTER_BUFFER, 1 << 20));
    }

    private static NetlinkSocketTransport open(final int protocol, final NetlinkSocket.Settings settings) {
        final NetlinkSocket socket = NetlinkSocket.open(protocol, settings);
        try {
            socket.strictChecking(true);
            return new NetlinkSocketTransport(socket);
        } catch (final RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public MutableDirectBuffer sendBuffer() {
        return sendBuffer;
    }

    @Override
    public DirectBuffer receiveBuffer() {
        return receiveBuffer;
    }

    @Override
    public int send(final int length) {
        try {
            socket.send(sendBuffer.addressOffset(), length);
            return 0;
        } catch (final NativeException e) {
            return -(e.errno() == 0 ? Errno.EIO : e.errno());
        }
    }

    @Override
    public int receive() {
        return socket.receive();
    }

    @Override
    public int portId() {
        return socket.portId();
    }

    @Override
    public void join(final int group) {
        socket.join(group);
    }

    @Override
    public boolean await(final int timeoutMs) {
        return socket.await(timeoutMs);
    }

    /** Descriptor, to poll together with others. */
    public int fileDescriptor() {
        return socket.fd();
    }

    @Override
    public void close() {
        socket.close();
    }
}
