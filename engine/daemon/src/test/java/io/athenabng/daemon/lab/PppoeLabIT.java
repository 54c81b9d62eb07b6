package io.athenabng.daemon.lab;

import io.athenabng.netlink.testkit.LabRunner;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The daemon and real PPPoE clients on Debian's kernel inside the virtual machine. */
final class PppoeLabIT {
    @TestFactory
    Stream<DynamicTest> insideTheLab() {
        return LabRunner.run(PppoeLabMain.class, 3072, 1_800);
    }
}
