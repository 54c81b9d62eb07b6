/** Tests of the agents. */
package io.athenabng.daemon.agent;
