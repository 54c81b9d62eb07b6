package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.config.RunningConfiguration;

/** A kernel data plane before a scripted kernel, for tests of other packages. */
public final class ScriptedKernel {
    private final ScriptedGateway gateway = new ScriptedGateway();

    /**
     * Opens it.
     *
     * @param configuration what is served; its one trunk is {@code eth1}
     */
    public ScriptedKernel(final RunningConfiguration configuration) {
        gateway.open(configuration);
    }

    public KernelDataPlane dataPlane() {
        return gateway.dataPlane;
    }

    /** Makes a line with a session on it. */
    public void up(final int lineId, final String stack, final long sessionId) {
        gateway.lineUp(lineId, stack);
        gateway.sessionUp(sessionId, lineId, 20_000_000, 10_000_000);
        gateway.step();
    }

    /** Somebody else has made an interface. */
    public void other(final String name, final int index) {
        gateway.others.put(name, index);
    }

    /** The kernel refuses the next request. */
    public void refuseNext(final int errno) {
        gateway.failOnce(0, errno);
    }
}
