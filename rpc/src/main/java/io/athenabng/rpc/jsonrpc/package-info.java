/**
 * JSON-RPC 2.0 as a codec without a socket: finding documents in a stream of bytes, requests, notifications and batches
 * in, responses and notifications out. Bytes are hostile: whatever arrives becomes a request or an error object, never
 * an exception. The server side uses Jackson's databind for records; {@link io.athenabng.rpc.jsonrpc.JsonTree} needs
 * Jackson's streaming core only, so that a command line starts fast.
 */
package io.athenabng.rpc.jsonrpc;
