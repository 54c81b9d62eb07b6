package io.athenabng.daemon.edge.kernel;

import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_CREATE;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.OutsideInterface;
import io.athenabng.core.port.SessionPlan;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.ffi.NativeException;
import io.athenabng.netlink.Errno;
import io.athenabng.netlink.NetlinkTransport;
import io.athenabng.netlink.link.LinkAttributes;
import io.athenabng.netlink.message.NetlinkHeaderFlyweight;
import io.athenabng.netlink.message.NetlinkRequest;
import io.athenabng.netlink.message.RtnetlinkMessages;
import io.athenabng.netlink.testkit.RecordedRequest;
import io.athenabng.netlink.testkit.ScriptedNetlinkPeer.Answer;
import io.athenabng.netlink.testkit.ScriptedNetlinkPeer.Message;
import io.athenabng.netlink.testkit.ScriptedNetlinkPeer;
import io.athenabng.wire.ethernet.VlanStack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A data plane before a kernel that does as it is told: one trunk, every request done, unless one is to be refused. */
final class ScriptedGateway {
    static final int TRUNK_INDEX = 5;
    private static final int IFINFOMSG = 16;
    private static final int TCMSG = 20;
    private static final int TCA_KIND = 1;
    /** From the type of a message that makes something to that of the question for it. */
    private static final int NEW_TO_GET = 2;
    private static final Map<Integer, String> NAMES = Map.ofEntries(
        Map.entry(RtnetlinkMessages.RTM_NEWLINK, "NEWLINK"), Map.entry(RtnetlinkMessages.RTM_DELLINK, "DELLINK"),
        Map.entry(RtnetlinkMessages.RTM_GETLINK, "GETLINK"), Map.entry(RtnetlinkMessages.RTM_NEWADDR, "NEWADDR"),
        Map.entry(RtnetlinkMessages.RTM_NEWROUTE, "NEWROUTE"), Map.entry(RtnetlinkMessages.RTM_DELROUTE, "DELROUTE"),
        Map.entry(RtnetlinkMessages.RTM_NEWNEIGH, "NEWNEIGH"), Map.entry(RtnetlinkMessages.RTM_DELNEIGH, "DELNEIGH"),
        Map.entry(RtnetlinkMessages.RTM_NEWQDISC, "NEWQDISC"), Map.entry(RtnetlinkMessages.RTM_DELQDISC, "DELQDISC"),
        Map.entry(RtnetlinkMessages.RTM_NEWTCLASS, "NEWTCLASS"), Map.entry(RtnetlinkMessages.RTM_DELTCLASS, "DELTCLASS"),
        Map.entry(RtnetlinkMessages.RTM_GETTCLASS, "GETTCLASS"), Map.entry(RtnetlinkMessages.RTM_NEWTFILTER, "NEWTFILTER"),
        Map.entry(RtnetlinkMessages.RTM_DELTFILTER, "DELTFILTER"), Map.entry(RtnetlinkMessages.RTM_GETSTATS, "GETSTATS"),
        Map.entry(RtnetlinkMessages.RTM_NEWLINKPROP, "NEWLINKPROP"), Map.entry(RtnetlinkMessages.RTM_DELLINKPROP, "DELLINKPROP"));

    final ScriptedNetlinkPeer requests = new ScriptedNetlinkPeer();
    final ScriptedNetlinkPeer events = new ScriptedNetlinkPeer();
    final ScriptedNetlinkPeer deletions = new ScriptedNetlinkPeer();
    final ScriptedPppCalls ppp = new ScriptedPppCalls();
    final RecordingListener listener = new RecordingListener();
    final List<String> errors = new ArrayList<>();
    long availableBytes = 4L << 30;
    KernelDataPlane dataPlane;
    private final SessionPlan plan = new SessionPlan();
    private final Set<Integer> links = new HashSet<>();
    /** Interfaces that somebody else made, by name. */
    final Map<String, Integer> others = new HashMap<>();
    private final List<Message> present = new ArrayList<>();
    private String refusedKind = "";
    private int refusedErrno;
    private int recordedFrom;
    private int failAt = -1;
    private int failErrno;
    private int seen;
    private String failed = "";

    void open(final RunningConfiguration configuration) {
        requests.answerWith(this::answer);
        dataPlane = new KernelDataPlane(configuration, listener, listener, PppSettings.DEFAULT, LabGateway.counters(),
            error -> errors.add(error.toString()),
            requests, events, deletions, new PppKernel(ppp, ScriptedGateway::noNetfilter),
            new CapacityPlanner(() -> availableBytes, 4L << 30, () -> 0L, LabGateway.counters()));
        step();
        listener.answers.clear();
        links.clear();
    }

