package io.athenabng.netlink;

import io.athenabng.netlink.testkit.LabRunner;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** VLAN, CAKE, matchall and fq_codel on Debian's kernel, inside the virtual machine. */
final class NetlinkLabIT {
    @TestFactory
    Stream<DynamicTest> insideTheLab() {
        return LabRunner.run(NetlinkLabMain.class, 2048, 400);
    }
}
