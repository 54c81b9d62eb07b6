package io.athenabng.daemon.lab;

import io.athenabng.netlink.testkit.LabRunner;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** How addresses are given, by the built-in server and by Kea behind the relay, and shaping with little memory, in the virtual machine. */
final class AddressingLabIT {
    @TestFactory
    Stream<DynamicTest> insideTheLab() {
        return LabRunner.run(AddressingLabMain.class, 3072, 1_800);
    }
}
