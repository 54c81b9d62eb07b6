/**
 * Ways of doing a thing, side by side: what the engine does and what else was tried. Each row of the result is one way, with its figure
 * and why it is used or not.
 */
package io.athenabng.benchmarks.experiments;
