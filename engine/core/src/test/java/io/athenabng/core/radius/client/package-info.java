/** Tests of the RADIUS client against servers that a test scripts, with a clock that it moves. */
package io.athenabng.core.radius.client;
