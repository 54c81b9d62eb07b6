package io.athenabng.daemon.edge.store;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.hash.serialization.SizedReader;
import net.openhft.chronicle.hash.serialization.SizedWriter;
import net.openhft.chronicle.wire.WireIn;
import net.openhft.chronicle.wire.WireOut;

/** Eight bytes of session id. The map's file names this class: its name is part of the format. */
final class SessionKeyMarshaller implements SizedReader<SessionKey>, SizedWriter<SessionKey> {
    @Override
    public SessionKey read(final Bytes<?> in, final long size, final SessionKey using) {
        return (using == null ? new SessionKey() : using).sessionId(in.readLong());
    }

    @Override
    public long size(final SessionKey toWrite) {
        return Long.BYTES;
    }

    @Override
    public void write(final Bytes<?> out, final long size, final SessionKey toWrite) {
        out.writeLong(toWrite.sessionId());
    }

    @Override
    public void readMarshallable(final WireIn wire) {
        // It has no fields.
    }

    @Override
    public void writeMarshallable(final WireOut wire) {
        // It has no fields.
    }
}
