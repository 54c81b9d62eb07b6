package io.athenabng.benchmarks.netlink;

import io.athenabng.netlink.message.NetlinkRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Objects of the kernel, as requests of ours and as commands of {@code ip} and {@code tc}: the same, in the same order, one kind after the
 * other. Every object's first interface is in a group of {@value #GROUP_SIZE}, in which they are deleted.
 */
abstract class KernelObjects {
    static final int GROUP_SIZE = 200;
    static final int FIRST_GROUP = 5_000;

    private final int count;

    /**
     * Part of a phase: so many requests, or the commands that do the same.
     *
     * @param tool    {@code ip} or {@code tc}
     * @param count   how many
     * @param request the request for a number; it may be the same object each time
     * @param command the tool's words for a number
     */
    record Pass(String tool, int count, IntFunction<NetlinkRequest> request, IntFunction<String> command) {
        /** The words of all commands. */
        List<String> commands() {
            List<String> commands = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                commands.add(command.apply(i));
            }
            return commands;
        }
    }

    KernelObjects(int count) {
        this.count = count;
    }

    int count() {
        return count;
    }

    int groups() {
        return (count + GROUP_SIZE - 1) / GROUP_SIZE;
    }

    /** A phase's parts in their order. */
    abstract List<Pass> passes(Phase phase);

    /** A shell command that prints how many objects there are, a number for each kind: the count of all, or 0 when they are gone. */
    abstract String census();

    /** How many requests or commands a phase has. */
    int operations(Phase phase) {
        return passes(phase).stream().mapToInt(Pass::count).sum();
    }

    /** Does a phase through our client. */
    void run(NetlinkDriver driver, Phase phase) {
        for (Pass pass : passes(phase)) {
            driver.run(pass.count(), pass.request());
        }
    }
}
