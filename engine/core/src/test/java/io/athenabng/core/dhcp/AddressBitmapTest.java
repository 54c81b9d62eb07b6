package io.athenabng.core.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBitmapTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 63, 64, 65, 4095, 4096, 4097, 300_000})
    void findsTheNextFreeOneLikeABitSet(final int size) {
        final AddressBitmap bitmap = new AddressBitmap(size);
        final BitSet model = new BitSet(size);
        model.set(0, size);
        assertEquals(size == 0 ? -1 : 0, bitmap.next(0));
        final SplittableRandom random = new SplittableRandom(size);
        for (int i = 0; size > 0 && i < 20_000; i++) {
            final int index = random.nextInt(size);
            if (model.get(index)) {
                bitmap.take(index);
                model.clear(index);
            } else if (random.nextInt(4) == 0) {
                bitmap.give(index);
                model.set(index);
            }
            final int from = random.nextInt(size);
            final int after = model.nextSetBit(from);
            assertEquals(after >= 0 ? after : model.nextSetBit(0), bitmap.next(from));
            assertEquals(model.cardinality(), bitmap.freeCount());
        }
        for (int i = model.nextSetBit(0); i >= 0; i = model.nextSetBit(i)) {
            bitmap.take(i);
            model.clear(i);
        }
        assertEquals(-1, bitmap.next(0));
        if (size > 0) {
            bitmap.give(size - 1);
            assertEquals(size - 1, bitmap.next(0));
        }
    }
}
