/** From a tag stack to an access line: which group serves it, what it is called, how many may be made. */
package io.athenabng.core.access;
