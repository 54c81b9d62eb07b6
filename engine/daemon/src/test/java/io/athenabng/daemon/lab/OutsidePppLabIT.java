package io.athenabng.daemon.lab;

import io.athenabng.netlink.testkit.LabRunner;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The daemon beside Debian's pppoe-server on Debian's kernel inside the virtual machine. */
final class OutsidePppLabIT {
    @TestFactory
    Stream<DynamicTest> insideTheLab() {
        return LabRunner.run(OutsidePppLabMain.class, 2048, 1_200);
    }
}
