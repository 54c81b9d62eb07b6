package io.athenabng.daemon.edge.kernel;

/**
 * Where a session is in the kernel.
 *
 * @param kernelName the line's interface
 * @param ifIndex    its index
 * @param classId    its HTB class on a shared line; 0 for none
 * @param ifbName    the IFB that its upload is shaped on; null for none
 * @param ifbIndex   its index; 0 for none
 */
public record SessionLookup(String kernelName, int ifIndex, int classId, String ifbName, int ifbIndex) {
}
