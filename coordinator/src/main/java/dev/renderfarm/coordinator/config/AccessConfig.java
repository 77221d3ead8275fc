package dev.renderfarm.coordinator.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who may use the HTTP API. */
@ConfigMapping(prefix = "renderfarm.access")
public interface AccessConfig {

    /** When a key is asked for. */
    enum Keys {
        /** Unless the server listens to this machine alone, and is asked under its name. */
        AUTO,
        /** Of everybody. */
        ALWAYS
    }

    @WithDefault("auto")
    Keys keys();

    /**
     * The key of the first admin, as {@code farm keys generate} makes one; best given by environment, {@code
     * RENDERFARM_ACCESS_FIRST_KEY}. Without it one is drawn at the first start that asks for keys, and shown once.
     */
    Optional<String> firstKey();

    /**
     * Whether {@code /q/metrics} and {@code GET /v1/autoscale} are told without a key: their numbers name models, and neither
     * tenants nor batches.
     */
    @WithDefault("true")
    boolean openMetrics();

    /** Requests with one key, on the average. */
    @WithDefault("200")
    int requestsPerSecond();

    /** Requests with one key that may come at once. */
    @WithDefault("2000")
    int requestsAtOnce();

    /** Wrong keys from one address, or of one key, before they are answered with 429. */
    @WithDefault("10")
    int wrongKeysPerMinute();

    /** Tokens of somebody else's, by OpenID Connect. */
    Oidc oidc();

    /** Whose tokens count, and what their claims mean. */
    interface Oidc {

        /** Whether tokens are taken beside API keys. */
        @WithDefault("false")
        boolean enabled();

        /** Address below which {@code /.well-known/openid-configuration} is; wanted where tokens are taken. */
        Optional<String> issuer();

        /** Of which a token has to be for one; wanted where tokens are taken. */
        Optional<List<String>> audience();

        /** Claim with a name for people. */
        @WithDefault("sub")
        String nameClaim();

        /** Claim with the tenant. */
        @WithDefault("tenant")
        String tenantClaim();

        /** Claim with roles, in a list or divided by spaces; the highest counts. */
        @WithDefault("roles")
        String roleClaim();

        /** Of tokens that name none; without it they are refused, but for admins. */
        Optional<String> tenant();

        /** Each as {@code WORD=ROLE}; without any roles stand in tokens by their own names. */
        Optional<List<String>> roles();
    }

    /** To how much the last use of a key is told, and so how often it is written. */
    @WithDefault("PT1H")
    Duration lastUse();
}
