package io.athenabng.netlink;

import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_DUMP_INTR;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_GETLINK;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWLINK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.netlink.link.LinkDumpRequest;
import io.athenabng.netlink.link.LinkSetRequest;
import io.athenabng.netlink.testkit.RecordedRequest;
import io.athenabng.netlink.testkit.RecordingHandler;
import io.athenabng.netlink.testkit.ScriptedNetlinkPeer;
import io.athenabng.netlink.testkit.ScriptedNetlinkPeer.Answer;
import io.athenabng.netlink.testkit.ScriptedNetlinkPeer.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** The client against a scripted kernel: batches, completions, dumps, lost answers. */
final class NetlinkClientTest {
    private static final int INDEX = 4;

    private final ScriptedNetlinkPeer peer = new ScriptedNetlinkPeer();
    private final RecordingHandler handler = new RecordingHandler();
    private final NetlinkClient client = new NetlinkClient(peer, handler, new NetlinkClient.Settings(4096, 64));
    private final LinkSetRequest request = new LinkSetRequest().up();

    private void submit(final int... ids) {
        for (final int id : ids) {
            assertTrue(client.submit(request.index(id), id));
        }
    }

    private void failIndex(final int index, final int errno, final String text) {
        peer.answerWith(r -> r.header32(INDEX) == index ? new Answer(errno, text, 20, List.of(), 0) : Answer.OK);
    }

    @Test
    void manyRequestsGoOutAsOneBatchAndEachIsAcknowledged() {
        submit(1, 2, 3);
        assertEquals(0, peer.requests().size());
        client.poll(10);
        assertEquals(List.of(3), peer.batchSizes());
        assertEquals(List.of("ack 1", "ack 2", "ack 3"), handler.lines());
        assertEquals(0, client.pendingRequests());
        assertEquals(List.of(1, 2, 3), peer.requests().stream().map(r -> r.header32(INDEX)).toList());
    }

    @Test
    void refusalInTheMiddleConcernsThatRequestAlone() {
        failIndex(2, Errno.ENODEV, "no such thing");
        submit(1, 2, 3);
        client.poll(10);
        assertEquals(List.of("ack 1", "error 2 ENODEV no such thing @20", "ack 3"), handler.lines());
    }

    @Test
    void silentRequestsCostNoAnswerAndSucceedWithALaterOne() {
        for (int id = 1; id <= 5; id++) {
            assertTrue(client.submitSilently(request.index(id), id));
        }
        client.poll(10);
        assertEquals(List.of(false, false, false, false, true), peer.requests().stream().map(RecordedRequest::wantsAck).toList());
        assertEquals(List.of("ack 1", "ack 2", "ack 3", "ack 4", "ack 5"), handler.lines());
        handler.lines().clear();
        failIndex(7, Errno.EINVAL, "");
        for (int id = 6; id <= 8; id++) {
            client.submitSilently(request.index(id), id);
        }
        client.poll(10);
        assertEquals(List.of("ack 6", "error 7 EINVAL @20", "ack 8"), handler.lines());
    }

    @Test
    void fullBatchIsSentByItself() {
        for (int id = 1; id <= 62; id++) {
            assertTrue(client.submit(request.index(id).mtu(1500).group(7).name("averylongname0"), id));
        }
        assertEquals(1, peer.batchSizes().size());
        client.poll(100);
        assertEquals(62, peer.requests().size());
        assertEquals(62, handler.lines().size());
        assertEquals(2, client.batchesSent());
        assertEquals(62, client.requestsSent());
    }

    @Test
    void windowLimitsWhatIsOpenAndReopens() {
        for (int id = 1; id <= 64; id++) {
            assertTrue(client.submit(request.index(id), id));
        }
        assertFalse(client.submit(request.index(65), 65));
        client.poll(3);
        assertTrue(client.submit(request.index(65), 65));
        client.poll(100);
        assertEquals(65, handler.lines().size());
        assertEquals("ack 65", handler.lines().get(64));
    }

    @Test
    void sequenceNumbersWrapTheWindowManyTimes() {
        for (int round = 0; round < 100; round++) {
            submit(round * 3, round * 3 + 1, round * 3 + 2);
            client.poll(10);
        }
        assertEquals(300, handler.lines().size());
        assertEquals("ack 299", handler.lines().get(299));
    }

    @Test
    void socketThatTakesNothingKeepsTheBatch() {
        peer.sendResult(-Errno.ENOBUFS);
        submit(1);
        client.poll(10);
        assertFalse(client.flush());
        assertEquals(List.of(), handler.lines());
        peer.sendResult(0);
        client.poll(10);
        assertEquals(List.of("ack 1"), handler.lines());
    }

