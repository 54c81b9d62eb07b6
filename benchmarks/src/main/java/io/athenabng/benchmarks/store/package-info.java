/** What the session store and its table cost: time, garbage, bytes on disk, and how long a restart takes after a crash. */
package io.athenabng.benchmarks.store;
