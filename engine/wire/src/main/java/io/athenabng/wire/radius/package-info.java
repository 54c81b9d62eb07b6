/**
 * RADIUS: packets and authenticators (RFC 2865, 2866, 5176), attributes, those of vendors and extended ones (RFC 6929).
 *
 * <p>An attribute is known by a key, a long: vendor in the upper half, type in the lower. The keys are constants that are made of the
 * dictionaries which the distribution carries.
 */
package io.athenabng.wire.radius;
