/**
 * A session's life in one readable place: a client's message, its line, its authentication, its lease, its data plane, its end. The only
 * package that sees all the others. Everything here runs on the session agent's thread.
 */
package io.athenabng.core.lifecycle;
