/** Tests of Access-Requests and of what Access-Accepts become. */
package io.athenabng.core.radius.access;
