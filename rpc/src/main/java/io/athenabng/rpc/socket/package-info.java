/**
 * The management socket: a Unix-domain server that carries {@link io.athenabng.rpc.api.RpcCatalogue} as JSON-RPC 2.0,
 * one document per line, and the client for it. The server runs each connection on two virtual threads (one reads, one
 * writes); answers may come from any thread.
 */
package io.athenabng.rpc.socket;
