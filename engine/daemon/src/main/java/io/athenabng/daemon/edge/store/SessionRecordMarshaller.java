package io.athenabng.daemon.edge.store;

import io.athenabng.core.session.SessionRecordFlyweight;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.hash.serialization.SizedReader;
import net.openhft.chronicle.hash.serialization.SizedWriter;
import net.openhft.chronicle.wire.WireIn;
import net.openhft.chronicle.wire.WireOut;
import org.agrona.MutableDirectBuffer;

/** A session's record as it is, byte for byte. The map's file names this class: its name is part of the format. */
final class SessionRecordMarshaller implements SizedReader<SessionRecordFlyweight>, SizedWriter<SessionRecordFlyweight> {
    @Override
    public SessionRecordFlyweight read(final Bytes<?> in, final long size, final SessionRecordFlyweight using) {
        final SessionRecordFlyweight record = using == null ? new SessionRecordFlyweight().allocate() : using;
        final MutableDirectBuffer buffer = record.buffer();
        for (int i = 0; i < SessionRecordFlyweight.LENGTH; i += Long.BYTES) {
            buffer.putLong(i, in.readLong());
        }
        return record;
    }

    @Override
    public long size(final SessionRecordFlyweight toWrite) {
        return SessionRecordFlyweight.LENGTH;
    }

    @Override
    public void write(final Bytes<?> out, final long size, final SessionRecordFlyweight toWrite) {
        final MutableDirectBuffer buffer = toWrite.buffer();
        for (int i = 0; i < SessionRecordFlyweight.LENGTH; i += Long.BYTES) {
            out.writeLong(buffer.getLong(i));
        }
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
