/** A class that Chronicle Map would otherwise write and compile at each start, as it would write it. */
package net.openhft.chronicle.hash;
