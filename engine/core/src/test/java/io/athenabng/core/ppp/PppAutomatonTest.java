package io.athenabng.core.ppp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state and every event against the table of RFC 1661, section 4.1, copied as it stands there. */
class PppAutomatonTest {
    private static final int MAX_CONFIGURE = 10;
    private static final int MAX_TERMINATE = 2;

    /** Columns: states 0 to 9. A dash: cannot happen. Options r, p and x of the RFC are left out. */
    private static final String TABLE = """
            Up    2       irc,scr/6 -         -             -     -     -         -         -         -
            Down  -       -         0         tls/1         0     1     1         1         1         tld/1
            Open  tls/1   1         irc,scr/6 3             5     5     6         7         8         9
            Close 0       tlf/0     2         2             4     4     irc,str/4 irc,str/4 irc,str/4 tld,irc,str/4
            TO+   -       -         -         -             str/4 str/5 scr/6     scr/6     scr/8     -
            TO-   -       -         -         -             tlf/2 tlf/3 tlf/3     tlf/3     tlf/3     -
            RCR+  -       -         sta/2     irc,scr,sca/8 4     5     sca/8     sca,tlu/9 sca/8     tld,scr,sca/8
            RCR-  -       -         sta/2     irc,scr,scn/6 4     5     scn/6     scn/7     scn/6     tld,scr,scn/6
            RCA   -       -         sta/2     sta/3         4     5     irc/7     scr/6     irc,tlu/9 tld,scr/6
            RCN   -       -         sta/2     sta/3         4     5     irc,scr/6 scr/6     irc,scr/8 tld,scr/6
            RTR   -       -         sta/2     sta/3         sta/4 sta/5 sta/6     sta/6     sta/6     tld,zrc,sta/5
            RTA   -       -         2         3             tlf/2 tlf/3 6         6         8         tld,scr/6
            RUC   -       -         scj/2     scj/3         scj/4 scj/5 scj/6     scj/7     scj/8     scj/9
            RXJ+  -       -         2         3             4     5     6         6         8         9
            RXJ-  -       -         tlf/2     tlf/3         tlf/2 tlf/3 tlf/3     tlf/3     tlf/3     tld,irc,str/5
            RXR   -       -         2         3             4     5     6         7         8         ser/9
            """;

    /** How each state is reached from the first one, by events that the table itself allows. */
    private static final int[][] WAYS = {
        {},
        {PppAutomaton.OPEN},
        {PppAutomaton.UP},
        {PppAutomaton.OPEN, PppAutomaton.UP, PppAutomaton.TIMEOUT_LAST},
        {PppAutomaton.OPEN, PppAutomaton.UP, PppAutomaton.CLOSE},
        {PppAutomaton.OPEN, PppAutomaton.UP, PppAutomaton.REQUEST_GOOD, PppAutomaton.ACK, PppAutomaton.TERMINATE_REQUEST},
        {PppAutomaton.OPEN, PppAutomaton.UP},
        {PppAutomaton.OPEN, PppAutomaton.UP, PppAutomaton.ACK},
        {PppAutomaton.OPEN, PppAutomaton.UP, PppAutomaton.REQUEST_GOOD},
        {PppAutomaton.OPEN, PppAutomaton.UP, PppAutomaton.REQUEST_GOOD, PppAutomaton.ACK},
    };

    record Cell(String event, int eventIndex, int state, String expected) {
        @Override
        public String toString() {
            return event + " in " + state + ": " + expected;
        }
    }

