package io.athenabng.benchmarks.fakekernel;

import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_CREATE;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_EXCL;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWTFILTER;
import static io.athenabng.netlink.tc.TcAttributes.TCA_ACT_OPTIONS;
import static io.athenabng.netlink.tc.TcAttributes.TCA_KIND;
import static io.athenabng.netlink.tc.TcAttributes.TCA_MATCHALL_ACT;
import static io.athenabng.netlink.tc.TcAttributes.TCA_MIRRED_PARMS;
import static io.athenabng.netlink.tc.TcAttributes.TCA_OPTIONS;
import static io.athenabng.netlink.tc.TcAttributes.TCA_U32_ACT;

import io.athenabng.netlink.Errno;
import io.athenabng.netlink.message.AttributeCursor;
import io.athenabng.netlink.tc.FilterFlyweight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The filters of one queueing discipline, as {@code net/sched/cls_api.c}, {@code cls_u32.c} and {@code cls_matchall.c} keep them. Each
 * operation answers 0 or an errno.
 */
final class FakeFilters {
    private static final Set<String> KINDS = Set.of("u32", "matchall");
    /** The first action of a list, and where {@code struct tc_mirred} has the interface. */
    private static final int FIRST_ACTION = 1;
    private static final int MIRRED_INDEX = 24;
    /** The first handle that u32 chooses: hash table 0x800, bucket 0, node 0x800. */
    private static final int FIRST_U32_HANDLE = 0x8000_0800;

    private record Filter(FilterFlyweight view, UnsafeBuffer payload, int handle) {
        boolean isAt(int priority) {
            return view.priority() == priority;
        }
    }

    private final List<Filter> filters = new ArrayList<>();
    private int nextU32Handle = FIRST_U32_HANDLE;

    /** What is redirected to an interface that is gone is redirected nowhere. */
    void onDeleted(int index) {
        for (int i = 0; i < filters.size(); i++) {
            Filter filter = filters.get(i);
            if (filter.view.redirectTarget() == index) {
                filter.payload.putInt(mirred(filter) + MIRRED_INDEX, 0);
                filters.set(i, filter(filter.payload, filter.handle));
            }
        }
    }

    private static int mirred(Filter filter) {
        NetlinkMessage made = new NetlinkMessage(RTM_NEWTFILTER, 0, 0, 0, FakeTrafficControl.BODY_LENGTH, filter.payload);
        int actions = filter.view.isKind("u32") ? TCA_U32_ACT : TCA_MATCHALL_ACT;
        AttributeCursor parameters = made.attribute(TCA_OPTIONS, actions, FIRST_ACTION, TCA_ACT_OPTIONS, TCA_MIRRED_PARMS);
        return parameters.payloadOffset();
    }

    private static Filter filter(UnsafeBuffer payload, int handle) {
        payload.putInt(FakeTrafficControl.HANDLE, handle);
        FilterFlyweight view = new FilterFlyweight();
        return view.wrap(payload, 0, payload.capacity()) ? new Filter(view, payload, handle) : null;
    }

    /** Makes or changes one; {@code exists} knows interfaces. */
    int put(NetlinkMessage request, IntPredicate exists) {
        int handle = request.body32(FakeTrafficControl.HANDLE);
        Filter filter = filter(request.copy(), handle);
        if (filter == null) {
            return Errno.EINVAL;
        }
        boolean create = request.has(NLM_F_CREATE);
        int priority = filter.view.priority();
        Filter sibling = filters.stream().filter(each -> each.isAt(priority)).findFirst().orElse(null);
        if (priority == 0 || sibling == null && !create) {
            // The daemon says the priority of every filter: the kernel need not choose one.
            return create ? Errno.EINVAL : Errno.ENOENT;
        }
        if (sibling == null && !KINDS.contains(filter.view.kind())) {
            return Errno.ENOENT;
        }
        if (sibling != null && (sibling.view.protocol() != filter.view.protocol() || !sibling.view.isKind(filter.view.kind()))) {
            return Errno.EINVAL;
        }
        Filter same = handle == 0 ? null
            : filters.stream().filter(each -> each.isAt(priority) && each.handle == handle).findFirst().orElse(null);
        if (same != null && request.has(NLM_F_EXCL)) {
            return Errno.EEXIST;
        }
        if (same == null && !create) {
            return Errno.ENOENT;
        }
        if (same == null && sibling != null && sibling.view.isKind("matchall")) {
            // It has one.
            return Errno.EEXIST;
        }
        if (filter.view.isAction("mirred") && !exists.test(filter.view.redirectTarget())) {
            return Errno.ENODEV;
        }
        filters.remove(same);
        filters.add(handle != 0 ? filter : filter(filter.payload, filter.view.isKind("u32") ? nextU32Handle++ : 1));
        filters.sort(Comparator.comparingInt(each -> each.view.priority()));
        return 0;
    }

    int delete(NetlinkMessage request) {
        int handle = request.body32(FakeTrafficControl.HANDLE);
        FilterFlyweight wanted = new FilterFlyweight();
        if (!wanted.wrap(request.payload(), 0, request.payload().capacity())) {
            return Errno.EINVAL;
        }
        String kind = request.text(TCA_KIND);
        if (wanted.priority() == 0) {
            if (wanted.protocol() != 0 || handle != 0 || kind != null) {
                return Errno.ENOENT;
            }
            filters.clear();
            return 0;
        }
        List<Filter> found = filters.stream().filter(each -> each.isAt(wanted.priority())).toList();
        if (found.isEmpty() || found.getFirst().view.protocol() != wanted.protocol()) {
            return found.isEmpty() ? Errno.ENOENT : Errno.EINVAL;
        }
        if (kind != null && !found.getFirst().view.isKind(kind)) {
            return Errno.EINVAL;
        }
        return filters.removeIf(each -> each.isAt(wanted.priority()) && (handle == 0 || each.handle == handle)) ? 0 : Errno.ENOENT;
    }

    void list(Replies replies) {
        filters.forEach(filter -> replies.message(RTM_NEWTFILTER, filter.payload));
    }

    /** Whether one takes packets to a class. */
    boolean leadTo(int classId) {
        return filters.stream().anyMatch(filter -> filter.view.classId() == classId);
    }
}
