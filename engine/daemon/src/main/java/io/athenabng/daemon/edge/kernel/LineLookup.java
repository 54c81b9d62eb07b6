package io.athenabng.daemon.edge.kernel;

/**
 * The kernel's interface of an access line or a trunk.
 *
 * @param logicalName     what people call it
 * @param kernelName      its kernel name
 * @param ifIndex         its index
 * @param up              whether it is there and was not taken down
 * @param mtu             a trunk's MTU; 0 for a line
 */
public record LineLookup(String logicalName, String kernelName, int ifIndex, boolean up, int mtu) {
}