    @Test
    void batchThatCannotBeSentFailsEachOfItsRequests() {
        peer.sendResult(-Errno.EPERM);
        submit(1, 2);
        final List<Integer> seen = new ArrayList<>();
        assertTrue(client.startDump(new LinkDumpRequest().all(), 3, (type, buffer, offset, length) -> seen.add(type)));
        client.poll(10);
        assertEquals(List.of("error 1 EPERM the batch was not sent", "error 2 EPERM the batch was not sent",
            "error 3 EPERM the batch was not sent"), handler.lines());
        assertFalse(client.dumpActive());
        assertEquals(List.of(), seen);
    }

    @Test
    void lostAnswersAreReportedAsUnknownOnceTheQueueIsEmpty() {
        submit(1, 2);
        client.flush();
        peer.loseAnswers(true);
        submit(3, 4);
        client.submitSilently(request.index(5), 5);
        client.flush();
        peer.loseAnswers(false);
        client.poll(1);
        assertEquals(List.of(), handler.lines(), "only the overrun was read");
        client.poll(10);
        assertEquals(List.of("ack 1", "ack 2", "unknown 3", "unknown 4", "unknown 5"), handler.lines());
        assertEquals(1, client.overruns());
        submit(6);
        client.poll(10);
        assertEquals("ack 6", handler.lines().get(5));
    }

    @Test
    void silentRequestBeforeALostErrorIsUnknownEvenIfALaterAckArrives() {
        peer.loseAnswers(true);
        client.submitSilently(request.index(1), 1);
        client.submit(request.index(2), 2);
        client.flush();
        peer.loseAnswers(false);
        client.submit(request.index(3), 3);
        client.poll(10);
        assertEquals(List.of("unknown 1", "unknown 2", "ack 3"), handler.lines());
    }

