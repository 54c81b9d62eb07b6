package io.athenabng.daemon.edge.store;

import io.athenabng.core.session.SessionAttributesFlyweight;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.hash.serialization.SizedReader;
import net.openhft.chronicle.hash.serialization.SizedWriter;
import net.openhft.chronicle.wire.WireIn;
import net.openhft.chronicle.wire.WireOut;

/** A session's list of attributes, byte for byte. The map's file names this class: its name is part of the format. */
final class AttributeListMarshaller implements SizedReader<AttributeList>, SizedWriter<AttributeList> {
    @Override
    public AttributeList read(final Bytes<?> in, final long size, final AttributeList using) {
        final AttributeList list = using == null ? new AttributeList() : using;
        list.length((int) Math.min(size, SessionAttributesFlyweight.MAX_LENGTH));
        for (int i = 0; i < list.length(); i++) {
            list.octets().putByte(i, in.readByte());
        }
        return list;
    }

    @Override
    public long size(final AttributeList toWrite) {
        return toWrite.length();
    }

    @Override
    public void write(final Bytes<?> out, final long size, final AttributeList toWrite) {
        for (int i = 0; i < toWrite.length(); i++) {
            out.writeByte(toWrite.octets().getByte(i));
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
