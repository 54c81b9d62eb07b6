package io.athenabng.daemon.lab;

import io.athenabng.netlink.testkit.LabRunner;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The daemon, FreeRADIUS and real clients on Debian's kernel inside the virtual machine. */
final class RadiusLabIT {
    @TestFactory
    Stream<DynamicTest> insideTheLab() {
        return LabRunner.run(RadiusLabMain.class, 3072, 1_800);
    }
}