    @Test
    void handlerMaySubmitMore() {
        final List<Long> acknowledged = new ArrayList<>();
        final NetlinkClient[] holder = new NetlinkClient[1];
        holder[0] = new NetlinkClient(peer, new CompletionHandler() {
            @Override
            public void onAck(final long correlationId) {
                acknowledged.add(correlationId);
                if (correlationId < 5) {
                    assertTrue(holder[0].submit(request.index(1), correlationId + 1));
                    assertThrows(IllegalStateException.class, () -> holder[0].poll(1));
                    assertThrows(IllegalStateException.class, () -> holder[0].execute(request));
                }
            }

            @Override
            public void onError(final long correlationId, final int errno, final CharSequence text, final int offset) {
                throw new AssertionError(Errno.name(errno));
            }

            @Override
            public void onUnknown(final long correlationId) {
                throw new AssertionError("unknown");
            }
        });
        assertTrue(holder[0].submit(request.index(1), 1));
        for (int i = 0; i < 10; i++) {
            holder[0].poll(10);
        }
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), acknowledged);
    }

    @Test
    void dumpDeliversItsMessagesAndRequestsMeanwhileKeepTheirAcks() {
        peer.answerWith(r -> r.isDump()
            ? Answer.messages(new Message(RTM_NEWLINK, new byte[20]), new Message(RTM_NEWLINK, new byte[24])) : Answer.OK);
        final List<Integer> lengths = new ArrayList<>();
        submit(1);
        assertTrue(client.startDump(new LinkDumpRequest().all(), 100, (type, buffer, offset, length) -> lengths.add(length)));
        submit(2);
        assertFalse(client.startDump(new LinkDumpRequest().all(), 101, (type, buffer, offset, length) -> { }), "one at a time");
        client.poll(10);
        assertEquals(List.of(20, 24), lengths);
        assertEquals(List.of("ack 1", "ack 100", "ack 2"), handler.lines());
        assertFalse(client.dumpActive());
    }

    @Test
    void interruptedDumpStartsAgain() {
        final AtomicInteger attempts = new AtomicInteger();
        peer.answerWith(r -> new Answer(0, "", -1, List.of(new Message(RTM_NEWLINK, new byte[16])),
            attempts.incrementAndGet() < 3 ? NLM_F_DUMP_INTR : 0));
        final List<String> seen = new ArrayList<>();
        client.dump(new LinkDumpRequest().all(), new MessageHandler() {
            @Override
            public void onMessage(final int type, final DirectBuffer buffer, final int offset, final int length) {
                seen.add("message");
            }

            @Override
            public void onRestart() {
                seen.clear();
                seen.add("restart");
            }
        });
        assertEquals(3, attempts.get());
        assertEquals(List.of("restart", "message"), seen);
    }

    @Test
    void dumpInterruptedEachTimeFails() {
        peer.answerWith(r -> new Answer(0, "", -1, List.of(), NLM_F_DUMP_INTR));
        final NetlinkException e = assertThrows(NetlinkException.class,
            () -> client.dump(new LinkDumpRequest().all(), (type, buffer, offset, length) -> { }));
        assertEquals(Errno.EINTR, e.errno());
        assertEquals(NetlinkClient.DUMP_ATTEMPTS, peer.requests().size());
    }

    @Test
    void dumpOfWhichADatagramWasLostStartsAgain() {
        final AtomicInteger attempts = new AtomicInteger();
        peer.answerWith(r -> {
            if (attempts.incrementAndGet() == 1) {
                peer.deliver(NetlinkTransport.TRUNCATED);
            }
            return Answer.messages(new Message(RTM_NEWLINK, new byte[16]));
        });
        client.dump(new LinkDumpRequest().all(), (type, buffer, offset, length) -> { });
        assertEquals(2, attempts.get());
    }

    @Test
    void dumpWhoseErrorWasLostStartsAgain() {
        final AtomicInteger attempts = new AtomicInteger();
        peer.answerWith(r -> {
            peer.loseAnswers(attempts.incrementAndGet() == 1);
            return Answer.messages(new Message(RTM_NEWLINK, new byte[16]));
        });
        client.dump(new LinkDumpRequest().all(), (type, buffer, offset, length) -> { });
        assertEquals(2, attempts.get());
    }

    @Test
    void dumpThatIsRefusedSaysWhy() {
        peer.answerWith(r -> r.type() == RTM_GETLINK ? Answer.error(Errno.EINVAL, "Invalid filter") : Answer.OK);
        final NetlinkException e = assertThrows(NetlinkException.class,
            () -> client.dump(new LinkDumpRequest().all(), (type, buffer, offset, length) -> { }));
        assertEquals("EINVAL: Invalid filter", e.getMessage());
    }

    @Test
    void executeWaitsForItsOwnEndAndDeliversOthers() {
        failIndex(2, Errno.EEXIST, "exists");
        submit(1);
        final NetlinkException e = assertThrows(NetlinkException.class, () -> client.execute(request.index(2)));
        assertEquals(Errno.EEXIST, e.errno());
        assertEquals("exists", e.extAckText());
        assertEquals(20, e.extAckOffset());
        assertEquals("EEXIST: exists (attribute at offset 20)", e.getMessage());
        client.execute(request.index(3));
        assertEquals(List.of("ack 1"), handler.lines());
    }

    @Test
    void executeWhoseAnswerIsLostThrows() {
        peer.loseAnswers(true);
        assertEquals(Errno.ENOBUFS, assertThrows(NetlinkException.class, () -> client.execute(request.index(1))).errno());
    }

    @Test
    void repliesGoToTheRequestsOwnHandler() {
        peer.answerWith(r -> Answer.messages(new Message(RTM_NEWLINK, new byte[] {1, 2, 3, 4})));
        final List<String> seen = new ArrayList<>();
        client.submit(new LinkDumpRequest().byIndex(4), 9, (type, buffer, offset, length) -> seen.add(type + ":" + length));
        client.poll(10);
        assertEquals(List.of(RTM_NEWLINK + ":4"), seen);
        assertEquals(List.of("ack 9"), handler.lines());
    }

    @Test
    void whatBelongsToNoRequestIsCountedAndIgnored() {
        submit(1);
        peer.deliver(ScriptedNetlinkPeer.message(RTM_NEWLINK, 0, 1, 99, new byte[16]));
        peer.deliver(ScriptedNetlinkPeer.message(RTM_NEWLINK, 0, 77, peer.portId(), new byte[16]));
        peer.deliver(new byte[] {1, 2, 3});
        peer.deliver(new byte[] {7, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0});
        client.poll(10);
        assertEquals(2, client.strayMessages());
        assertEquals(2, client.malformedMessages());
        assertEquals(List.of("ack 1"), handler.lines());
    }

    @Test
    void handlerThatThrowsDoesNotLoseTheEndOfItsDump() {
        peer.answerWith(r -> Answer.messages(new Message(RTM_NEWLINK, new byte[16])));
        client.startDump(new LinkDumpRequest().all(), 5, (type, buffer, offset, length) -> {
            throw new IllegalStateException("bug");
        });
        assertThrows(IllegalStateException.class, () -> client.poll(10));
        client.poll(10);
        assertEquals(List.of("ack 5"), handler.lines());
    }

    @Test
    void requestLargerThanABatchIsABug() {
        final NetlinkClient small = new NetlinkClient(peer, handler, new NetlinkClient.Settings(40, 4));
        assertThrows(IllegalArgumentException.class, () -> small.submit(request.name("averylongname0"), 1));
        assertThrows(IllegalArgumentException.class, () -> new NetlinkClient(peer, handler, new NetlinkClient.Settings(40, 5)));
    }
}
