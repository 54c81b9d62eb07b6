package io.athenabng.benchmarks.receive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What one reader saw and needed.
 *
 * @param packets   frames that it read
 * @param cpuNs     CPU time of its thread
 * @param drops     frames for which the kernel found no room in its ring
 * @param freezes   how often its ring was full
 * @param dhcp      frames that are a sound DHCP message from a client
 * @param other     frames of other kinds
 * @param malformed malformed frames
 * @param verified  frames whose UDP checksum it had to compute
 * @param digest    sum over what it found; equal for readers that found the same in the same frames
 * @param allocated bytes that its thread allocated; -1 where there is no heap
 */
public record ReceiveResult(long packets, long cpuNs, long drops, long freezes, long dhcp, long other, long malformed, long verified,
                            long digest, long allocated) {
    /** Reads the C reader's object. */
    static ReceiveResult of(JsonNode node) {
        return new ReceiveResult(node.required("packets").asLong(), node.required("cpuNs").asLong(), node.required("drops").asLong(),
            node.required("freezes").asLong(), node.required("dhcp").asLong(), node.required("other").asLong(),
            node.required("malformed").asLong(), node.required("verified").asLong(), node.required("digest").asLong(), -1);
    }

    /** CPU time a packet, ns. */
    public double cpuNsPerPacket() {
        return packets == 0 ? 0 : (double) cpuNs / packets;
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance.objectNode().put("packets", packets).put("cpuNs", cpuNs).put("cpuNsPerPacket", cpuNsPerPacket())
            .put("drops", drops).put("freezes", freezes).put("dhcp", dhcp).put("other", other).put("malformed", malformed)
            .put("verified", verified).put("digest", digest).put("allocatedBytes", allocated);
    }
}
