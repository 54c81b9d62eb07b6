/** Who a subscriber is: the profile that authentication yields, and the local users. */
package io.athenabng.core.auth;
