/** The whole core, stepped on ports that answer at once and keep nothing: decisions, without a kernel. */
package io.athenabng.benchmarks.gateway;