    static Stream<Cell> cells() {
        final List<Cell> cells = new ArrayList<>();
        final String[] rows = TABLE.split("\n");
        assertEquals(PppAutomaton.EVENTS, rows.length);
        for (int event = 0; event < rows.length; event++) {
            final String[] columns = rows[event].trim().split("\\s+");
            assertEquals(PppAutomaton.STATES + 1, columns.length, rows[event]);
            for (int state = 0; state < PppAutomaton.STATES; state++) {
                cells.add(new Cell(columns[0], event, state, columns[state + 1]));
            }
        }
        return cells.stream();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void doesWhatTheTableSays(final Cell cell) {
        final Recorder recorder = new Recorder();
        final PppAutomaton automaton = new PppAutomaton(recorder);
        for (final int event : WAYS[cell.state]) {
            assertTrue(automaton.on(event, MAX_CONFIGURE, MAX_TERMINATE));
        }
        assertEquals(cell.state, automaton.state());
        recorder.actions.clear();
        final boolean possible = automaton.on(cell.eventIndex, MAX_CONFIGURE, MAX_TERMINATE);
        if (cell.expected.equals("-")) {
            assertFalse(possible);
            assertEquals(cell.state, automaton.state());
            assertEquals(List.of(), recorder.actions);
            return;
        }
        assertTrue(possible);
        final int slash = cell.expected.indexOf('/');
        final List<String> actions = new ArrayList<>(slash < 0 ? List.of() : List.of(cell.expected.substring(0, slash).split(",")));
        // irc and zrc only show in the counter.
        actions.removeIf(action -> action.equals("irc") || action.equals("zrc"));
        assertEquals(actions, recorder.actions);
        assertEquals(Integer.parseInt(cell.expected.substring(slash + 1)), automaton.state());
        if (cell.expected.contains("zrc")) {
            assertEquals(PppAutomaton.TIMEOUT_LAST, automaton.timeoutEvent());
        }
        if (cell.expected.contains("irc")) {
            assertEquals(cell.expected.contains("str") && MAX_TERMINATE == 1 ? PppAutomaton.TIMEOUT_LAST : PppAutomaton.TIMEOUT_MORE,
                    automaton.timeoutEvent());
        }
        assertEquals(automaton.state() >= PppAutomaton.CLOSING && automaton.state() <= PppAutomaton.ACK_SENT, automaton.isTimed());
    }

    @Test
    void sendsAsOftenAsItMayAndGivesUp() {
        final Recorder recorder = new Recorder();
        final PppAutomaton automaton = new PppAutomaton(recorder);
        automaton.on(PppAutomaton.OPEN, MAX_CONFIGURE, MAX_TERMINATE);
        automaton.on(PppAutomaton.UP, MAX_CONFIGURE, MAX_TERMINATE);
        for (int i = 0; i < 100 && automaton.isTimed(); i++) {
            automaton.on(automaton.timeoutEvent(), MAX_CONFIGURE, MAX_TERMINATE);
        }
        assertEquals(PppAutomaton.STOPPED, automaton.state());
        assertEquals(MAX_CONFIGURE, recorder.actions.stream().filter("scr"::equals).count());
        assertEquals("tlf", recorder.actions.getLast());
    }

    @Test
    void terminatesAsOftenAsItMay() {
        final Recorder recorder = new Recorder();
        final PppAutomaton automaton = new PppAutomaton(recorder);
        for (final int event : new int[] {PppAutomaton.OPEN, PppAutomaton.UP, PppAutomaton.REQUEST_GOOD, PppAutomaton.ACK,
            PppAutomaton.CLOSE}) {
            automaton.on(event, MAX_CONFIGURE, MAX_TERMINATE);
        }
        for (int i = 0; i < 100 && automaton.isTimed(); i++) {
            automaton.on(automaton.timeoutEvent(), MAX_CONFIGURE, MAX_TERMINATE);
        }
        assertEquals(PppAutomaton.CLOSED, automaton.state());
        assertEquals(MAX_TERMINATE, recorder.actions.stream().filter("str"::equals).count());
    }

    private static final class Recorder implements PppAutomaton.Actions {
        final List<String> actions = new ArrayList<>();

        @Override
        public void thisLayerUp() {
            actions.add("tlu");
        }

        @Override
        public void thisLayerDown() {
            actions.add("tld");
        }

        @Override
        public void thisLayerStarted() {
            actions.add("tls");
        }

        @Override
        public void thisLayerFinished() {
            actions.add("tlf");
        }

        @Override
        public void sendConfigureRequest() {
            actions.add("scr");
        }

        @Override
        public void sendConfigureAck() {
            actions.add("sca");
        }

        @Override
        public void sendConfigureNak() {
            actions.add("scn");
        }

        @Override
        public void sendTerminateRequest() {
            actions.add("str");
        }

        @Override
        public void sendTerminateAck() {
            actions.add("sta");
        }

        @Override
        public void sendCodeReject() {
            actions.add("scj");
        }

        @Override
        public void sendEchoReply() {
            actions.add("ser");
        }

        @Override
        public void restartTimer(final boolean wanted) {
            // Its state is the automaton's isTimed().
        }
    }
}
