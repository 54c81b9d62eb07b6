package io.athenabng.daemon.edge.kernel;

import io.athenabng.netlink.testkit.LabRunner;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** PPPoE sessions on Debian's kernel with Debian's pppd as the client, inside the virtual machine. */
final class PppLabIT {
    @TestFactory
    Stream<DynamicTest> insideTheLab() {
        return LabRunner.run(PppLabMain.class, 3072, 900);
    }

    /** A process with 200 sessions is killed under traffic. */
    @TestFactory
    Stream<DynamicTest> killed() {
        return LabRunner.run(HolderLabMain.class, 3072, 600);
    }
}
