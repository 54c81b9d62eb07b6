package io.athenabng.daemon.edge.kernel;

/**
 * What every part of the data plane works with.
 *
 * @param pipeline       requests to the kernel
 * @param trafficControl queueing disciplines and filters
 * @param links          interfaces
 * @param reaper         deletes interfaces
 * @param errors         what the kernel refused
 * @param capacity       how much memory there is
 * @param capabilities   what the kernel can
 */
record KernelServices(RequestPipeline pipeline, TrafficControl trafficControl, LinkTable links, LinkReaper reaper, KernelErrors errors,
        CapacityPlanner capacity, KernelCapabilities capabilities) {
}
