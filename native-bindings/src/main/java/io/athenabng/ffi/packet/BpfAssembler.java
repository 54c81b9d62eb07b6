package io.athenabng.ffi.packet;

import io.athenabng.ffi.generated.linux.Linux;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a BPF program together from instructions with labels.
 *
 * <p>A conditional jump reaches 255 instructions ahead, an unconditional one any distance: a conditional jump whose target is
 * farther away is written as a jump over two unconditional ones. BPF has no backward jumps; asking for one is an error.
 */
final class BpfAssembler {
    private static final int MAX_SHORT_JUMP = 255;
    private static final int LONG_FORM = 3;

    private final List<Statement> statements = new ArrayList<>();

    /** A place in the program, bound once. */
    static final class Label {
        private int statement = -1;
    }

    private static final class Statement {
        private final int code;
        private final int k;
        private final Label whenTrue;
        private final Label whenFalse;
        private int length = 1;

        private Statement(int code, int k, Label whenTrue, Label whenFalse) {
            this.code = code;
            this.k = k;
            this.whenTrue = whenTrue;
            this.whenFalse = whenFalse;
        }
    }

    void add(int code, int k) {
        statements.add(new Statement(code, k, null, null));
    }

    void jump(Label target) {
        statements.add(new Statement(Linux.FFI_BPF_JMP_JA(), 0, target, null));
    }

    /** A conditional jump; null falls through to the next instruction. */
    void branch(int code, int k, Label whenTrue, Label whenFalse) {
        Label next = new Label();
        next.statement = statements.size() + 1;
        statements.add(new Statement(code, k, whenTrue == null ? next : whenTrue, whenFalse == null ? next : whenFalse));
    }

    void bind(Label label) {
        if (label.statement >= 0) {
            throw new IllegalStateException("label bound twice");
        }
        label.statement = statements.size();
    }

    BpfProgram assemble() {
        int[] positions = positions();
        while (lengthen(positions)) {
            positions = positions();
        }
        long[] program = new long[positions[statements.size()]];
        for (int i = 0; i < statements.size(); i++) {
            emit(statements.get(i), i, positions, program);
        }
        return BpfProgram.of(program);
    }

    private int[] positions() {
        int[] positions = new int[statements.size() + 1];
        for (int i = 0; i < statements.size(); i++) {
            positions[i + 1] = positions[i] + statements.get(i).length;
        }
        return positions;
    }

    /** Gives the long form to jumps that do not reach; each one may push another out of reach, so until nothing changes. */
    private boolean lengthen(int[] positions) {
        boolean changed = false;
        for (int i = 0; i < statements.size(); i++) {
            Statement statement = statements.get(i);
            if (statement.whenFalse != null && statement.length == 1
                && (distance(positions, i, statement.whenTrue) > MAX_SHORT_JUMP
                    || distance(positions, i, statement.whenFalse) > MAX_SHORT_JUMP)) {
                statement.length = LONG_FORM;
                changed = true;
            }
        }
        return changed;
    }

    /** Instructions between the one at statement {@code from} and the label. */
    private static int distance(int[] positions, int from, Label target) {
        if (target.statement <= from) {
            throw new IllegalStateException(target.statement < 0 ? "label not bound" : "backward jump");
        }
        return positions[target.statement] - positions[from] - 1;
    }

    private static void emit(Statement statement, int index, int[] positions, long[] program) {
        int at = positions[index];
        if (statement.whenTrue == null) {
            program[at] = BpfProgram.instruction(statement.code, 0, 0, statement.k);
            return;
        }
        int whenTrue = distance(positions, index, statement.whenTrue);
        if (statement.whenFalse == null) {
            program[at] = BpfProgram.instruction(statement.code, 0, 0, whenTrue);
            return;
        }
        int whenFalse = distance(positions, index, statement.whenFalse);
        if (statement.length == 1) {
            program[at] = BpfProgram.instruction(statement.code, whenTrue, whenFalse, statement.k);
            return;
        }
        program[at] = BpfProgram.instruction(statement.code, 0, 1, statement.k);
        program[at + 1] = BpfProgram.instruction(Linux.FFI_BPF_JMP_JA(), 0, 0, whenTrue - 1);
        program[at + 2] = BpfProgram.instruction(Linux.FFI_BPF_JMP_JA(), 0, 0, whenFalse - 2);
    }
}
