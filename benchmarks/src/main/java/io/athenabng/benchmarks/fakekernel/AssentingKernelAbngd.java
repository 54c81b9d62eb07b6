package io.athenabng.benchmarks.fakekernel;

import io.athenabng.daemon.Abngd;
import java.math.BigInteger;
import java.net.NetworkInterface;
import java.net.SocketException;

/**
 * {@code abngd} as it is, but for the kernel that it speaks rtnetlink to, which says yes: {@link AssentingTransport}. It has the
 * interfaces of the network namespace. Rings, sockets and store are real. {@code AssentingKernelAbngd [abngd's arguments]}.
 */
public final class AssentingKernelAbngd {
    private AssentingKernelAbngd() {
    }

    /** Runs the daemon; see {@link Abngd}. */
    public static void main(String[] arguments) throws SocketException {
        FakeKernel kernel = new FakeKernel();
        for (NetworkInterface link : NetworkInterface.networkInterfaces().toList()) {
            byte[] address = link.getHardwareAddress();
            if (address != null) {
                kernel.plug(link.getIndex(), link.getName(), link.getMTU(), new BigInteger(1, address).longValue());
            }
        }
        System.exit(Abngd.run(arguments, () -> new AssentingTransport(kernel)));
    }
}
