package io.athenabng.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An index whose hashes collide on purpose, so that removal has to close gaps across the end of the table. */
final class SlotIndexTest {
    private static final int CAPACITY = 20;

    private final SlotIndex index = new SlotIndex(CAPACITY) {
        @Override
        int hashOf(final int slot) {
            return 29 + slot % 3;
        }
    };

    private boolean contains(final int slot) {
        int position = index.first(index.hashOf(slot));
        while (index.slotAt(position) != SlotIndex.NONE) {
            if (index.slotAt(position) == slot) {
                return true;
            }
            position = index.next(position);
        }
        return false;
    }

    @Test
    void keepsEverySlotFindableWhileOthersComeAndGo() {
        final Random random = new Random(7);
        final Set<Integer> model = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            final int slot = random.nextInt(CAPACITY);
            if (model.remove(slot)) {
                index.remove(slot);
            } else {
                index.add(slot);
                model.add(slot);
            }
            for (int other = 0; other < CAPACITY; other++) {
                assertEquals(model.contains(other), contains(other), "slot " + other + " after " + i);
            }
        }
    }

    @Test
    void removingWhatIsNotThereIsABug() {
        index.add(1);
        assertThrows(IllegalStateException.class, () -> index.remove(2));
        assertThrows(IllegalStateException.class, () -> index.replace(4, 5));
    }
}
