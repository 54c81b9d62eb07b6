/** Timers of very many things at once. */
package io.athenabng.core.timer;
