package io.athenabng.daemon.edge.service;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.RenderResult;
import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.CommitSettings;
import io.athenabng.core.config.ConfigurationWriter;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.ConfigurationConsumer.RefusedException;
import io.athenabng.wire.ip.Ipv4Address;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Renders a service's file from its Jinja2 template. A template sees the configuration by its keys, with {@code _} for {@code -}
 * ({@code access_groups[0].dhcp.server.lease_time}), values as the file has them, and {@code networks}: the groups' subnets, each once. A
 * name
 * that is not there is an error, not nothing.
 */
final class ServiceTemplates {
    private static final int OUTPUT_MAX = 16 << 20;

    private final Jinjava jinjava = new Jinjava(JinjavaConfig.newBuilder().withFailOnUnknownTokens(true).withTrimBlocks(true)
            .withLstripBlocks(true).withMaxOutputSize(OUTPUT_MAX).withCharset(StandardCharsets.UTF_8).build());

    /**
     * Renders a service's file.
     *
     * @param service       the service
     * @param configuration what it is rendered from
     * @return the file's text
     * @throws RefusedException if the template cannot be read or fails
     */
    String render(final CommitSettings.Service service, final RunningConfiguration configuration) {
        final String what = "the template of " + service.name();
        final Map<String, Object> values = new LinkedHashMap<>(underscored(ConfigurationWriter.toMap(configuration)));
        values.put("networks", configuration.accessGroups().stream().map(ServiceTemplates::network).distinct().toList());
        final RenderResult result = jinjava.renderForResult(template(service, what), values);
        if (result.hasErrors()) {
            throw new RefusedException(what + " fails: " + result.getErrors().stream()
                    .map(error -> "line " + error.getLineno() + ": " + error.getMessage()).collect(Collectors.joining("; ")));
        }
        return result.getOutput();
    }

    private static String template(final CommitSettings.Service service, final String what) {
        try {
            if (!service.template().isEmpty()) {
                return Files.readString(Path.of(service.template()));
            }
            final String name = switch (service.kind()) {
                case FRR -> "frr.conf.j2";
                case NFTABLES -> "nftables.nft.j2";
                case ACCEL_PPP -> "accel-ppp.conf.j2";
                case OTHER -> throw new IllegalStateException("the loader lets no service of kind other be without a template");
            };
            try (InputStream in = ServiceTemplates.class.getResourceAsStream(name)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (final IOException e) {
            throw new RefusedException(what + " cannot be read: " + e.getMessage());
        }
    }

    private static String network(final AccessGroupSettings group) {
        final int mask = -1 << Integer.SIZE - group.gatewayPrefixLength();
        return Ipv4Address.toString(group.gateway() & mask) + "/" + group.gatewayPrefixLength();
    }

    private static Map<String, Object> underscored(final Map<?, ?> map) {
        final Map<String, Object> out = new LinkedHashMap<>();
        map.forEach((key, value) -> out.put(key.toString().replace('-', '_'), underscored(value)));
        return out;
    }

    private static Object underscored(final Object value) {
        return switch (value) {
            case Map<?, ?> map -> underscored(map);
            case List<?> list -> list.stream().map(item -> underscored((Object) item)).toList();
            default -> value;
        };
    }
}
