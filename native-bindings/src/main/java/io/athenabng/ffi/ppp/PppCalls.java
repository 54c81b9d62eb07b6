package io.athenabng.ffi.ppp;

import io.athenabng.ffi.NativeBuffer;
import io.athenabng.ffi.NativeMemory;
import io.athenabng.ffi.Syscalls;
import io.athenabng.ffi.generated.linux.Linux;
import io.athenabng.ffi.generated.linux.npioctl;
import java.nio.charset.StandardCharsets;

/**
 * The calls that PPPoE sessions of the kernel are made of ({@code linux/if_pppox.h}, {@code linux/ppp-ioctl.h}).
 *
 * <pre>
 *   PPPoX socket ── connect ──► frames of one (session id, MAC, interface), read and written behind the PPPoE header
 *        │ channelIndex: from now on frames go to the channel, the socket only keeps it alive
 *   /dev/ppp ── attachChannel ──► protocols from 0xc000 up
 *        │ connectUnit
 *   /dev/ppp ── unit of an RTM_NEWLINK ──► protocols below 0xc000 that are no packets; packets go to the netdev
 * </pre>
 *
 * <p>Descriptors are plain numbers: a gateway has three for each of thousands of sessions. Results are those of {@link Syscalls}: zero or
 * more, or a negated error number. Nothing is allocated by a call but for {@link #openSocket}'s and {@link #openDevice}'s names. One owner
 * thread, because of the scratch memory.
 */
public class PppCalls implements AutoCloseable {
    /** Longest frame that is read or written, protocol number and payload, bytes. */
    public static final int MAX_FRAME = 2048;
    private static final String DEVICE = "/dev/ppp";
    private static final int MAC_LENGTH = 6;
    private static final int BITS_OF_MAC = 40;
    private static final int PROTOCOL_LENGTH = 2;

    private final NativeBuffer address = NativeBuffer.allocate(Linux.FFI_PPPOX_LENGTH());
    private final NativeBuffer number = NativeBuffer.allocate(Long.BYTES);
    private final NativeBuffer networkMode = NativeBuffer.allocate(npioctl.sizeof());
    private final NativeBuffer frame = NativeBuffer.allocate(MAX_FRAME);
    private final byte[] name = new byte[Linux.IFNAMSIZ()];

    /** A PPPoX socket that is not connected: a new descriptor. */
    public int openSocket() {
        return Syscalls.socket(Linux.AF_PPPOX(), Linux.SOCK_STREAM() | Linux.SOCK_NONBLOCK() | Linux.SOCK_CLOEXEC(), Linux.PX_PROTO_OE());
    }

    /**
     * Connects a PPPoX socket to one client.
     *
     * <p>EALREADY says that another socket has this client. The failed socket must then not be closed while that one is needed: closing it
     * takes the live one out of the kernel's table.
     *
     * @param socket        the socket
     * @param sessionId     the PPPoE session id; 0 ends what the socket is connected to
     * @param mac           the client's MAC, first octet in bits 47-40
     * @param interfaceName the kernel's name of the interface it is behind
     */
    public int connect(int socket, int sessionId, long mac, String interfaceName) {
        byte[] bytes = interfaceName.getBytes(StandardCharsets.UTF_8);
        long at = address.address();
        NativeMemory.zero(at, address.size());
        NativeMemory.putShort(at, (short) Linux.AF_PPPOX());
        NativeMemory.putInt(at + Short.BYTES, Linux.PX_PROTO_OE());
        NativeMemory.putShortBigEndian(at + Linux.FFI_PPPOX_SID_OFFSET(), (short) sessionId);
        for (int i = 0; i < MAC_LENGTH; i++) {
            NativeMemory.putByte(at + Linux.FFI_PPPOX_REMOTE_OFFSET() + i, (byte) (mac >>> BITS_OF_MAC - i * Byte.SIZE));
        }
        NativeMemory.copy(bytes, 0, at + Linux.FFI_PPPOX_DEV_OFFSET(), Math.min(bytes.length, name.length - 1));
        return Syscalls.connect(socket, at, Linux.FFI_PPPOX_LENGTH());
    }

    /** Asks a connected socket whom it is connected to; then {@link #sessionId}, {@link #mac} and {@link #interfaceName} tell. */
    public int readAddress(int socket) {
        NativeMemory.putInt(number.address(), Linux.FFI_PPPOX_LENGTH());
        return Syscalls.getsockname(socket, address.address(), number.address());
    }

    /** The PPPoE session id that {@link #readAddress} found. */
    public int sessionId() {
        return NativeMemory.getShortBigEndian(address.address() + Linux.FFI_PPPOX_SID_OFFSET()) & 0xffff;
    }

