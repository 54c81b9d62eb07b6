/**
 * The catalogue of management methods: every method of the JSON-RPC socket as a typed entry, its parameters and its
 * result as records, and the error codes. Server, client, command line, completion and {@code docs/rpc.md} are made
 * from it. Knows no socket and no JSON library.
 */
package io.athenabng.rpc.api;
