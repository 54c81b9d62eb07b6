package io.athenabng.daemon.edge.kernel;

import io.athenabng.ffi.Syscalls;
import io.athenabng.ffi.ppp.PppCalls;
import io.athenabng.netlink.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** PPPoX and {@code /dev/ppp} that do as they are told, on descriptors that are real and say nothing. */
final class ScriptedPppCalls extends PppCalls {
    private static final int NONBLOCK_AND_CLOEXEC = 0x80800;

    /** Calls in order, as text like {@code connect 7}. */
    final List<String> made = new ArrayList<>();
    /** Whether the next descriptors cannot be waited for. */
    boolean unpollable;
    private final Set<Integer> given = new HashSet<>();
    /** The call that is refused, once, and with what. */
    private String refused = "";
    private int errno;
    private int units;

    void refuseOnce(final String call, final int with) {
        refused = call;
        errno = with;
    }

    private int call(final String name, final int result) {
        made.add(name);
        if (!refused.isEmpty() && name.startsWith(refused)) {
            refused = "";
            return -errno;
        }
        return result;
    }

    private int descriptor() {
        // A plain file cannot be polled.
        final int descriptor = unpollable ? Syscalls.open("/etc/passwd", NONBLOCK_AND_CLOEXEC) : Syscalls.eventfd(0, NONBLOCK_AND_CLOEXEC);
        given.add(descriptor);
        return descriptor;
    }

    /** How many descriptors that were given are open. */
    long open() {
        return given.stream().filter(descriptor -> {
            try {
                final String file = Files.readSymbolicLink(Path.of("/proc/self/fd", descriptor.toString())).toString();
                return file.contains("eventfd") || file.equals("/etc/passwd");
            } catch (final IOException e) {
                return false;
            }
        }).count();
    }

    @Override
    public int openSocket() {
        final int result = call("openSocket", 0);
        return result < 0 ? result : descriptor();
    }

    @Override
    public int openDevice() {
        final int result = call("openDevice", 0);
        return result < 0 ? result : descriptor();
    }

    @Override
    public int connect(final int socket, final int sessionId, final long mac, final String interfaceName) {
        return call("connect " + sessionId, 0);
    }

    @Override
    public int channelIndex(final int socket) {
        return call("channelIndex", 1);
    }

    @Override
    public int attachChannel(final int device, final int channelIndex) {
        return call("attachChannel", 0);
    }

    @Override
    public int unitNumber(final int unit) {
        return call("unitNumber", units++);
    }

    @Override
    public int connectUnit(final int channel, final int unitNumber) {
        return call("connectUnit", 0);
    }

    @Override
    public int disconnectUnit(final int channel) {
        return call("disconnectUnit", 0);
    }

    @Override
    public int setMru(final int unit, final int mru) {
        return call("setMru " + mru, 0);
    }

    @Override
    public int setNetworkMode(final int unit, final int protocol, final boolean pass) {
        return call("network 0x" + Integer.toHexString(protocol) + ' ' + pass, 0);
    }

    @Override
    public int send(final int fd, final int length) {
        return call("send", length);
    }

    @Override
    public int receive(final int fd) {
        return -Errno.EAGAIN;
    }
}
