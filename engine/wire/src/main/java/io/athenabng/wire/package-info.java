/**
 * Bytes to fields and back, for every protocol that a subscriber line carries. Knows no session, no thread, no clock.
 *
 * <p>Fixed views are {@code …Flyweight}s, TLV readers {@code …Cursor}s, writers {@code …Appender}s. They read and write Agrona
 * buffers in place, allocate nothing after construction, and none of their instances is safe for use by two threads: each belongs
 * to the agent that made it. A parser takes any bytes: it returns a reason, it never throws and never reads outside the range it
 * was given. Flyweights are used on bytes that a parser has accepted, or on bytes that are being written.
 */
package io.athenabng.wire;