    /** What the kernel has from an earlier run: a request that makes something is also how the kernel lists it. Before {@link #open}. */
    void had(final NetlinkRequest request) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final byte[] payload = new byte[request.encode(buffer, 0) - NetlinkHeaderFlyweight.LENGTH];
        buffer.getBytes(NetlinkHeaderFlyweight.LENGTH, payload);
        final NetlinkHeaderFlyweight header = new NetlinkHeaderFlyweight();
        header.wrap(buffer, 0, buffer.capacity());
        present.add(new Message(header.type(), payload));
    }

    /** A kernel without nftables. */
    private static NetlinkTransport noNetfilter() {
        throw new NativeException("socket", Errno.EOPNOTSUPP);
    }

    /** Every qdisc or filter of a kind is refused. */
    void refuseKinds(final String kind, final int errno) {
        refusedKind = kind;
        refusedErrno = errno;
    }

    /** Refuses one request, counted from now on without dumps and without the pool's IFBs. */
    void failOnce(final int number, final int errno) {
        seen = 0;
        failAt = number;
        failErrno = errno;
    }

    String failed() {
        return failed;
    }

    /** How many requests a line with a session takes, counted as {@link #failOnce} counts. */
    int requestsOf(final RunningConfiguration configuration) {
        open(configuration);
        failOnce(-1, 0);
        lineUp(1, "500.100");
        sessionUp(11, 1, 30_000_000, 5_000_000);
        step();
        return seen;
    }

    private Answer answer(final RecordedRequest request) {
        if (request.isDump()) {
            return Answer.messages(Stream.concat(
                request.type() == RtnetlinkMessages.RTM_GETLINK ? Stream.of(trunk(), loopback()) : Stream.empty(),
                present.stream().filter(message -> message.type() == request.type() - NEW_TO_GET)).toArray(Message[]::new));
        }
        final String name = name(request);
        if (!refusedKind.isEmpty() && name.endsWith(' ' + refusedKind)) {
            return Answer.error(refusedErrno, "kind is unknown");
        }
        final int ifIndex = request.header32(4);
        final boolean ofPool = name.startsWith("NEWLINK create abngifb") || isPoolCreation(request, ifIndex);
        if (!ofPool && seen++ == failAt) {
            failed = name;
            return Answer.error(failErrno, "refused by the test");
        }
        if (name.startsWith("NEWLINK create")) {
            links.add(ifIndex);
        }
        return request.type() == RtnetlinkMessages.RTM_GETLINK ? other(request) : Answer.OK;
    }

    private Answer other(final RecordedRequest request) {
        final DirectBuffer asked = request.attribute(IFINFOMSG, LinkAttributes.IFLA_IFNAME);
        final String name = asked == null ? "" : asked.getStringWithoutLengthAscii(0, asked.capacity()).replace("\0", "");
        final Integer index = others.get(name);
        return index == null ? Answer.error(Errno.ENODEV, "") : Answer.messages(link(index, name, LinkAttributes.IFF_UP));
    }

    /** An outside PPP server's session. */
    void outsideUp(final long sessionId, final String name, final int index, final long down, final long up) {
        final SessionPlan with = plan(sessionId, 0, down, up);
        with.encapsulation = SessionRecordFlyweight.ENCAPSULATION_OUTSIDE_PPP;
        with.outsideInterface = new OutsideInterface(index, name);
        if (!dataPlane.sessionUp(with)) {
            throw new AssertionError("not taken");
        }
        plan.encapsulation = SessionRecordFlyweight.ENCAPSULATION_IPOE;
        plan.outsideInterface = null;
    }

    /** IFBs are made beside everything else, at times that the tests do not look at. */
    private boolean isPoolCreation(final RecordedRequest request, final int ifIndex) {
        final List<RecordedRequest> all = requests.requests();
        final boolean createdNow = request.type() == RtnetlinkMessages.RTM_NEWQDISC && (request.flags() & NLM_F_CREATE) != 0
            || request.type() == RtnetlinkMessages.RTM_NEWLINK;
        return createdNow && all.stream().anyMatch(each -> each.header32(4) == ifIndex && name(each).startsWith("NEWLINK create abngifb"));
    }

    static Message trunk() {
        return link(TRUNK_INDEX, "eth1", LinkAttributes.IFF_UP | LinkAttributes.IFF_LOWER_UP);
    }

    private static Message loopback() {
        return link(1, "lo", LinkAttributes.IFF_UP | LinkAttributes.IFF_LOOPBACK);
    }

    /** An {@code RTM_NEWLINK} message's payload: ifinfomsg, name and MTU. */
    static Message link(final int index, final String name, final int flags) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
        buffer.putInt(4, index);
        buffer.putInt(8, flags);
        int at = IFINFOMSG;
        buffer.putShort(at, (short) (4 + name.length() + 1));
        buffer.putShort(at + 2, (short) LinkAttributes.IFLA_IFNAME);
        buffer.putStringWithoutLengthAscii(at + 4, name);
        at += (4 + name.length() + 1 + 3) & ~3;
        buffer.putShort(at, (short) 8);
        buffer.putShort(at + 2, (short) LinkAttributes.IFLA_MTU);
        buffer.putInt(at + 4, 1504);
        at += 8;
        final byte[] payload = new byte[at];
        buffer.getBytes(0, payload);
        return new Message(RtnetlinkMessages.RTM_NEWLINK, payload);
    }

    static long stack(final int number) {
        return VlanStack.parse((100 + number / 200) + "." + (100 + number % 200), 0x88a8);
    }

    void lineUp(final int lineId, final String stack) {
        if (!dataPlane.lineUp(lineId, 0, VlanStack.parse(stack, 0x88a8), 0)) {
            throw new AssertionError("not taken");
        }
    }

    void sessionUp(final long sessionId, final int lineId, final long down, final long up) {
        if (!dataPlane.sessionUp(plan(sessionId, lineId, down, up))) {
            throw new AssertionError("not taken");
        }
    }

    /** A session with the address that another one has or had. */
    void sessionUpAs(final long sessionId, final long other, final int lineId) {
        final SessionPlan with = plan(sessionId, lineId, 30_000_000, 5_000_000);
        with.ipv4 = 0x0a40_0000 | (int) other;
        if (!dataPlane.sessionUp(with)) {
            throw new AssertionError("not taken");
        }
    }

    void sessionUp(final long sessionId, final int lineId, final List<SubscriberProfile.FramedRoute> routes) {
        final SessionPlan with = plan(sessionId, lineId, 30_000_000, 5_000_000);
        with.routes = routes;
        if (!dataPlane.sessionUp(with)) {
            throw new AssertionError("not taken");
        }
        with.routes = List.of();
    }

    void pppoeUp(final long sessionId, final int lineId, final long mac) {
        final SessionPlan with = plan(sessionId, lineId, 30_000_000, 5_000_000);
        with.encapsulation = SessionRecordFlyweight.ENCAPSULATION_PPPOE;
        with.mac = mac;
        with.mtu = SessionPlan.PPPOE_MTU;
        if (!dataPlane.sessionUp(with)) {
            throw new AssertionError("not taken");
        }
        with.encapsulation = SessionRecordFlyweight.ENCAPSULATION_IPOE;
    }

    void sessionDown(final long sessionId) {
        if (!dataPlane.sessionDown(sessionId)) {
            throw new AssertionError("not taken");
        }
    }

    void sessionChange(final long sessionId, final int lineId, final long down, final long up) {
        if (!dataPlane.sessionChange(plan(sessionId, lineId, down, up))) {
            throw new AssertionError("not taken");
        }
    }

    private SessionPlan plan(final long sessionId, final int lineId, final long down, final long up) {
        plan.sessionId = sessionId;
        plan.lineId = lineId;
        plan.mac = 0x0200_0000_0000L | sessionId;
        plan.ipv4 = 0x0a40_0000 | (int) sessionId;
        plan.downBitsPerSecond = down;
        plan.upBitsPerSecond = up;
        plan.overheadBytes = 26;
        return plan;
    }

    /** Works until there is nothing left to do; the reaper too. */
    void step() {
        int quiet = 0;
        while (quiet < 3) {
            int work = dataPlane.onDutyCycle();
            try {
                work += dataPlane.reaper().reap(0);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            quiet = work == 0 ? quiet + 1 : 0;
        }
    }

    List<String> answers() {
        return listener.answers;
    }

    void record() {
        recordedFrom = requests.requests().size();
    }

    List<RecordedRequest> recordedRequests() {
        return requests.requests().stream().skip(recordedFrom)
            .filter(request -> !name(request).startsWith("NEWLINK create abngifb"))
            .filter(request -> !isPoolCreation(request, request.header32(4))).toList();
    }

    List<String> recorded() {
        return recordedRequests().stream().map(ScriptedGateway::name).toList();
    }

    List<String> kinds() {
        return requests.requests().stream().map(ScriptedGateway::name).toList();
    }

    List<String> reaped() {
        return deletions.requests().stream().map(ScriptedGateway::name).toList();
    }

    /** Interfaces that were created and not doomed. */
    int linksLeft() {
        final Set<Integer> left = new HashSet<>(links);
        deletions.requests().stream().filter(request -> request.type() == RtnetlinkMessages.RTM_NEWLINK)
            .forEach(request -> left.remove(request.header32(4)));
        requests.requests().stream().filter(request -> name(request).startsWith("NEWLINK create abngifb"))
            .forEach(request -> left.remove(request.header32(4)));
        return left.size();
    }

    static String name(final RecordedRequest request) {
        final String name = NAMES.getOrDefault(request.type(), "type " + request.type());
        if (request.type() == RtnetlinkMessages.RTM_NEWLINK) {
            final UnsafeBuffer ifName = request.attribute(IFINFOMSG, LinkAttributes.IFLA_IFNAME);
            if ((request.flags() & NLM_F_CREATE) != 0) {
                return name + " create " + ifName.getStringWithoutLengthAscii(0, ifName.capacity() - 1);
            }
            return name + ((request.header32(8) & LinkAttributes.IFF_UP) != 0 ? " up" : " set");
        }
        if (request.type() == RtnetlinkMessages.RTM_NEWQDISC || request.type() == RtnetlinkMessages.RTM_NEWTFILTER) {
            final UnsafeBuffer kind = request.attribute(TCMSG, TCA_KIND);
            return name + ' ' + kind.getStringWithoutLengthAscii(0, kind.capacity() - 1);
        }
        return name;
    }
}
