/** Who a subscriber is, answered behind the port {@code Authenticator}: the local users. */
package io.athenabng.core.auth;
