/** Golden frames, seeded mutations and buffers that notice a read outside of them; shared with other modules as a test-jar. */
package io.athenabng.wire.testkit;
