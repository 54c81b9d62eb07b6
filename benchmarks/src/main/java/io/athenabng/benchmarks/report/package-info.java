/** Keeps what benchmarks measured as JSON with its circumstances, and makes the page of results from it. */
package io.athenabng.benchmarks.report;
