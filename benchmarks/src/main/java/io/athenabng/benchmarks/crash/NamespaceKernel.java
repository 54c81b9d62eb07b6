package io.athenabng.benchmarks.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.athenabng.ffi.Netns;
import io.athenabng.netlink.NetlinkSocketTransport;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The running kernel in a network namespace, as {@code ip} and {@code tc} show it. */
final class NamespaceKernel implements KernelView {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String namespace;

    NamespaceKernel(String namespace) {
        this.namespace = namespace;
    }

    @Override
    public Map<String, String> routes() throws IOException {
        Map<String, String> addresses = new TreeMap<>();
        for (JsonNode route : JSON.readTree(GatewayUnderTest.run("ip", "-n", namespace, "-j", "-4", "route", "show"))) {
            if (!route.get("dst").asText().contains("/") && !route.path("dev").asText("lo").equals("lo")) {
                addresses.put(route.get("dst").asText(), route.get("dev").asText());
            }
        }
        return addresses;
    }

    @Override
    public Set<String> neighbours() throws IOException {
        Set<String> addresses = new TreeSet<>();
        for (JsonNode each : JSON.readTree(GatewayUnderTest.run("ip", "-n", namespace, "-j", "-4", "neigh", "show", "nud", "permanent"))) {
            addresses.add(each.get("dst").asText() + " " + each.get("lladdr").asText());
        }
        return addresses;
    }

    @Override
    public Set<String> admitted() {
        try (Netns netns = Netns.named(namespace)) {
            return SessionFilters.read(netns.call(() -> NetlinkSocketTransport.open()));
        }
    }

    @Override
    public Set<String> shaped() throws IOException {
        Set<String> cake = new TreeSet<>();
        Set<String> ingress = new TreeSet<>();
        for (JsonNode qdisc : JSON.readTree(GatewayUnderTest.run("tc", "-n", namespace, "-j", "qdisc", "show"))) {
            if (qdisc.get("kind").asText().equals("cake")) {
                cake.add(qdisc.get("dev").asText());
            } else if (qdisc.get("kind").asText().equals("ingress")) {
                ingress.add(qdisc.get("dev").asText());
            }
        }
        cake.retainAll(ingress);
        return cake;
    }
}
