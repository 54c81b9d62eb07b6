/**
 * The gateway's configuration as immutable values: {@link io.athenabng.core.config.RunningConfiguration} is read once, validated whole and
 * handed over whole. {@link io.athenabng.core.config.ConfigurationLoader} makes it of the operator's file,
 * {@link io.athenabng.core.config.ConfigurationWriter} writes it back. Nothing in here knows a thread or the kernel.
 */
package io.athenabng.core.config;
