package io.athenabng.core.config;

import static io.athenabng.core.config.ConfigurationValueException.quote;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A configuration as it is edited: the keys that were written, without defaults, addressed by words such as
 * {@code access-groups residential shaping down}. A section of a list is named by its name, or by what else each must have (a VLAN range's
 * stack, a reservation's address), or by its place as {@code [0]}. Each value has been checked against its type; the whole is checked by
 * the
 * loader, on {@link #toYaml()}.
 *
 * <p>Comments of a file are not kept. Immutable: an edit makes another tree, so that one that fails has changed nothing.
 */
public final class ConfigurationTree {
    private static final List<ConfigKey> KEYS = ConfigurationSchema.Root.SECTION.keys();

    private final Map<String, Object> root;

    ConfigurationTree(final Map<String, Object> root) {
        this.root = root;
    }

    /**
     * What came of reading a text.
     *
     * @param tree     the tree; null if there is a problem
     * @param problems everything that is wrong, in the order of the text
     */
    public record Parsed(ConfigurationTree tree, List<ConfigurationProblem> problems) {
        public Parsed {
            problems = List.copyOf(problems);
        }
    }

    /** @return a tree without a key */
    public static ConfigurationTree empty() {
        return new ConfigurationTree(new LinkedHashMap<>());
    }

    /**
     * Reads a YAML text. Keys must exist and values must be of their type; what is missing is not asked for.
     *
     * @param text the text
     * @return the tree, or everything that is wrong
     */
    public static Parsed parse(final String text) {
        final ConfigurationProblems problems = new ConfigurationProblems();
        final Node node = YamlDocument.compose(text, problems);
        final Map<String, Object> root = node == null ? null : new TreeReader(problems).read(node);
        return problems.isEmpty() ? new Parsed(new ConfigurationTree(root), List.of()) : new Parsed(null, problems.sorted());
    }

    /**
     * A tree with a value set, or with a section added. Values may follow one another:
     * {@code access-groups residential shaping down 50mbit up 10mbit}. Values of a list are added to it.
     *
     * @param words the place and what to put there
     * @return the tree
     * @throws ConfigurationPathException if there is no such place, or the value does not belong there
     */
    public ConfigurationTree set(final List<String> words) {
        final ConfigurationTree copy = new ConfigurationTree(TreeNodes.map(TreeNodes.copy(root)));
        if (words.isEmpty()) {
            throw new ConfigurationPathException("there is nothing to set", "write a key and its value");
        }
        List<ConfigKey> keys = KEYS;
        Map<String, Object> section = copy.root;
        String path = "";
        for (int i = 0; i < words.size();) {
            final ConfigKey key = TreeNodes.key(keys, words.get(i), path);
            final String at = (path.isEmpty() ? "" : path + " ") + words.get(i++);
            switch (key) {
                case ConfigKey.Section inner -> {
                    section = TreeNodes.map(section.computeIfAbsent(key.name(), name -> new LinkedHashMap<>()));
                    keys = inner.keys();
                    path = at;
                }
                case ConfigKey.SectionList list -> {
                    section = item(list, section, word(words, i, at, identityRange(list)));
                    keys = list.keys();
                    path = at + " " + words.get(i++);
                }
                case ConfigKey.Value<?> value ->
                    section.put(key.name(), checked(value.type(), word(words, i++, at, value.type().range()), at));
                case ConfigKey.ValueList<?> list -> {
                    word(words, i, at, list.type().range());
                    add(section, list, words.subList(i, words.size()), at);
                    i = words.size();
                }
            }
        }
        return copy;
    }

    private static String identityRange(final ConfigKey.SectionList list) {
        final ConfigKey.Value<?> identity = TreeNodes.identity(list);
        return identity == null ? "a place as [0]" : identity.type().range();
    }

    private static String word(final List<String> words, final int index, final String path, final String range) {
        if (index >= words.size()) {
            throw new ConfigurationPathException(path + " needs a value", "write " + range);
        }
        return words.get(index);
    }

    private static <T> String checked(final ValueType<T> type, final String text, final String path) {
        try {
            type.parse(text);
            return text;
        } catch (final ConfigurationValueException e) {
            throw new ConfigurationPathException(path + ": " + (TreeNodes.isSecret(type) ? "this is no secret" : e.problem()), e.remedy());
        }
    }

    private static Map<String, Object> item(final ConfigKey.SectionList list, final Map<String, Object> owner, final String word) {
        final List<Map<String, Object>> sections = TreeNodes.sections(owner.computeIfAbsent(list.name(), name -> new ArrayList<>()));
        final int index = TreeNodes.indexOf(list, sections, word);
        if (index >= 0) {
            return sections.get(index);
        }
        final ConfigKey.Value<?> identity = TreeNodes.identity(list);
        if (identity == null || word.startsWith("[")) {
            throw new ConfigurationPathException(list.name() + " has no " + quote(word), "name one that is there");
        }
        final Map<String, Object> section = new LinkedHashMap<>();
        section.put(identity.name(), checked(identity.type(), word, list.name()));
        sections.add(section);
        return section;
    }

    private static void add(
            final Map<String, Object> section, final ConfigKey.ValueList<?> list, final List<String> words, final String path) {
        final List<String> texts = TreeNodes.texts(section.computeIfAbsent(list.name(), name -> new ArrayList<>()));
        // [] writes an empty list down: with keys that must be there it means none, and not forgotten.
        if (words.equals(List.of("[]"))) {
            texts.clear();
            return;
        }
        for (final String word : words) {
            final String text = checked(list.type(), word, path);
            if (texts.stream().noneMatch(known -> TreeNodes.canonical(list.type(), known).equals(TreeNodes.canonical(list.type(), text)))) {
                texts.add(text);
            }
        }
    }

    /**
     * A tree without what the words name: a value, one value of a list, a section with all that is in it, a whole list.
     *
     * @param words the place
     * @return the tree
     * @throws ConfigurationPathException if there is nothing at this place
     */
    public ConfigurationTree delete(final List<String> words) {
        final ConfigurationTree copy = new ConfigurationTree(TreeNodes.map(TreeNodes.copy(root)));
        if (words.isEmpty()) {
            copy.root.clear();
            return copy;
        }
        List<ConfigKey> keys = KEYS;
        Map<String, Object> section = copy.root;
        String path = "";
        for (int i = 0; i < words.size(); i++) {
            final ConfigKey key = TreeNodes.key(keys, words.get(i), path);
            path = (path.isEmpty() ? "" : path + " ") + words.get(i);
            final Object node = section.get(key.name());
            if (node == null) {
                throw new ConfigurationPathException("there is no " + path + " in the candidate", "show lists what is there");
            }
            final boolean last = i == words.size() - 1;
            if (last) {
                section.remove(key.name());
                return copy;
            }
            switch (key) {
                case ConfigKey.Section inner -> {
                    section = TreeNodes.map(node);
                    keys = inner.keys();
                }
                case ConfigKey.SectionList list -> {
                    final List<Map<String, Object>> sections = TreeNodes.sections(node);
                    final int index = TreeNodes.indexOf(list, sections, words.get(++i));
                    path += " " + words.get(i);
                    if (index < 0) {
                        throw new ConfigurationPathException("there is no " + path + " in the candidate", "show lists what is there");
                    }
                    if (i == words.size() - 1) {
                        sections.remove(index);
                        return copy;
                    }
                    section = sections.get(index);
                    keys = list.keys();
                }
                case ConfigKey.Value<?> value -> throw tooMany(path, words.get(i + 1));
                case ConfigKey.ValueList<?> list -> {
                    removeAll(list, TreeNodes.texts(node), words.subList(i + 1, words.size()), path);
                    return copy;
                }
            }
        }
        return copy;
    }

    private static ConfigurationPathException tooMany(final String path, final String word) {
        return new ConfigurationPathException(quote(word) + " stands behind " + path + ", which has one value", "leave it out");
    }

    private static void removeAll(
            final ConfigKey.ValueList<?> list, final List<String> texts, final List<String> words, final String path) {
        for (final String word : words) {
            final String wanted = TreeNodes.canonical(list.type(), word);
            if (!texts.removeIf(text -> TreeNodes.canonical(list.type(), text).equals(wanted))) {
                throw new ConfigurationPathException(path + " has no " + quote(word), "show lists what is there");
            }
        }
    }

    /**
     * This tree with another laid over it: values of the other win, sections and lists of sections are merged, lists of values united.
     *
     * @param other the other
     * @return the tree
     */
    public ConfigurationTree merge(final ConfigurationTree other) {
        final Map<String, Object> merged = TreeNodes.map(TreeNodes.copy(root));
        TreeMerge.merge(KEYS, merged, other.root);
        return new ConfigurationTree(merged);
    }

    /**
     * This tree, with secrets that are hidden in it (loaded from what had been shown) taken from another.
     *
     * @param other where the secrets are
     * @return the tree
     * @throws ConfigurationPathException if a secret that is hidden here is not there
     */
    public ConfigurationTree withSecretsOf(final ConfigurationTree other) {
        final Map<String, Object> filled = TreeNodes.map(TreeNodes.copy(root));
        TreeMerge.fillSecrets(KEYS, filled, other.root, "");
        return new ConfigurationTree(filled);
    }

    /** @return the file's text, with its secrets */
    public String toYaml() {
        return dump(TreeNodes.plain(KEYS, root, false));
    }

    /**
     * What is below a place, for people: secrets are hidden.
     *
     * @param words the place; empty for everything
     * @return YAML text; empty if nothing is there
     * @throws ConfigurationPathException if there is no such place
     */
    public String show(final List<String> words) {
        List<ConfigKey> keys = KEYS;
        Map<String, Object> section = root;
        String path = "";
        for (int i = 0; i < words.size(); i++) {
            final ConfigKey key = TreeNodes.key(keys, words.get(i), path);
            path = (path.isEmpty() ? "" : path + " ") + words.get(i);
            final Object node = section.get(key.name());
            final boolean last = i == words.size() - 1;
            if (node == null) {
                return "";
            }
            if (last) {
                return dump(TreeNodes.plain(List.of(key), Map.of(key.name(), node), true));
            }
            switch (key) {
                case ConfigKey.Section inner -> {
                    section = TreeNodes.map(node);
                    keys = inner.keys();
                }
                case ConfigKey.SectionList list -> {
                    final int index = TreeNodes.indexOf(list, TreeNodes.sections(node), words.get(++i));
                    path += " " + words.get(i);
                    if (index < 0) {
                        return "";
                    }
                    section = TreeNodes.sections(node).get(index);
                    keys = list.keys();
                }
                case ConfigKey.Value<?> value -> throw tooMany(path, words.get(i + 1));
                case ConfigKey.ValueList<?> list -> throw tooMany(path, words.get(i + 1));
            }
        }
        return section.isEmpty() ? "" : dump(TreeNodes.plain(keys, section, true));
    }

    /**
     * What differs from another tree, key by key, in the schema's order. A key that is left out counts as its default.
     *
     * @param to the newer tree
     * @return the changes from this to the newer
     */
    public List<ConfigurationChange> changesTo(final ConfigurationTree to) {
        final List<ConfigurationChange> changes = new ArrayList<>();
        TreeDifference.collect(KEYS, root, to.root, "", changes);
        return changes;
    }

    /**
     * What can be put in force of a newer tree while the gateway runs with this one: keys that are read at start only stay as they are
     * here.
     * The result need not go together: then nothing can be, and the newer tree waits for a start.
     *
     * @param newer the newer tree
     * @return the tree
     */
    public ConfigurationTree live(final ConfigurationTree newer) {
        final Map<String, Object> live = TreeOverlay.live(KEYS, root, newer.root);
        TreeOverlay.keepServersOfGroups(live, root);
        return new ConfigurationTree(TreeNodes.map(TreeNodes.copy(live)));
    }

    /**
     * What may come next after some words.
     *
     * @param words the words so far
     * @return words with their meaning, in the schema's order; a value that is free text is described in angle brackets
     */
    public Map<String, String> completions(final List<String> words) {
        return TreeCompletion.after(KEYS, root, words);
    }

    private static String dump(final Map<String, Object> plain) {
        final DumpSettings settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(200).setSplitLines(false)
                .setIndicatorIndent(2).setIndent(4).setIndentWithIndicator(false).build();
        return new Dump(settings).dumpToString(plain);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof ConfigurationTree tree && TreeNodes.ordered(KEYS, root).equals(TreeNodes.ordered(KEYS, tree.root));
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    @Override
    public String toString() {
        return show(List.of());
    }
}
