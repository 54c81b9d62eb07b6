package io.athenabng.benchmarks.fakekernel;

import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_CREATE;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_EXCL;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_REPLACE;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWQDISC;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWTCLASS;
import static io.athenabng.netlink.tc.TcAttributes.TCA_KIND;

import io.athenabng.netlink.Errno;
import io.athenabng.netlink.tc.TcHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Queueing disciplines and the classes of HTB, as {@code net/sched/sch_api.c} keeps them; {@link FakeFilters} has their filters. The
 * request that made or last changed one is also how it is listed. Each operation answers 0 or an errno.
 */
final class FakeTrafficControl {
    /** Length of {@code struct tcmsg}, and where it has its fields. */
    static final int BODY_LENGTH = 20;
    static final int INDEX = 4;
    static final int HANDLE = 8;
    static final int PARENT = 12;
    static final int INFO = 16;

    private static final Set<String> AT_ROOT = Set.of("cake", "htb", "fq_codel", "tbf");
    private static final Set<String> CHANGEABLE = Set.of("cake", "fq_codel", "tbf");
    private static final Set<String> AT_INGRESS = Set.of("ingress", "clsact");
    /** Major numbers that the kernel chooses begin here. */
    private static final int FIRST_AUTOMATIC_MAJOR = 0x8001;

    /** A queueing discipline. */
    static final class Qdisc {
        final String kind;
        final int handle;
        private final int parent;
        private final TreeMap<Integer, UnsafeBuffer> classes = new TreeMap<>();
        final FakeFilters filters = new FakeFilters();
        private UnsafeBuffer payload;

        private Qdisc(String kind, int handle, int parent) {
            this.kind = kind;
            this.handle = handle;
            this.parent = parent;
        }

        boolean isIngress() {
            return parent == TcHandle.INGRESS;
        }

        private void set(NetlinkMessage request) {
            payload = request.copy();
            payload.putInt(HANDLE, handle);
            payload.putInt(PARENT, parent);
        }
    }

    private final Map<Integer, List<Qdisc>> byLink = new HashMap<>();
    /** Interfaces that have, or had, a qdisc for what they receive: from then on there is a place for one. */
    private final Set<Integer> receiving = new HashSet<>();
    private final FakeLinks links;

    FakeTrafficControl(FakeLinks links) {
        this.links = links;
    }

    /** What points to it points nowhere afterwards. */
    void onDeleted(FakeLink link) {
        byLink.remove(link.index);
        receiving.remove(link.index);
        byLink.values().forEach(qdiscs -> qdiscs.forEach(qdisc -> qdisc.filters.onDeleted(link.index)));
    }

    private List<Qdisc> of(NetlinkMessage request) {
        return byLink.getOrDefault(request.body32(INDEX), List.of());
    }

    private static Qdisc below(List<Qdisc> qdiscs, int parent) {
        return qdiscs.stream().filter(qdisc -> qdisc.parent == parent).findFirst().orElse(null);
    }

    private static Qdisc handled(List<Qdisc> qdiscs, int handle) {
        int major = TcHandle.major(handle);
        return qdiscs.stream().filter(qdisc -> TcHandle.major(qdisc.handle) == major).findFirst().orElse(null);
    }

    /** Where a filter goes: the qdisc of its parent, of the interface's root for none; null if there is none. */
    Qdisc parent(int index, int parent) {
        List<Qdisc> qdiscs = byLink.getOrDefault(index, List.of());
        return parent == 0 ? below(qdiscs, TcHandle.ROOT) : handled(qdiscs, parent);
    }

    int newQdisc(NetlinkMessage request) {
        if (links.at(request.body32(INDEX)) == null) {
            return Errno.ENODEV;
        }
        List<Qdisc> qdiscs = of(request);
        int parent = request.body32(PARENT);
        int handle = request.body32(HANDLE);
        if (isClass(parent) && !hasClass(qdiscs, parent)) {
            return Errno.ENOENT;
        }
        Qdisc present = parent == 0 ? handled(qdiscs, handle) : below(qdiscs, parent);
        String kind = request.text(TCA_KIND);
        if (parent != 0 && handle != 0 && (present == null || present.handle != handle)) {
            if (present != null && !request.has(NLM_F_REPLACE)) {
                return Errno.EEXIST;
            }
            if (TcHandle.minor(handle) != 0) {
                return Errno.EINVAL;
            }
            return handled(qdiscs, handle) == null ? graft(request, present, kind) : Errno.EEXIST;
        }
        if (present == null) {
            return parent == 0 ? Errno.ENOENT : graft(request, null, kind);
        }
        if (handle == 0 && request.has(NLM_F_CREATE) && request.has(NLM_F_REPLACE)
                && (request.has(NLM_F_EXCL) || kind != null && !kind.equals(present.kind))) {
            return graft(request, present, kind);
        }
        if (request.has(NLM_F_EXCL)) {
            return Errno.EEXIST;
        }
        // Another kind: as Linux 6.1 has it; later ones put the new kind in its place.
        if (kind != null && !kind.equals(present.kind) || !CHANGEABLE.contains(present.kind)) {
            return Errno.EINVAL;
        }
        present.set(request);
        return 0;
    }

    private static boolean isClass(int parent) {
        return parent != 0 && parent != TcHandle.ROOT && parent != TcHandle.INGRESS;
    }

    private static boolean hasClass(List<Qdisc> qdiscs, int classId) {
        Qdisc above = handled(qdiscs, classId);
        return above != null && above.classes.containsKey(classId);
    }

