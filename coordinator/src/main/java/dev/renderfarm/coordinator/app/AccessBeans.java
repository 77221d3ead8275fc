package dev.renderfarm.coordinator.app;

import dev.renderfarm.common.access.KeySecret;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.coordinator.access.Gate;
import dev.renderfarm.coordinator.access.LocalName;
import dev.renderfarm.coordinator.access.RequestPace;
import dev.renderfarm.coordinator.access.TokenClaims;
import dev.renderfarm.coordinator.audit.KafkaAuditTrail;
import dev.renderfarm.coordinator.config.AccessConfig;
import dev.renderfarm.coordinator.keys.FirstKey;
import dev.renderfarm.coordinator.keys.KafkaKeyPublisher;
import dev.renderfarm.coordinator.keys.KeyDesk;
import dev.renderfarm.coordinator.keys.KeyPublisher;
import dev.renderfarm.coordinator.keys.KeyRing;
import dev.renderfarm.coordinator.tokens.HttpDocuments;
import dev.renderfarm.coordinator.tokens.IssuerKeys;
import dev.renderfarm.coordinator.tokens.SignedTokens;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Who gets in. */
@Singleton
class AccessBeans {

    private static final int REMEMBERED = 10_000;
    private static final double SECONDS_OF_A_MINUTE = 60;

    private final InstantSource clock = InstantSource.system();
    private final SecureRandom random = new SecureRandom();

    @Produces
    @Singleton
    KeyRing ring() {
        return new KeyRing(clock);
    }

    @Produces
    @Singleton
    KafkaKeyPublisher publisher(FarmTopics names, KafkaClients kafka) {
        return new KafkaKeyPublisher(names.keys(), kafka::producer, clock);
    }

    void close(@Disposes KafkaKeyPublisher publisher) {
        publisher.close();
    }

    @Produces
    @Singleton
    KafkaAuditTrail trail(FarmTopics names, KafkaClients kafka) {
        ThreadPoolExecutor sender =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(REMEMBERED), work -> {
                    Thread thread = new Thread(work, "audit-trail");
                    thread.setDaemon(true);
                    return thread;
                });
        return new KafkaAuditTrail(names.audit(), kafka::producer, kafka::reader, sender);
    }

    void close(@Disposes KafkaAuditTrail trail) {
        trail.close();
    }

    @Produces
    @Singleton
    KeyDesk desk(KeyRing ring, KeyPublisher publisher) {
        return new KeyDesk(ring, publisher, clock, random);
    }

    @Produces
    @Singleton
    Gate gate(
            KeyRing ring,
            AccessConfig config,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "renderfarm.public-url") Optional<String> publicUrl,
            @ConfigProperty(name = "quarkus.http.proxy.proxy-address-forwarding", defaultValue = "false")
                    boolean forwarded,
            @ConfigProperty(name = "quarkus.http.proxy.use-proxy-protocol", defaultValue = "false")
                    boolean proxyProtocol) {
        return new Gate(
                isKeyed(config.keys(), host, publicUrl, forwarded || proxyProtocol),
                ring,
                new RequestPace(config.requestsPerSecond(), config.requestsAtOnce(), REMEMBERED, clock),
                new RequestPace(
                        config.wrongKeysPerMinute() / SECONDS_OF_A_MINUTE,
                        config.wrongKeysPerMinute(),
                        REMEMBERED,
                        clock));
    }

    /**
     * A farm that others reach asks everybody for a key: one that listens to them itself, and one of which the operator says
     * that a proxy does. A proxy of which nobody says so cannot be told from this machine's own programs.
     */
    static boolean isKeyed(AccessConfig.Keys keys, String host, Optional<String> publicUrl, boolean behindProxy) {
        return keys == AccessConfig.Keys.ALWAYS
                || behindProxy
                || !LocalName.is(host)
                || publicUrl
                        .filter(url -> !url.isBlank() && !LocalName.isOfUrl(url))
                        .isPresent();
    }

    /** At start, so that tokens that nobody has bounded end it. */
    @Startup
    @Produces
    @Singleton
    TokenClaims claims(AccessConfig config) {
        AccessConfig.Oidc oidc = config.oidc();
        if (oidc.enabled() && (oidc.issuer().isEmpty() || oidc.audience().isEmpty())) {
            throw new ConfigurationException("renderfarm.access.oidc.enabled wants renderfarm.access.oidc.issuer and"
                    + " renderfarm.access.oidc.audience too: else tokens that are meant for others would be let in");
        }
        if (oidc.enabled()) {
            oidc.issuer().ifPresent(AccessBeans::requireSafe);
        }
        var names = new TokenClaims.Names(
                oidc.nameClaim(),
                oidc.tenantClaim(),
                oidc.roleClaim(),
                oidc.tenant().map(TenantName::new).orElse(null));
        return new TokenClaims(names, oidc.roles().orElse(List.of()));
    }

    /** Whoever is between the farm and its issuer could give it keys of his own. */
    private static void requireSafe(String issuer) {
        String scheme = issuer.toLowerCase(Locale.ROOT);
        if (!scheme.startsWith("https://") && !(scheme.startsWith("http://") && LocalName.isOfUrl(issuer))) {
            throw new ConfigurationException("renderfarm.access.oidc.issuer is " + issuer
                    + ": it has to begin with https://, or with http:// on this machine");
        }
    }

    /** Empty where tokens are not taken. */
    @Produces
    @Singleton
    Optional<SignedTokens> tokens(AccessConfig config) {
        AccessConfig.Oidc oidc = config.oidc();
        if (!oidc.enabled()) {
            return Optional.empty();
        }
        String issuer = oidc.issuer().orElseThrow();
        var keys = new IssuerKeys(issuer, new HttpDocuments(), clock);
        return Optional.of(new SignedTokens(issuer, oidc.audience().orElseThrow(), keys, clock));
    }

    @Produces
    @Singleton
    FirstKey firstKey(KeyRing ring, KeyDesk desk, AccessConfig config) {
        return new FirstKey(ring, desk, given(config.firstKey()), clock, random, AccessBeans::show);
    }

    private static Optional<KeySecret> given(Optional<String> text) {
        Optional<KeySecret> key =
                text.map(String::strip).filter(given -> !given.isEmpty()).flatMap(KeySecret::parse);
        if (key.isEmpty() && text.filter(given -> !given.isBlank()).isPresent()) {
            throw new ConfigurationException(
                    "renderfarm.access.first-key is no API key: make one with scripts/farm keys generate");
        }
        return key;
    }

    /** On standard output and in no log, where it would be kept. */
    private static void show(String secret) {
        System.out.println("The first API key of this farm, an admin's, shown this once: " + secret);
        System.out.flush();
    }
}
