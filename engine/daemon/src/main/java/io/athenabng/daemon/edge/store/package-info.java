/**
 * The session store on disk: a persisted Chronicle Map with a header file beside it. Written by the session agent alone, read by any
 * thread, and whole again after the process was killed at any moment.
 */
package io.athenabng.daemon.edge.store;
