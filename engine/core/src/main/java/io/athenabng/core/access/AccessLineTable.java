package io.athenabng.core.access;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.TrunkSettings;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.wire.ethernet.VlanStack;
import java.util.Arrays;
import java.util.function.Consumer;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * The access lines that exist, by tag stack and by number, and the limits on new ones: a flood of random tags cannot fill the kernel.
 * Owned by the session agent.
 */
public final class AccessLineTable {
    private RunningConfiguration configuration;
    private GroupResolver resolver;
    /** Of each trunk that there ever was since the start. */
    private Long2ObjectHashMap<AccessLine>[] linesByTrunk;
    private TokenBucket[] newLines;
    private final IntArrayList freeIds = new IntArrayList();
    private AccessLine[] linesById = new AccessLine[1024];
    private int nextId;
    private int size;

    private final AtomicCounter noGroup;
    private final AtomicCounter lineLimit;
    private final AtomicCounter lineRate;

    /**
     * An empty table.
     *
     * @param configuration the running configuration
     * @param counters      makes the counters of what is refused
     * @param nowNs         now
     */
    public AccessLineTable(final RunningConfiguration configuration, final CounterRegistry counters, final long nowNs) {
        this.configuration = configuration;
        this.resolver = new GroupResolver(configuration);
        this.linesByTrunk = newMaps(0);
        this.newLines = new TokenBucket[0];
        addTrunks(configuration, nowNs);
        noGroup = counters.counter("access.refused.no_group", "Frames whose tags are in no access group's ranges");
        lineLimit = counters.counter("access.refused.line_limit", "Frames that would have made a line beyond the trunk's max-lines");
        lineRate = counters.counter("access.refused.line_rate", "Frames that would have made a line beyond new-lines-per-second");
    }

    private void addTrunks(final RunningConfiguration to, final long nowNs) {
        final int before = newLines.length;
        final int count = Math.max(before, to.trunks().size());
        linesByTrunk = Arrays.copyOf(linesByTrunk, count);
        newLines = Arrays.copyOf(newLines, count);
        for (int i = before; i < count; i++) {
            final TrunkSettings trunk = to.trunks().get(i);
            linesByTrunk[i] = new Long2ObjectHashMap<>();
            newLines[i] = new TokenBucket(trunk.newLinesPerSecond(), trunk.newLinesBurst(), nowNs);
        }
    }

    /**
     * The line of a stack, if it exists.
     *
     * @param trunkIndex the trunk
     * @param vlanStack  the tags
     * @return the line, or null
     */
    public AccessLine find(final int trunkIndex, final long vlanStack) {
        return trunkIndex < linesByTrunk.length ? linesByTrunk[trunkIndex].get(vlanStack) : null;
    }

    /**
     * The line of a stack, made if it is new and may be.
     *
     * @param trunkIndex the trunk
     * @param vlanStack  the tags
     * @param nowNs      now
     * @return the line, or null if it was refused and counted
     */
    public AccessLine admit(final int trunkIndex, final long vlanStack, final long nowNs) {
        final AccessLine known = find(trunkIndex, vlanStack);
        if (known != null && known.isRetired()) {
            // Until it is gone: whoever serves its tags now makes a line of its own.
            noGroup.increment();
            return null;
        }
        if (known != null) {
            return known;
        }
        final int groupIndex = resolver.resolve(trunkIndex, vlanStack);
        if (groupIndex == GroupResolver.NO_GROUP) {
            noGroup.increment();
            return null;
        }
        if (linesByTrunk[trunkIndex].size() >= configuration.trunks().get(trunkIndex).maxLines()) {
            lineLimit.increment();
            return null;
        }
        if (!newLines[trunkIndex].tryTake(nowNs)) {
            lineRate.increment();
            return null;
        }
        return add(trunkIndex, vlanStack, groupIndex, nowNs);
    }

    /**
     * The line of a stored session: made without limits, since it was admitted before.
     *
     * @param trunkIndex the trunk
     * @param vlanStack  the tags
     * @param nowNs      now
     * @return the line, or null if no group serves the stack any more
     */
    public AccessLine restore(final int trunkIndex, final long vlanStack, final long nowNs) {
        final AccessLine known = linesByTrunk[trunkIndex].get(vlanStack);
        if (known != null) {
            return known;
        }
        final int groupIndex = resolver.resolve(trunkIndex, vlanStack);
        return groupIndex == GroupResolver.NO_GROUP ? null : add(trunkIndex, vlanStack, groupIndex, nowNs);
    }

    private AccessLine add(final int trunkIndex, final long vlanStack, final int groupIndex, final long nowNs) {
        final int lineId = freeIds.isEmpty() ? nextId++ : freeIds.removeAt(freeIds.size() - 1);
        if (lineId == linesById.length) {
            linesById = Arrays.copyOf(linesById, linesById.length * 2);
        }
        final String name = VlanStack.appendLineName(
                configuration.trunks().get(trunkIndex).name(), vlanStack, new StringBuilder()).toString();
        final AccessLine line = new AccessLine(
                lineId, trunkIndex, vlanStack, groupIndex, configuration.accessGroups().get(groupIndex), name, nowNs);
        linesById[lineId] = line;
        linesByTrunk[trunkIndex].put(vlanStack, line);
        size++;
        return line;
    }

    /**
     * Works with another configuration: trunks and groups are the same, in the same order, and new ones behind them; ranges,
     * settings of groups and limits of trunks may differ. A line whose tags its group no longer has is retired; lines beyond a lower limit
     * stay. When a commit is taken back, the last trunks and groups
     * are gone again; what a frame of before still made there is retired, too, and keeps the settings that it has.
     *
     * @param to    the configuration
     * @param nowNs now
     */
    public void reconfigure(final RunningConfiguration to, final long nowNs) {
        addTrunks(to, nowNs);
        configuration = to;
        resolver = new GroupResolver(to);
        for (int i = 0; i < to.trunks().size(); i++) {
            newLines[i].limit(to.trunks().get(i).newLinesPerSecond(), to.trunks().get(i).newLinesBurst());
        }
        forEach(line -> {
            line.retired(resolver.resolve(line.trunkIndex(), line.vlanStack()) != line.groupIndex());
            if (line.groupIndex() < to.accessGroups().size()) {
                line.group(to.accessGroups().get(line.groupIndex()));
            }
        });
    }

    /**
     * A line by its number.
     *
     * @param lineId the number
     * @return the line, or null
     */
    public AccessLine line(final int lineId) {
        return lineId >= 0 && lineId < linesById.length ? linesById[lineId] : null;
    }

    /**
     * Forgets a line; its number may be given again.
     *
     * @param line the line
     */
    public void remove(final AccessLine line) {
        if (linesByTrunk[line.trunkIndex()].remove(line.vlanStack()) != null) {
            linesById[line.lineId()] = null;
            freeIds.addInt(line.lineId());
            size--;
        }
    }

    /** @return how many lines there are */
    public int size() {
        return size;
    }

    /** @return one more than the highest line number that was ever given */
    public int idLimit() {
        return nextId;
    }

    /**
     * Visits every line.
     *
     * @param consumer takes them; must not add or remove lines
     */
    public void forEach(final Consumer<AccessLine> consumer) {
        for (int i = 0; i < nextId; i++) {
            if (linesById[i] != null) {
                consumer.accept(linesById[i]);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Long2ObjectHashMap<AccessLine>[] newMaps(final int count) {
        return (Long2ObjectHashMap<AccessLine>[]) new Long2ObjectHashMap<?>[count];
    }
}
