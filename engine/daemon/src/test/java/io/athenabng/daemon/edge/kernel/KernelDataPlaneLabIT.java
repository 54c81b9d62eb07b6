package io.athenabng.daemon.edge.kernel;

import io.athenabng.netlink.testkit.LabRunner;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Lines and sessions on Debian's kernel, inside the virtual machine. */
final class KernelDataPlaneLabIT {
    @TestFactory
    Stream<DynamicTest> insideTheLab() {
        return LabRunner.run(KernelDataPlaneLabMain.class, 2048, 400);
    }

    /** 500 of them, against the bare kernel. The ratio is printed, not judged: other tests may run beside it. */
    @TestFactory
    Stream<DynamicTest> fiveHundredSessions() {
        return LabRunner.run(KernelScaleLabMain.class, 3072, 600, "500");
    }
}
