package io.athenabng.daemon.edge.kernel;

import io.athenabng.ffi.DescriptorSocket;
import io.athenabng.ffi.Errno;
import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.NativeMemory;
import io.athenabng.ffi.Poller;
import io.athenabng.ffi.Syscalls;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Keeps sessions with {@code abng-holder}, a process of its own, over its SOCK_SEQPACKET Unix socket; integers in host byte order.
 *
 * <pre>
 *   message  0 magic 0x31484241 (4) | 4 type (4) | 8 count (4) | 12 status, an errno (4) | 16 entries
 *   entry    0 key, the session (8) | 8 value, its unit's interface index (4) | 12 descriptors (4)
 * </pre>
 *
 * <p>What changed waits here and goes in messages of up to 84 sessions; of a session only its last state. A connection that ends is made
 * again, and everything is kept anew: a holder that was restarted has lost it. Owned by the kernel agent.
 */
public final class HolderKeeper implements SessionKeeper {
    private static final System.Logger LOG = System.getLogger(HolderKeeper.class.getName());
    private static final int MAGIC = 0x3148_4241;
    private static final int PUT = 1;
    private static final int DROP = 2;
    private static final int TAKE = 4;
    private static final int ANSWER = 0x80;
    private static final int TYPE = 4;
    private static final int COUNT = 8;
    private static final int STATUS = 12;
    private static final int HEADER_LENGTH = 16;
    private static final int ENTRY_LENGTH = 16;
    private static final int ENTRY_VALUE = 8;
    private static final int ENTRY_DESCRIPTORS = 12;
    private static final int PER_SESSION = 3;
    private static final int MAX_ENTRIES = DescriptorSocket.MAX_DESCRIPTORS / PER_SESSION;
    private static final int WINDOW = 8;
    private static final int TAKE_TIMEOUT_MS = 10_000;
    private static final long RETRY_NS = 1_000_000_000L;

    private final String path;
    private final Long2ObjectHashMap<Kept> kept = new Long2ObjectHashMap<>();
    /** Sessions whose last state the holder has not been told. */
    private final LinkedHashSet<Long> changed = new LinkedHashSet<>();
    private DescriptorSocket socket;
    private int unanswered;
    private long retryAtNs;
    private boolean lossTold;

    /**
     * A keeper; it connects at its first use.
     *
     * @param path the holder's socket
     */
    public HolderKeeper(final String path) {
        this.path = path;
    }

    private boolean connect(final boolean needed) {
        if (socket != null) {
            return true;
        }
        final long nowNs = System.nanoTime();
        if (retryAtNs != 0 && nowNs - retryAtNs < 0) {
            return false;
        }
        try {
            socket = DescriptorSocket.connect(path);
        } catch (final NativeException e) {
            retryAtNs = needed ? nowNs + RETRY_NS : 0;
            if (needed && !lossTold) {
                lossTold = true;
                LOG.log(System.Logger.Level.WARNING, "PPP sessions will not outlive this process: abng-holder cannot be reached ("
                    + e.getMessage() + "); start its service");
            }
            return false;
        }
        if (lossTold) {
            lossTold = false;
            LOG.log(System.Logger.Level.INFO, "abng-holder is there again");
        }
        unanswered = 0;
        changed.addAll(kept.keySet());
        return true;
    }

    private void disconnect(final String reason) {
        socket.close();
        socket = null;
        retryAtNs = System.nanoTime() + RETRY_NS;
        if (!lossTold) {
            lossTold = true;
            LOG.log(System.Logger.Level.WARNING, "the connection to abng-holder ended (" + reason + "); PPP sessions are kept again when it"
                + " is back");
        }
    }

    @Override
    public List<Kept> takeAll() {
        final List<Kept> all = new ArrayList<>();
        // Whether anything is to be kept shows later: a gateway without PPPoE needs no holder.
        if (!connect(false)) {
            return all;
        }
        header(TAKE, 0);
        int result = socket.send(HEADER_LENGTH, 0);
        try (Poller poller = new Poller(1)) {
            poller.add(socket.fd(), Poller.IN);
            boolean more = result > 0;
            while (more) {
                result = poller.poll(TAKE_TIMEOUT_MS) == 0 ? -Errno.EAGAIN : socket.receive();
                more = result >= HEADER_LENGTH && takeEntries(all, result);
            }
        } catch (final NativeException e) {
            all.forEach(HolderKeeper::closeCopies);
            throw e;
        }
        if (result < HEADER_LENGTH) {
            disconnect("it did not give back what it keeps: " + Errno.describe(-Math.min(0, result)));
        }
        all.forEach(each -> kept.put(each.sessionId(), each));
        return all;
    }