    private int graft(NetlinkMessage request, Qdisc instead, String kind) {
        if (!request.has(NLM_F_CREATE)) {
            return Errno.ENOENT;
        }
        int parent = request.body32(PARENT);
        Set<String> known = parent == TcHandle.INGRESS ? AT_INGRESS : AT_ROOT;
        if (kind == null || !known.contains(kind)) {
            return Errno.ENOENT;
        }
        List<Qdisc> qdiscs = byLink.computeIfAbsent(request.body32(INDEX), index -> new ArrayList<>());
        if (instead != null) {
            remove(qdiscs, instead);
        }
        int handle = request.body32(HANDLE);
        for (int major = FIRST_AUTOMATIC_MAJOR; handle == 0; major++) {
            handle = handled(qdiscs, TcHandle.of(major, 0)) == null ? TcHandle.of(major, 0) : 0;
        }
        if (parent == TcHandle.INGRESS) {
            receiving.add(request.body32(INDEX));
        }
        Qdisc made = new Qdisc(kind, handle, parent);
        made.set(request);
        qdiscs.add(made);
        return 0;
    }

    /** With its classes, what queues below them, and its filters. */
    private static void remove(List<Qdisc> qdiscs, Qdisc qdisc) {
        qdiscs.remove(qdisc);
        qdisc.classes.keySet().forEach(each -> removeLeaf(qdiscs, each));
    }

    private static void removeLeaf(List<Qdisc> qdiscs, int classId) {
        Qdisc leaf = below(qdiscs, classId);
        if (leaf != null) {
            remove(qdiscs, leaf);
        }
    }

    int deleteQdisc(NetlinkMessage request) {
        if (links.at(request.body32(INDEX)) == null) {
            return Errno.ENODEV;
        }
        List<Qdisc> qdiscs = of(request);
        int parent = request.body32(PARENT);
        int handle = request.body32(HANDLE);
        Qdisc qdisc = parent == 0 ? handled(qdiscs, handle) : below(qdiscs, parent);
        if (qdisc == null) {
            // What is in an empty place has no handle.
            return parent == TcHandle.INGRESS && handle != 0 && receiving.contains(request.body32(INDEX)) ? Errno.EINVAL : Errno.ENOENT;
        }
        String kind = request.text(TCA_KIND);
        if (handle != 0 && handle != qdisc.handle || kind != null && !kind.equals(qdisc.kind)) {
            return Errno.EINVAL;
        }
        remove(qdiscs, qdisc);
        return 0;
    }

    int getQdiscs(NetlinkMessage request, Replies replies) {
        int index = request.body32(INDEX);
        if (request.isDump()) {
            for (FakeLink link : links.all()) {
                if (index == 0 || index == link.index) {
                    byLink.getOrDefault(link.index, List.of()).forEach(qdisc -> replies.message(RTM_NEWQDISC, qdisc.payload));
                }
            }
            return 0;
        }
        if (links.at(index) == null) {
            return Errno.ENODEV;
        }
        int parent = request.body32(PARENT);
        Qdisc qdisc = parent == 0 ? handled(of(request), request.body32(HANDLE)) : below(of(request), parent);
        if (qdisc == null) {
            return Errno.ENOENT;
        }
        replies.message(RTM_NEWQDISC, qdisc.payload);
        return 0;
    }

    int newClass(NetlinkMessage request) {
        if (links.at(request.body32(INDEX)) == null) {
            return Errno.ENODEV;
        }
        int id = request.body32(HANDLE);
        Qdisc qdisc = handled(of(request), id);
        if (qdisc == null) {
            return Errno.ENOENT;
        }
        if (!qdisc.kind.equals("htb")) {
            return Errno.EOPNOTSUPP;
        }
        boolean exists = qdisc.classes.containsKey(id);
        if (exists && request.has(NLM_F_EXCL)) {
            return Errno.EEXIST;
        }
        if (!exists && !request.has(NLM_F_CREATE)) {
            return Errno.ENOENT;
        }
        qdisc.classes.put(id, request.copy());
        return 0;
    }

    int deleteClass(NetlinkMessage request) {
        if (links.at(request.body32(INDEX)) == null) {
            return Errno.ENODEV;
        }
        int id = request.body32(HANDLE);
        Qdisc qdisc = handled(of(request), id);
        if (qdisc == null || !qdisc.classes.containsKey(id)) {
            return Errno.ENOENT;
        }
        if (qdisc.filters.leadTo(id)) {
            return Errno.EBUSY;
        }
        removeLeaf(of(request), id);
        qdisc.classes.remove(id);
        return 0;
    }

    int getClasses(NetlinkMessage request, Replies replies) {
        int index = request.body32(INDEX);
        if (request.isDump()) {
            of(request).forEach(qdisc -> qdisc.classes.values().forEach(each -> replies.message(RTM_NEWTCLASS, each)));
            return 0;
        }
        if (links.at(index) == null) {
            return Errno.ENODEV;
        }
        int id = request.body32(HANDLE);
        Qdisc qdisc = handled(of(request), id);
        if (qdisc == null || !qdisc.classes.containsKey(id)) {
            return Errno.ENOENT;
        }
        replies.message(RTM_NEWTCLASS, qdisc.classes.get(id));
        return 0;
    }

    /** Kinds of the qdiscs at an interface's root and ingress. */
    List<String> kinds(int index) {
        return byLink.getOrDefault(index, List.of()).stream().filter(qdisc -> qdisc.parent == TcHandle.ROOT || qdisc.isIngress())
            .map(qdisc -> qdisc.kind).toList();
    }
}
