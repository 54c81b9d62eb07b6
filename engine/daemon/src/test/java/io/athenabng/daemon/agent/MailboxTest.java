package io.athenabng.daemon.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private static final int CAPACITY = 256;

    private final Mailbox<StringBuilder> mailbox = new Mailbox<>();
    private final StringBuilder owned = new StringBuilder();

    @Test
    void lettersAreDoneByTheOwnerOneAtATimeAndInOrder() {
        final CompletableFuture<Integer> first = mailbox.ask(text -> text.append('a').length());
        final CompletableFuture<Integer> second = mailbox.ask(text -> text.append('b').length());
        assertEquals("", owned.toString());
        assertFalse(first.isDone());
        assertEquals(1, mailbox.poll(owned));
        assertEquals(1, first.join());
        assertFalse(second.isDone());
        assertEquals(1, mailbox.poll(owned));
        assertEquals(2, second.join());
        assertEquals("ab", owned.toString());
        assertEquals(0, mailbox.poll(owned));
    }

    @Test
    void whatALetterThrowsReachesTheAskerAndNotTheAgent() {
        final CompletableFuture<String> failed = mailbox.ask(text -> {
            throw new IllegalStateException("no");
        });
        final CompletableFuture<String> broken = mailbox.ask(text -> {
            throw new AssertionError("worse");
        });
        mailbox.poll(owned);
        assertEquals("no", assertThrows(CompletionException.class, failed::join).getCause().getMessage());
        // An error is the agent's too: it is recorded there, and the asker does not wait for ever.
        assertThrows(AssertionError.class, () -> mailbox.poll(owned));
        assertTrue(broken.isCompletedExceptionally());
    }

    @Test
    void tooManyLettersAreRefusedAtOnce() {
        final List<CompletableFuture<Integer>> asked = new ArrayList<>();
        for (int i = 0; i < CAPACITY; i++) {
            asked.add(mailbox.ask(text -> text.append('x').length()));
        }
        final CompletableFuture<Integer> refused = mailbox.ask(StringBuilder::length);
        assertTrue(refused.isCompletedExceptionally());
        assertInstanceOf(Mailbox.BusyException.class, assertThrows(CompletionException.class, refused::join));
        assertTrue(asked.stream().noneMatch(CompletableFuture::isDone));
        for (int i = 0; i < CAPACITY; i++) {
            assertEquals(1, mailbox.poll(owned));
            assertEquals(i + 1, asked.get(i).join());
        }
    }

    @Test
    void theEnginesClockNeverGoesBack() {
        final AtomicLong source = new AtomicLong(1_000);
        final EngineTime time = new EngineTime(source::get);
        assertEquals(1_000, time.nowNs());
        source.set(2_000);
        assertEquals(1_000, time.nowNs(), "it moves once a cycle");
        time.update();
        assertEquals(2_000, time.nowNs());
        source.set(500);
        time.update();
        assertEquals(2_000, time.nowNs());
        source.set(2_001);
        time.update();
        assertEquals(2_001, time.nowNs());
    }
}
