/**
 * A stand-in for the Linux kernel at the level of rtnetlink messages: it keeps interfaces, addresses, routes, neighbours, queueing
 * disciplines, classes and filters, and answers as Linux does, in a process that outlives the daemon. It forwards no packet and counts
 * none; it is there for what the daemon makes, finds again and removes.
 */
package io.athenabng.benchmarks.fakekernel;
