package io.athenabng.core.dhcp;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.NameTemplate;
import io.athenabng.core.config.RunningConfiguration;
import org.agrona.DirectBuffer;

/** Circuit-ID and Remote-ID of subscribers, written into builders that are reused. Owned by the session agent. */
final class LineNames {
    /** No name. */
    static final long NO_NAME = 0;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final NameTemplate[] circuitIds;
    private final NameTemplate[] remoteIds;
    private final StringBuilder circuitId = new StringBuilder();
    private final StringBuilder remoteId = new StringBuilder();

    LineNames(final RunningConfiguration configuration) {
        circuitIds = configuration.accessGroups().stream().map(group -> NameTemplate.compile(group.circuitId()))
                .toArray(NameTemplate[]::new);
        remoteIds = configuration.accessGroups().stream().map(group -> NameTemplate.compile(group.remoteId()))
                .toArray(NameTemplate[]::new);
    }

    /** The Circuit-ID, valid until it is asked for again. */
    StringBuilder circuitId(final AccessLine line, final long mac) {
        return render(circuitIds, circuitId, line, mac);
    }

    /** The Remote-ID, valid until it is asked for again; empty if none is wanted. */
    StringBuilder remoteId(final AccessLine line, final long mac) {
        return render(remoteIds, remoteId, line, mac);
    }

    private static StringBuilder render(
            final NameTemplate[] templates, final StringBuilder into, final AccessLine line, final long mac) {
        into.setLength(0);
        return templates[line.groupIndex()].render(into, line.group().trunk(), line.vlanStack(), line.group().name(), mac);
    }

    /** A hash of a name in ASCII; {@link #NO_NAME} for an empty one. */
    static long hash(final CharSequence name) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * FNV_PRIME;
        }
        return finish(hash, name.length());
    }

    /** The same hash of octets. */
    static long hash(final DirectBuffer buffer, final int offset, final int length) {
        long hash = FNV_OFFSET;
        for (int i = offset; i < offset + length; i++) {
            hash = (hash ^ buffer.getByte(i) & 0xff) * FNV_PRIME;
        }
        return finish(hash, length);
    }

    private static long finish(final long hash, final int length) {
        if (length == 0) {
            return NO_NAME;
        }
        return hash == NO_NAME ? 1 : hash;
    }
}
