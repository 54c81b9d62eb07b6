/**
 * Authentication by RADIUS on the session's side: Access-Requests are composed from a query, Access-Accepts become profiles. Knows no
 * server, secret or identifier. Everything here runs on the session agent's thread.
 */
package io.athenabng.core.radius.access;
