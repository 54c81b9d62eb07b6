package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.port.CounterRegistry;
import io.athenabng.netlink.Errno;
import java.util.Locale;
import org.agrona.ErrorHandler;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * What the kernel refused: counted by kind, logged once for each kind and errno with the remedy, and given to the error log. Owned by the
 * kernel agent.
 */
final class KernelErrors {
    private static final System.Logger LOG = System.getLogger(KernelErrors.class.getName());

    /** What was asked of the kernel. */
    enum Kind {
        VLAN("VLAN interface", "8021q", "802.1Q"),
        IFB("IFB", "ifb", "intermediate functional blocks"),
        CAKE("CAKE queueing discipline", "sch_cake", "CAKE"),
        HTB("HTB queueing discipline", "sch_htb", "HTB"),
        FQ_CODEL("FQ-CoDel queueing discipline", "sch_fq_codel", "FQ-CoDel"),
        INGRESS("ingress queueing discipline", "sch_ingress", "ingress queueing discipline"),
        MATCHALL("filter for everything", "cls_matchall", "matchall filter"),
        FILTER("filter", "cls_u32 act_mirred act_gact act_police", "u32 filter, or not the actions of filters"),
        PPPOE("PPPoE channel", "pppoe", "PPPoE"),
        PPP_UNIT("PPP unit", "ppp_generic", "PPP"),
        MSS_CLAMP("TCP MSS clamp", "nf_tables nf_tables_inet nft_rt", "nftables, or not all of it"),
        LINK("interface settings", "", ""),
        NAME("alternative name", "", ""),
        ROUTE("route", "", ""),
        NEIGHBOUR("neighbour", "", ""),
        ADDRESS("gateway address", "", ""),
        STATISTICS("statistics", "", ""),
        DELETE("deletion", "", "");

        private final String what;
        private final String modules;
        private final String feature;

        Kind(final String what, final String modules, final String feature) {
            this.what = what;
            this.modules = modules;
            this.feature = feature;
        }

        String modules() {
            return modules;
        }

        String missing() {
            return "the kernel has no " + feature + ": modprobe " + modules;
        }
    }

    private static final Kind[] KINDS = Kind.values();

    private final ErrorHandler errors;
    private final AtomicCounter[] counters = new AtomicCounter[KINDS.length];
    private final LongHashSet seen = new LongHashSet();

    KernelErrors(final CounterRegistry registry, final ErrorHandler errors) {
        this.errors = errors;
        for (final Kind kind : KINDS) {
            counters[kind.ordinal()] = registry.counter("kernel.failed." + kind.name().toLowerCase(Locale.ROOT),
                "Requests that the kernel refused: " + kind.what);
        }
    }

    /** Whether the same request may succeed a moment later. */
    static boolean isTransient(final int errno) {
        return errno == Errno.EBUSY || errno == Errno.ENOBUFS || errno == Errno.EAGAIN || errno == Errno.EINTR;
    }

    /** Whether an error of a delete says that the object is gone anyway. */
    static boolean isGone(final int errno) {
        return errno == Errno.ENOENT || errno == Errno.ESRCH || errno == Errno.ENODEV || errno == Errno.EADDRNOTAVAIL
            || errno == Errno.EINVAL;
    }

    /** The kernel refused something. */
    void onRefused(final Kind kind, final CharSequence object, final int errno, final CharSequence text) {
        counters[kind.ordinal()].increment();
        if (!seen.add((long) kind.ordinal() << 32 | errno)) {
            return;
        }
        final String message = describe(kind, object, errno, text);
        LOG.log(System.Logger.Level.WARNING, message);
        errors.onError(new KernelRefusedException(message, errno));
    }

    static String describe(final Kind kind, final CharSequence object, final int errno, final CharSequence text) {
        final StringBuilder message = new StringBuilder(160).append(kind.what).append(" of ").append(object).append(": ")
            .append(Errno.name(errno));
        if (text != null && !text.isEmpty()) {
            message.append(" (").append(text).append(')');
        }
        final String remedy = remedy(kind, errno);
        if (!remedy.isEmpty()) {
            message.append("; ").append(remedy);
        }
        return message.toString();
    }

    private static String remedy(final Kind kind, final int errno) {
        if ((errno == Errno.EOPNOTSUPP || errno == Errno.ENOENT) && !kind.modules.isEmpty()) {
            return kind.missing();
        }
        return switch (errno) {
            case Errno.EPERM, Errno.EACCES -> "abngd needs CAP_NET_ADMIN (run it as root or by its systemd unit)";
            case Errno.ENOMEM -> "the kernel is out of memory: have fewer sessions, or shaping.queue: fq_codel";
            case Errno.ENETDOWN -> "the trunk is down: ip link set TRUNK up";
            case Errno.ENFILE, Errno.ENOSPC -> "a table of the kernel is full";
            default -> "";
        };
    }
}
