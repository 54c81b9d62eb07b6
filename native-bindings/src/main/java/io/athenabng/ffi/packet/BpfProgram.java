package io.athenabng.ffi.packet;

import io.athenabng.ffi.FileDescriptor;
import io.athenabng.ffi.NativeBuffer;
import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.NativeMemory;
import io.athenabng.ffi.Syscalls;
import io.athenabng.ffi.generated.linux.Linux;
import io.athenabng.ffi.generated.linux.sock_filter;
import io.athenabng.ffi.generated.linux.sock_fprog;
import io.athenabng.ffi.generated.pcap.Pcap;
import io.athenabng.ffi.generated.pcap.bpf_insn;
import io.athenabng.ffi.generated.pcap.bpf_program;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A classic BPF program (linux/filter.h): what the kernel runs on each frame to decide how many of its bytes a socket gets.
 *
 * <pre>
 *   struct sock_filter   0      2    3    4         8
 *                        | code | jt | jf |    k    |
 * </pre>
 * Immutable. An instruction is kept in a long: code in bits 63-48, jt in 47-40, jf in 39-32, k in 31-0.
 */
public final class BpfProgram {
    /** More bytes than any frame has: "the whole frame". */
    static final int WHOLE_FRAME = 262_144;

    private final long[] instructions;

    private BpfProgram(long[] instructions) {
        if (instructions.length == 0 || instructions.length > Linux.BPF_MAXINSNS()) {
            throw new IllegalArgumentException(instructions.length + " instructions; the kernel takes 1 to " + Linux.BPF_MAXINSNS());
        }
        this.instructions = instructions;
    }

    static BpfProgram of(long... instructions) {
        return new BpfProgram(instructions.clone());
    }

    static long instruction(int code, int jumpTrue, int jumpFalse, int k) {
        return (long) code << 48 | (long) (jumpTrue & 0xff) << 40 | (long) (jumpFalse & 0xff) << 32 | k & 0xffff_ffffL;
    }

    /** Lets nothing through: a socket that only sends, or that is not to receive yet. */
    public static BpfProgram dropAll() {
        return of(instruction(Linux.FFI_BPF_RET_K(), 0, 0, 0));
    }

    /** Lets everything through. */
    public static BpfProgram acceptAll() {
        return of(instruction(Linux.FFI_BPF_RET_K(), 0, 0, WHOLE_FRAME));
    }

    /**
     * Compiles a filter expression (pcap-filter(7)) for Ethernet.
     *
     * <p>libpcap knows nothing of the outermost tag that the kernel has taken out of the frame here: use {@link ControlFrameFilter}
     * for tagged frames.
     *
     * @throws IllegalArgumentException with libpcap's explanation when the expression is wrong
     */
    public static BpfProgram compile(String expression) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handle = Pcap.pcap_open_dead(Pcap.DLT_EN10MB(), WHOLE_FRAME);
            if (handle.address() == 0) {
                throw new NativeException("pcap_open_dead", "no memory");
            }
            MemorySegment program = arena.allocate(bpf_program.layout());
            try {
                if (Pcap.pcap_compile(handle, program, arena.allocateFrom(expression), 1, Pcap.PCAP_NETMASK_UNKNOWN()) != 0) {
                    throw new IllegalArgumentException("filter \"" + expression + "\": " + Pcap.pcap_geterr(handle).getString(0));
                }
                try {
                    return copy(program);
                } finally {
                    Pcap.pcap_freecode(program);
                }
            } finally {
                Pcap.pcap_close(handle);
            }
        }
    }

    private static BpfProgram copy(MemorySegment program) {
        long[] instructions = new long[bpf_program.bf_len(program)];
        long source = bpf_program.bf_insns(program).address();
        for (int i = 0; i < instructions.length; i++, source += bpf_insn.sizeof()) {
            instructions[i] = instruction(NativeMemory.getShort(source + bpf_insn.code$offset()) & 0xffff,
                NativeMemory.getByte(source + bpf_insn.jt$offset()), NativeMemory.getByte(source + bpf_insn.jf$offset()),
                NativeMemory.getInt(source + bpf_insn.k$offset()));
        }
        return new BpfProgram(instructions);
    }

    /** The number of instructions. */
    public int size() {
        return instructions.length;
    }

    public int code(int index) {
        return (int) (instructions[index] >>> 48);
    }

    public int jumpTrue(int index) {
        return (int) (instructions[index] >>> 40) & 0xff;
    }

    public int jumpFalse(int index) {
        return (int) (instructions[index] >>> 32) & 0xff;
    }

    public int k(int index) {
        return (int) instructions[index];
    }

    /** Makes this the filter of a socket, in place of any before it. */
    void attach(FileDescriptor socket) {
        long programSize = sock_fprog.sizeof();
        try (NativeBuffer memory = NativeBuffer.allocate(programSize + size() * sock_filter.sizeof())) {
            long target = memory.address() + programSize;
            NativeMemory.putShort(memory.address() + sock_fprog.len$offset(), (short) size());
            NativeMemory.putLong(memory.address() + sock_fprog.filter$offset(), target);
            for (int i = 0; i < size(); i++, target += sock_filter.sizeof()) {
                NativeMemory.putShort(target + sock_filter.code$offset(), (short) code(i));
                NativeMemory.putByte(target + sock_filter.jt$offset(), (byte) jumpTrue(i));
                NativeMemory.putByte(target + sock_filter.jf$offset(), (byte) jumpFalse(i));
                NativeMemory.putInt(target + sock_filter.k$offset(), k(i));
            }
            NativeException.check("setsockopt(SO_ATTACH_FILTER, " + size() + " instructions) on " + socket,
                Syscalls.setsockopt(socket.value(), Linux.SOL_SOCKET(), Linux.SO_ATTACH_FILTER(), memory.address(), (int) programSize));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BpfProgram program && Arrays.equals(instructions, program.instructions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(instructions);
    }

    /** One instruction a line: {@code 12: code 0x15 jt 3 jf 0 k 0x800}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size(); i++) {
            text.append(String.format("%d: code 0x%02x jt %d jf %d k 0x%x%n", i, code(i), jumpTrue(i), jumpFalse(i), k(i)));
        }
        return text.toString();
    }
}
