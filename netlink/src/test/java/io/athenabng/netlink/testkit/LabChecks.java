package io.athenabng.netlink.testkit;

/**
 * The checks of a main class that runs inside the lab: one line each, see {@link LabRunner}.
 *
 * <pre>{@code
 * LabChecks checks = new LabChecks();
 * checks.check("VLAN is created", () -> { ...assert... });
 * checks.end();
 * }</pre>
 */
public final class LabChecks {
    static final String END = "checks: ";

    private int count;
    private int failures;

    /** A check: it fails by throwing. */
    @FunctionalInterface
    public interface Check {
        void run() throws Exception;
    }

    /** Runs one check and prints how it ended; later checks run all the same. */
    public void check(final String name, final Check check) {
        count++;
        try {
            check.run();
            System.out.println("ok " + name);
        } catch (final Exception | AssertionError e) {
            failures++;
            System.out.println("FAIL " + name + ": " + String.valueOf(e).replace('\n', ' '));
            e.printStackTrace(System.out);
        }
    }

    /** Prints the number of checks and ends the process: status 0 when all passed, else 1. */
    public void end() {
        System.out.println(END + count);
        System.out.flush();
        System.exit(failures == 0 ? 0 : 1);
    }
}