    /** The client's MAC that {@link #readAddress} found. */
    public long mac() {
        long mac = 0;
        for (int i = 0; i < MAC_LENGTH; i++) {
            mac = mac << Byte.SIZE | NativeMemory.getByte(address.address() + Linux.FFI_PPPOX_REMOTE_OFFSET() + i) & 0xff;
        }
        return mac;
    }

    /** The interface's name that {@link #readAddress} found. */
    public String interfaceName() {
        NativeMemory.copy(address.address() + Linux.FFI_PPPOX_DEV_OFFSET(), name, 0, name.length);
        int length = 0;
        while (length < name.length && name[length] != 0) {
            length++;
        }
        return new String(name, 0, length, StandardCharsets.UTF_8);
    }

    /** The index of a connected socket's channel ({@code PPPIOCGCHAN}). From then on the socket gives no frames any more. */
    public int channelIndex(int socket) {
        int result = Syscalls.ioctl(socket, Linux.PPPIOCGCHAN(), number.address());
        return result < 0 ? result : NativeMemory.getInt(number.address());
    }

    /** {@code /dev/ppp}, neither channel nor unit yet: a new descriptor. */
    public int openDevice() {
        return Syscalls.open(DEVICE, Linux.O_RDWR() | Linux.O_NONBLOCK() | Linux.O_CLOEXEC());
    }

    /** Makes a descriptor of {@link #openDevice} a channel ({@code PPPIOCATTCHAN}). */
    public int attachChannel(int device, int channelIndex) {
        NativeMemory.putInt(number.address(), channelIndex);
        return Syscalls.ioctl(device, Linux.PPPIOCATTCHAN(), number.address());
    }

    /** The number of a unit ({@code PPPIOCGUNIT}). */
    public int unitNumber(int unit) {
        int result = Syscalls.ioctl(unit, Linux.PPPIOCGUNIT(), number.address());
        return result < 0 ? result : NativeMemory.getInt(number.address());
    }

    /** Lets a channel carry a unit's packets ({@code PPPIOCCONNECT}). */
    public int connectUnit(int channel, int unitNumber) {
        NativeMemory.putInt(number.address(), unitNumber);
        return Syscalls.ioctl(channel, Linux.PPPIOCCONNECT(), number.address());
    }

    /** Ends {@link #connectUnit} ({@code PPPIOCDISCONN}); EINVAL if it was not connected. */
    public int disconnectUnit(int channel) {
        return Syscalls.ioctl(channel, Linux.PPPIOCDISCONN(), 0);
    }

    /** Sets how large the packets are that a unit makes room for ({@code PPPIOCSMRU}), bytes. */
    public int setMru(int unit, int mru) {
        NativeMemory.putInt(number.address(), mru);
        return Syscalls.ioctl(unit, Linux.PPPIOCSMRU(), number.address());
    }

    /** Lets packets of a network protocol (0x0021, 0x0057) pass, or drops them ({@code PPPIOCSNPMODE}). */
    public int setNetworkMode(int unit, int protocol, boolean pass) {
        NativeMemory.putInt(networkMode.address() + npioctl.protocol$offset(), protocol);
        NativeMemory.putInt(networkMode.address() + npioctl.mode$offset(), pass ? Linux.NPMODE_PASS() : Linux.NPMODE_DROP());
        return Syscalls.ioctl(unit, Linux.PPPIOCSNPMODE(), networkMode.address());
    }

    /** Where a frame to be sent is put and a received one is: {@link #MAX_FRAME} bytes, the protocol number first. */
    public long frameAddress() {
        return frame.address();
    }

    /**
     * Sends what is at {@link #frameAddress}.
     *
     * @param fd     a connected socket, channel or unit
     * @param length bytes, with the two of the protocol number
     */
    public int send(int fd, int length) {
        return (int) Syscalls.write(fd, frame.address(), length);
    }

    /** Receives a frame to {@link #frameAddress}: its length, 0 once a unit has lost its channel, or a negated error number (EAGAIN). */
    public int receive(int fd) {
        return (int) Syscalls.read(fd, frame.address(), frame.size());
    }

    /** The protocol number of the received frame; it may be compressed to one octet (RFC 1661 section 6.5). */
    public int protocol() {
        int first = NativeMemory.getByte(frame.address()) & 0xff;
        return (first & 1) != 0 ? first : NativeMemory.getShortBigEndian(frame.address()) & 0xffff;
    }

    /** How many octets the protocol number of the received frame has. */
    public int protocolLength() {
        return (NativeMemory.getByte(frame.address()) & 1) != 0 ? 1 : PROTOCOL_LENGTH;
    }

    @Override
    public void close() {
        address.close();
        number.close();
        networkMode.close();
        frame.close();
    }
}
