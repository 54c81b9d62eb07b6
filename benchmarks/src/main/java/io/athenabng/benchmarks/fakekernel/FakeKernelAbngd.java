package io.athenabng.benchmarks.fakekernel;

import io.athenabng.daemon.Abngd;
import java.nio.file.Path;
import java.util.Arrays;

/** {@code abngd} as it is, but for the kernel that it speaks rtnetlink to: {@code FakeKernelAbngd SOCKET [abngd's arguments]}. */
public final class FakeKernelAbngd {
    private FakeKernelAbngd() {
    }

    /** Runs the daemon; see {@link Abngd}. */
    public static void main(String[] arguments) {
        Path socket = Path.of(arguments[0]);
        System.exit(Abngd.run(Arrays.copyOfRange(arguments, 1, arguments.length), () -> FakeKernelTransport.open(socket)));
    }
}