    /** False for the last message, which is empty. */
    private boolean takeEntries(final List<Kept> into, final int length) {
        final long message = socket.messageAddress();
        final int count = NativeMemory.getInt(message + COUNT);
        if (NativeMemory.getInt(message) != MAGIC || NativeMemory.getInt(message + TYPE) != (TAKE | ANSWER)
            || length != HEADER_LENGTH + count * ENTRY_LENGTH) {
            throw new NativeException("abng-holder on " + path, "it answers in another version's words");
        }
        int next = 0;
        for (int i = 0; i < count; i++) {
            final long entry = message + HEADER_LENGTH + (long) i * ENTRY_LENGTH;
            final int descriptors = NativeMemory.getInt(entry + ENTRY_DESCRIPTORS);
            if (descriptors == PER_SESSION && next + descriptors <= socket.descriptorCount()) {
                into.add(new Kept(NativeMemory.getLong(entry), NativeMemory.getInt(entry + ENTRY_VALUE), socket.descriptor(next),
                    socket.descriptor(next + 1), socket.descriptor(next + 2)));
            } else {
                for (int j = next; j < Math.min(next + descriptors, socket.descriptorCount()); j++) {
                    Syscalls.close(socket.descriptor(j));
                }
            }
            next += descriptors;
        }
        return count > 0;
    }

    private static void closeCopies(final Kept each) {
        Syscalls.close(each.socket());
        Syscalls.close(each.channel());
        Syscalls.close(each.unit());
    }

    @Override
    public void put(final Kept session) {
        kept.put(session.sessionId(), session);
        changed.add(session.sessionId());
    }

    @Override
    public void drop(final long sessionId) {
        if (kept.remove(sessionId) != null) {
            changed.add(sessionId);
        }
    }

    @Override
    public int onDutyCycle() {
        if (changed.isEmpty() && unanswered == 0 || !connect(true)) {
            return 0;
        }
        int work = 0;
        try {
            work += readAnswers();
            while (socket != null && !changed.isEmpty() && unanswered < WINDOW && sendSome(true) + sendSome(false) > 0) {
                work++;
            }
        } catch (final NativeException e) {
            disconnect(e.getMessage());
        }
        return work;
    }

    private int readAnswers() {
        int count = 0;
        while (unanswered > 0) {
            final int length = socket.receive();
            if (length == -Errno.EAGAIN) {
                return count;
            }
            if (length < HEADER_LENGTH) {
                disconnect(length == 0 ? "it went away" : Errno.describe(-Math.min(0, length)));
                return count;
            }
            unanswered--;
            count++;
            final int status = NativeMemory.getInt(socket.messageAddress() + STATUS);
            if (status != 0) {
                LOG.log(System.Logger.Level.WARNING, "abng-holder cannot keep all sessions: " + Errno.describe(status));
            }
        }
        return count;
    }

    /** Sends one message of those that are to be kept, or of those that are not: how many. */
    private int sendSome(final boolean puts) {
        int count = 0;
        if (socket == null) {
            return 0;
        }
        for (final Iterator<Long> each = changed.iterator(); each.hasNext() && count < MAX_ENTRIES;) {
            final long sessionId = each.next();
            final Kept session = kept.get(sessionId);
            if (session != null == puts) {
                final long entry = socket.messageAddress() + HEADER_LENGTH + (long) count * ENTRY_LENGTH;
                NativeMemory.putLong(entry, sessionId);
                NativeMemory.putInt(entry + ENTRY_VALUE, puts ? session.ifIndex() : 0);
                NativeMemory.putInt(entry + ENTRY_DESCRIPTORS, puts ? PER_SESSION : 0);
                if (puts) {
                    socket.putDescriptor(count * PER_SESSION, session.socket());
                    socket.putDescriptor(count * PER_SESSION + 1, session.channel());
                    socket.putDescriptor(count * PER_SESSION + 2, session.unit());
                }
                count++;
            }
        }
        if (count == 0) {
            return 0;
        }
        header(puts ? PUT : DROP, count);
        final int result = socket.send(HEADER_LENGTH + count * ENTRY_LENGTH, puts ? count * PER_SESSION : 0);
        if (result < 0) {
            if (-result != Errno.EAGAIN) {
                disconnect(Errno.describe(-result));
            }
            return 0;
        }
        unanswered++;
        int sent = 0;
        for (final Iterator<Long> each = changed.iterator(); sent < count;) {
            if (kept.containsKey(each.next().longValue()) == puts) {
                each.remove();
                sent++;
            }
        }
        return count;
    }

    private void header(final int type, final int count) {
        NativeMemory.putInt(socket.messageAddress(), MAGIC);
        NativeMemory.putInt(socket.messageAddress() + TYPE, type);
        NativeMemory.putInt(socket.messageAddress() + COUNT, count);
        NativeMemory.putInt(socket.messageAddress() + STATUS, 0);
    }

    /** What is waiting still goes, as far as the holder takes it. */
    @Override
    public void close() {
        for (int i = 0; i < WINDOW && socket != null && !changed.isEmpty(); i++) {
            onDutyCycle();
        }
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
