/** The RPC catalogue's handlers: what operators see and order. Questions to another agent go through its mailbox. */
package io.athenabng.daemon.management;
