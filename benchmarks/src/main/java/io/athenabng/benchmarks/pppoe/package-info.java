/** PPPoE clients that play themselves: against a gateway's trunk, and against the core alone. */
package io.athenabng.benchmarks.pppoe;
