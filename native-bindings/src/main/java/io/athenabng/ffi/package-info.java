/**
 * The operating system for the rest of the project: errno-capturing system calls and owned resources.
 *
 * <p>This module is the only home of {@code java.lang.foreign}. Nothing of that package appears in a public signature: native
 * memory is handed over as an address ({@code long}) and a size, so that callers wrap it in buffers of their own.
 *
 * <p>Every owned resource ({@link io.athenabng.ffi.FileDescriptor}, {@link io.athenabng.ffi.MappedRegion},
 * {@link io.athenabng.ffi.NativeBuffer}) is released by its owner's {@code close()}, once; no cleaner does it behind its back.
 */
package io.athenabng.ffi;
