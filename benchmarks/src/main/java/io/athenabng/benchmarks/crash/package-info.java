/**
 * Kills a real daemon at random moments under session churn, and after each start compares what its store, the kernel, its clients and its
 * accounting server know.
 */
package io.athenabng.benchmarks.crash;
