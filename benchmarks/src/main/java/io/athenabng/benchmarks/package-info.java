/** Benchmarks and load generators. Nothing here is part of the gateway. */
package io.athenabng.benchmarks;
