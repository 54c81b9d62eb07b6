package io.athenabng.core.config;

import io.athenabng.core.config.ConfigurationProblems.Place;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** YAML text to nodes, within limits: text from anywhere costs no more than its length, and is never an exception. */
final class YamlDocument {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_ALIASES = 100;
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setCodePointLimit(Integer.MAX_VALUE).setMaxAliasesForCollections(MAX_ALIASES).setUseMarks(true)
            .setAllowNonScalarKeys(true).build();

    private YamlDocument() {
    }

    /** The only document of a text; null, and reported, if there is none. */
    static Node compose(final String text, final ConfigurationProblems problems) {
        final LimitedParser parser = new LimitedParser(new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text)));
        try {
            final Optional<Node> node = new Composer(SETTINGS, parser).getSingleNode();
            if (node.isEmpty()) {
                problems.add(new Place("", 1, 1), "the file is empty", "write at least trunks: and access-groups:");
                return null;
            }
            return node.get();
        } catch (final LimitException e) {
            problems.add(e.place, e.getMessage(), e.remedy);
        } catch (final MarkedYamlEngineException e) {
            final Place place = e.getProblemMark().or(e::getContextMark)
                    .map(mark -> new Place("", mark.getLine() + 1, mark.getColumn() + 1)).orElse(new Place("", 1, 1));
            problems.add(place, "this is not YAML (" + oneLine(e.getProblem() == null ? e.getContext() : e.getProblem()) + ")",
                    "mind indentation, colons, quotes and brackets around this line");
        } catch (final ReaderException e) {
            problems.add(placeAt(text, e.getPosition()), "there is a character that YAML does not allow (code point "
                    + e.getCodePoint() + ")", "take it out");
        } catch (final YamlEngineException e) {
            problems.add(new Place("", 1, 1), "this is not YAML (" + oneLine(e.getMessage()) + ")", "write one YAML document");
        }
        return null;
    }

    private static Place placeAt(final String text, final int codePointIndex) {
        int line = 1;
        int column = 1;
        final int codePoints = text.codePointCount(0, text.length());
        final int end = text.offsetByCodePoints(0, Math.clamp(codePointIndex, 0, codePoints));
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return new Place("", line, column);
    }

    private static String oneLine(final String message) {
        final String quoted = ConfigurationValueException.quote(message == null ? "" : message.replaceAll("\\s+", " "));
        return quoted.substring(1, quoted.length() - 1);
    }

    /** Ends parsing beyond a limit. */
    private static final class LimitException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Place place;
        private final String remedy;

        LimitException(final Event event, final String message, final String remedy) {
            super(message);
            this.place = event.getStartMark().map(mark -> new Place("", mark.getLine() + 1, mark.getColumn() + 1))
                    .orElse(new Place("", 1, 1));
            this.remedy = remedy;
        }
    }

    /** Counts depth and aliases before the recursive composer sees them. */
    private static final class LimitedParser implements Parser {
        private final Parser parser;
        private int depth;
        private int aliases;

        LimitedParser(final Parser parser) {
            this.parser = parser;
        }

        @Override
        public boolean checkEvent(final Event.ID id) {
            return parser.checkEvent(id);
        }

        @Override
        public Event peekEvent() {
            return parser.peekEvent();
        }

        @Override
        public boolean hasNext() {
            return parser.hasNext();
        }

        @Override
        public Event next() {
            final Event event = parser.next();
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> {
                    if (++depth > MAX_DEPTH) {
                        throw new LimitException(event, "the nesting is deeper than " + MAX_DEPTH + " levels", "no key needs more than 6");
                    }
                }
                case MappingEnd, SequenceEnd -> depth--;
                case Alias -> {
                    if (++aliases > MAX_ALIASES) {
                        throw new LimitException(event, "there are more than " + MAX_ALIASES + " aliases, here *"
                                + ((AliasEvent) event).getAlias(), "write the values out");
                    }
                }
                default -> { }
            }
            return event;
        }
    }
}
