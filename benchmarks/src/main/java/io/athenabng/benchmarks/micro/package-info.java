/** JMH benchmarks of what every packet or every session goes through. Run with {@code -prof gc}: the hot ones allocate nothing. */
package io.athenabng.benchmarks.micro;
