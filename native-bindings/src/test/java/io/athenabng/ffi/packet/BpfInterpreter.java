package io.athenabng.ffi.packet;

/**
 * Runs a classic BPF program as the kernel would (net/core/filter.c, linux/bpf_common.h), with the VLAN ancillary loads.
 */
final class BpfInterpreter {
    static final int NO_TAG = -1;
    private static final int SKF_AD_OFF = -0x1000;
    private static final int AD_VLAN_TAG = 44;
    private static final int AD_VLAN_TAG_PRESENT = 48;
    private static final int MASK = 0xff;

    private BpfInterpreter() {
    }

    /**
     * The bytes that the program lets through; 0 drops the frame.
     *
     * @param frame    what is in the buffer, without the tag that the kernel took out
     * @param outerTci that tag's TCI, or {@link #NO_TAG}
     */
    static int run(BpfProgram program, byte[] frame, int outerTci) {
        int a = 0;
        int x = 0;
        int pc = 0;
        int[] scratch = new int[16];
        while (true) {
            int code = program.code(pc);
            int k = program.k(pc);
            int jumpTrue = program.jumpTrue(pc);
            int jumpFalse = program.jumpFalse(pc);
            pc++;
            switch (code & 0x07) {
                case 0x00 -> {
                    long loaded = load(code, k, x, frame, outerTci, scratch);
                    if (loaded < 0) {
                        return 0;
                    }
                    a = (int) loaded;
                }
                case 0x01 -> {
                    if ((code & 0xe0) == 0xa0) {
                        if (k < 0 || k >= frame.length) {
                            return 0;
                        }
                        x = (frame[k] & 0x0f) << 2;
                    } else {
                        x = (code & 0xe0) == 0x60 ? scratch[k] : (code & 0xe0) == 0x80 ? frame.length : k;
                    }
                }
                case 0x02 -> scratch[k] = a;
                case 0x03 -> scratch[k] = x;
                case 0x04 -> a = arithmetic(code, a, (code & 0x08) != 0 ? x : k);
                case 0x05 -> {
                    if ((code & 0xf0) == 0) {
                        pc += k;
                    } else {
                        pc += jumps(code, a, (code & 0x08) != 0 ? x : k) ? jumpTrue : jumpFalse;
                    }
                }
                case 0x06 -> {
                    return (code & 0x18) == 0x10 ? a : k;
                }
                default -> {
                    if ((code & 0xf8) == 0) {
                        x = a;
                    } else {
                        a = x;
                    }
                }
            }
        }
    }

    private static long load(int code, int k, int x, byte[] frame, int outerTci, int[] scratch) {
        int width = switch (code & 0x18) {
            case 0x00 -> 4;
            case 0x08 -> 2;
            default -> 1;
        };
        int offset = k;
        switch (code & 0xe0) {
            case 0x00 -> {
                return k & 0xffff_ffffL;
            }
            case 0x60 -> {
                return scratch[k] & 0xffff_ffffL;
            }
            case 0x80 -> {
                return frame.length;
            }
            case 0x20 -> {
                if (k == SKF_AD_OFF + AD_VLAN_TAG_PRESENT) {
                    return outerTci == NO_TAG ? 0 : 1;
                }
                if (k == SKF_AD_OFF + AD_VLAN_TAG) {
                    return outerTci == NO_TAG ? 0 : outerTci;
                }
            }
            case 0x40 -> offset += x;
            default -> throw new AssertionError("load mode of code " + code);
        }
        if (offset < 0 || (long) offset + width > frame.length) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | frame[offset + i] & MASK;
        }
        return value;
    }

    private static int arithmetic(int code, int a, int operand) {
        return switch (code & 0xf0) {
            case 0x00 -> a + operand;
            case 0x10 -> a - operand;
            case 0x20 -> a * operand;
            case 0x40 -> a | operand;
            case 0x50 -> a & operand;
            case 0x60 -> a << operand;
            case 0x70 -> a >>> operand;
            case 0xa0 -> a ^ operand;
            default -> throw new AssertionError("operation of code " + code);
        };
    }

    private static boolean jumps(int code, int a, int operand) {
        return switch (code & 0xf0) {
            case 0x10 -> a == operand;
            case 0x20 -> Integer.compareUnsigned(a, operand) > 0;
            case 0x30 -> Integer.compareUnsigned(a, operand) >= 0;
            case 0x40 -> (a & operand) != 0;
            default -> throw new AssertionError("jump of code " + code);
        };
    }
}
