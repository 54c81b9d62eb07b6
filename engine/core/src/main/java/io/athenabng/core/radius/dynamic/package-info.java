/**
 * Dynamic authorisation (RFC 5176): who may ask and whether they are who they say, on the upstream agent's side; which session is meant,
 * what becomes of it and what is answered, on the session agent's side.
 */
package io.athenabng.core.radius.dynamic;
