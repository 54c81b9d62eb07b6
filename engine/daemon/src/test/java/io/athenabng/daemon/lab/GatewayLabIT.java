package io.athenabng.daemon.lab;

import io.athenabng.netlink.testkit.LabRunner;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The daemon, real clients on QinQ lines, and trouble, on Debian's kernel inside the virtual machine. */
final class GatewayLabIT {
    @TestFactory
    Stream<DynamicTest> insideTheLab() {
        return LabRunner.run(GatewayLabMain.class, 3072, 1_800);
    }
}
