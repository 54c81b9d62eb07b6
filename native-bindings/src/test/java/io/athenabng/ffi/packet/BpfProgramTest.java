package io.athenabng.ffi.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.ffi.generated.linux.Linux;
import org.junit.jupiter.api.Test;

/** Programs from libpcap's compiler and from our assembler. */
final class BpfProgramTest {
    @Test
    void libpcapCompilesAnExpression() {
        BpfProgram program = BpfProgram.compile("udp dst port 67");
        assertTrue(BpfInterpreter.run(program, Frames.frame(0x0800, Frames.udp4(67)), BpfInterpreter.NO_TAG) > 0);
        assertEquals(0, BpfInterpreter.run(program, Frames.frame(0x0800, Frames.udp4(68)), BpfInterpreter.NO_TAG));
        assertEquals(0, BpfInterpreter.run(program, Frames.frame(0x0800, Frames.ipv4(17, 67, 0, 1, 8)), BpfInterpreter.NO_TAG));
    }

    @Test
    void wrongExpressionIsExplained() {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> BpfProgram.compile("udp dst prot 67"));
        assertTrue(thrown.getMessage().startsWith("filter \"udp dst prot 67\": "), thrown.getMessage());
        assertTrue(thrown.getMessage().length() > 40, "libpcap says why: " + thrown.getMessage());
    }

    @Test
    void constantProgramsAnswerForAnyFrame() {
        assertEquals(0, BpfInterpreter.run(BpfProgram.dropAll(), new byte[60], 5));
        assertTrue(BpfInterpreter.run(BpfProgram.acceptAll(), new byte[60], 5) >= 65_536);
        assertEquals(BpfProgram.compile("arp"), BpfProgram.compile("arp"));
        assertThrows(IllegalArgumentException.class, () -> BpfProgram.of());
        assertThrows(IllegalArgumentException.class, () -> BpfProgram.of(new long[4097]));
    }

    @Test
    void farConditionalJumpsReachTheirTargets() {
        for (int distance : new int[] {1, 254, 255, 256, 257, 1000, 4000}) {
            BpfAssembler assembler = new BpfAssembler();
            BpfAssembler.Label near = new BpfAssembler.Label();
            BpfAssembler.Label far = new BpfAssembler.Label();
            assembler.add(Linux.FFI_BPF_LD_B_ABS(), 0);
            assembler.branch(Linux.FFI_BPF_JMP_JEQ_K(), 7, far, near);
            assembler.bind(near);
            for (int i = 0; i < distance; i++) {
                assembler.add(Linux.FFI_BPF_RET_K(), 1);
            }
            assembler.bind(far);
            assembler.add(Linux.FFI_BPF_RET_K(), 2);
            BpfProgram program = assembler.assemble();
            assertEquals(2, BpfInterpreter.run(program, new byte[] {7}, BpfInterpreter.NO_TAG), "distance " + distance);
            assertEquals(1, BpfInterpreter.run(program, new byte[] {8}, BpfInterpreter.NO_TAG), "distance " + distance);
        }
    }

    @Test
    void backwardAndUnboundJumpsAreErrors() {
        BpfAssembler backward = new BpfAssembler();
        BpfAssembler.Label start = new BpfAssembler.Label();
        backward.bind(start);
        backward.jump(start);
        assertThrows(IllegalStateException.class, backward::assemble);
        BpfAssembler unbound = new BpfAssembler();
        unbound.jump(new BpfAssembler.Label());
        assertThrows(IllegalStateException.class, unbound::assemble);
        assertThrows(IllegalStateException.class, () -> backward.bind(start));
    }
}
