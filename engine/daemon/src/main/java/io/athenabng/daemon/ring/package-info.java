/**
 * Messages between agents: a {@code …Proxy} writes a ring, a {@code …Adapter} reads one. Fields are little-endian, at the offsets that the
 * {@code …Descriptor} draws.
 */
package io.athenabng.daemon.ring;
