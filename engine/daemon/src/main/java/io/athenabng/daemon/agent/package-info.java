/** Duty cycles. Each agent owns its objects alone; whoever wants something of them sends a message. */
package io.athenabng.daemon.agent;
