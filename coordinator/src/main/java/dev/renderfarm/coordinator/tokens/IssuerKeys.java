package dev.renderfarm.coordinator.tokens;

import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of an issuer, fetched when the first token comes and again every hour, or sooner where a token names another
 * one. Whoever sends tokens cannot have them fetched more often than every {@value #PAUSE_SECONDS} s; meanwhile, and while the
 * issuer is away, those that are known count. Safe for several threads, of which one fetches.
 */
public final class IssuerKeys {

    static final long PAUSE_SECONDS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
    /** Threads that wait for the first keys; whoever comes then goes without. */
    private static final int MOST_WAITING = 64;

    private static final Duration PAUSE = Duration.ofSeconds(PAUSE_SECONDS);
    private static final Duration FRESH = Duration.ofHours(1);
    private static final String CONFIGURATION = "/.well-known/openid-configuration";

    private final String issuer;
    private final Documents documents;
    private final InstantSource clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile List<JsonWebKey> known = List.of();
    private volatile Instant fetchedAt = Instant.MIN;
    private volatile Instant triedAt = Instant.MIN;
    private volatile boolean away = true;

    /** @param issuer as its tokens and its configuration name it */
    public IssuerKeys(String issuer, Documents documents, InstantSource clock) {
        this.issuer = issuer;
        this.documents = documents;
        this.clock = clock;
    }

    /** None where the issuer never told any. */
    List<JsonWebKey> all() throws InterruptedException {
        if (fetchedAt.isBefore(clock.instant().minus(FRESH))) {
            fetch();
        }
        return known;
    }

    /** Those that it has now, as a token names one that is not known. */
    List<JsonWebKey> renewed() throws InterruptedException {
        fetch();
        return known;
    }

    /** Whether it told none when it was asked last, or was not asked yet: a key that is not known may be one of its own. */
    boolean isAway() {
        return away;
    }

    /** Others go on with what is known, but for some that know none. */
    private void fetch() throws InterruptedException {
        if (known.isEmpty() && fetching.getQueueLength() < MOST_WAITING) {
            fetching.lockInterruptibly();
        } else if (!fetching.tryLock()) {
            return;
        }
        try {
            Instant now = clock.instant();
            if (triedAt.isAfter(now.minus(PAUSE))) {
                return;
            }
            triedAt = now;
            away = true;
            known = published();
            fetchedAt = now;
            away = false;
        } catch (IOException | JoseException | IllegalArgumentException | ClassCastException e) {
            LOG.atWarn()
                    .addKeyValue("issuer", issuer)
                    .addKeyValue("problem", e.toString())
                    .log("keys of the issuer cannot be had now");
        } finally {
            fetching.unlock();
        }
    }

    private List<JsonWebKey> published() throws IOException, JoseException {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        Map<?, ?> configuration = json(documents.get(URI.create(base + CONFIGURATION)));
        if (!issuer.equals(configuration.get("issuer"))) {
            throw new IOException("its configuration is of the issuer " + configuration.get("issuer")
                    + ": renderfarm.access.oidc.issuer has to be that, to the letter");
        }
        URI keys = URI.create(String.valueOf(configuration.get("jwks_uri")));
        if (!"https".equals(keys.getScheme()) && !issuer.startsWith("http:")) {
            throw new IOException("its keys are at " + keys + ", which is no https");
        }
        return List.copyOf(new JsonWebKeySet(new String(documents.get(keys), StandardCharsets.UTF_8)).getJsonWebKeys());
    }

    private static Map<?, ?> json(byte[] content) throws IOException {
        try {
            return Json.read(content, Map.class);
        } catch (MalformedJsonException e) {
            throw new IOException("its configuration cannot be read: " + e.getMessage(), e);
        }
    }
}
