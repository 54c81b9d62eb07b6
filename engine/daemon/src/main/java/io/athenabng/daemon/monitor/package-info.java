/** What operators see of control frames: made whole again, without secrets, and in words. */
package io.athenabng.daemon.monitor;
