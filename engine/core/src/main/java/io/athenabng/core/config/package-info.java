/**
 * The gateway's configuration as immutable values: {@link io.athenabng.core.config.RunningConfiguration} is read once, validated whole and
 * handed over whole. Nothing in here knows a thread, a file descriptor or the kernel.
 */
package io.athenabng.core.config;
