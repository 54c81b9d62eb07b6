/** Tests of what operators see of control frames. */
package io.athenabng.daemon.monitor;
