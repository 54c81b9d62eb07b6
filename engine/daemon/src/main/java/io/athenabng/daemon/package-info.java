/** The daemon: the only place that wires. Agents, rings and edges are made here, started in order and stopped in order. */
package io.athenabng.daemon;
