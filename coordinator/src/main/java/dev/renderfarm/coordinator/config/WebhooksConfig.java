package dev.renderfarm.coordinator.config;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Messages to receivers outside of the farm. The same on every coordinator. */
@ConfigMapping(prefix = "renderfarm.webhooks")
public interface WebhooksConfig {

    /**
     * From which the secrets of all webhooks are derived: 32 characters at least, best given by the environment variable
     * {@code RENDERFARM_WEBHOOKS_SECRET}. Without it there are no webhooks; with another one all of their secrets change.
     */
    Optional<String> secret();

    /**
     * Hosts, addresses and ranges of addresses, as {@code hooks.shop.internal} or {@code 10.1.0.0/16}, to which messages may
     * go beside public addresses, by http too where it is the host that is named.
     */
    Optional<List<String>> allow();
}
