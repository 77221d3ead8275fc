package dev.renderfarm.coordinator.keys;

import dev.renderfarm.common.access.KeyRequest;
import dev.renderfarm.common.access.KeySecret;
import dev.renderfarm.common.access.KeyView;
import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.access.StoredKey;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.KeyId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.coordinator.access.Caller;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes keys and sessions, and takes them back. What is made counts here at once, and at the other coordinators when they
 * have read it. Methods throw {@link dev.renderfarm.coordinator.batch.BrokerUnavailableException} if the broker does not
 * answer.
 */
public final class KeyDesk {

    /** Keys that count at a time. */
    static final int MOST_KEYS = 1_000;

    static final int MOST_SESSIONS_OF_A_KEY = 20;
    /** How long a session lasts. */
    public static final Duration SESSION = Duration.ofHours(12);

    /** For how long keys are listed that were revoked or have expired. */
    static final Duration REMEMBERED = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(KeyDesk.class);

    private final KeyRing ring;
    private final KeyPublisher topic;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param random one that nobody can foresee */
    public KeyDesk(KeyRing ring, KeyPublisher topic, InstantSource clock, RandomGenerator random) {
        this.ring = ring;
        this.topic = topic;
        this.clock = clock;
        this.random = random;
    }

    /** A session with its secret, which is told this once. */
    public record Session(KeyView view, KeySecret secret) {}

    /**
     * Makes a key; the answer alone has its secret.
     *
     * @throws RequestRefusedException if the request is not as it should be, or there are too many keys
     */
    public KeyView create(KeyRequest request, Caller by) throws InterruptedException {
        String name = name(request.name());
        TenantName tenant =
                request.tenant() == null ? TenantName.DEFAULT : checked("tenant", request.tenant(), TenantName::new);
        if (request.role() == null) {
            throw RequestRefusedException.invalid("role", "role is missing: viewer, submitter, operator or admin");
        }
        Role role = checked("role", request.role(), Role::named);
        Instant now = now();
        Instant expiresAt = expiry(request.expiresAfter(), now);
        if (ring.made().stream().filter(key -> key.counts(now)).count() >= MOST_KEYS) {
            throw new RequestRefusedException(
                    FailureCode.CONFLICT, null, "there are " + MOST_KEYS + " keys already: revoke some first");
        }
        KeySecret secret = KeySecret.random(random);
        StoredKey made = make(secret, name, tenant, role, expiresAt, by.key(), null);
        LOG.atInfo()
                .addKeyValue("key", made.id())
                .addKeyValue("by", by.account())
                .addKeyValue("role", role.wireName())
                .log("an API key was made");
        return KeyView.of(made, null).with(secret);
    }

    /** Makes the first key of the farm, or one that the operator has made himself. */
    void createFirst(KeySecret secret) throws InterruptedException {
        make(secret, "first key", TenantName.DEFAULT, Role.ADMIN, null, null, null);
    }

    /** Another first key was there before it. */
    void takeBackFirst(KeySecret secret) throws InterruptedException {
        forget(secret.id());
    }

    /** All keys, those that were revoked or have expired too; the newest first. */
    public List<KeyView> list() {
        return ring.made().stream()
                .map(key -> KeyView.of(key, ring.lastUse(key.id())))
                .toList();
    }

    /**
     * Takes a key back, with all its sessions.
     *
     * @param by who wants it
     * @throws RequestRefusedException if there is none, or it is the last one of an admin
     */
    public void revoke(KeyId id, Caller by) throws InterruptedException {
        StoredKey key = ring.find(id)
                .filter(found -> !found.hasParent())
                .orElseThrow(
                        () -> RequestRefusedException.notFound("there is no key " + id + ": GET /v1/keys lists them"));
        Instant now = now();
        if (!key.counts(now)) {
            return;
        }
        boolean last = key.role() == Role.ADMIN
                && ring.made().stream()
                        .noneMatch(other -> !other.id().equals(id) && other.role() == Role.ADMIN && other.counts(now));
        if (last) {
            throw new RequestRefusedException(
                    FailureCode.CONFLICT, null, "this is the last key of an admin: make another one first");
        }
        put(key.revoked(now));
        LOG.atInfo().addKeyValue("key", id).addKeyValue("by", by.account()).log("an API key was revoked");
        for (StoredKey session : ring.sessions(id)) {
            forget(session.id());
        }
    }

    /**
     * Opens a session for a browser.
     *
     * @throws RequestRefusedException if the farm asks for no key, or a session asks
     */
    public Session open(Caller by) throws InterruptedException {
        KeyId parent = by.key();
        if (by.subject() != null) {
            throw new RequestRefusedException(
                    FailureCode.CONFLICT, null, "a token opens no session: sign in with an API key");
        }
        if (parent == null) {
            throw new RequestRefusedException(
                    FailureCode.CONFLICT, null, "this farm asks for no key: there is nothing to sign in to");
        }
        if (by.parent() != null) {
            throw new RequestRefusedException(
                    FailureCode.CONFLICT, null, "a session opens no other: send the header Authorization with the key");
        }
        List<StoredKey> open = ring.sessions(parent);
        for (StoredKey oldest : open.subList(0, Math.max(0, open.size() + 1 - MOST_SESSIONS_OF_A_KEY))) {
            forget(oldest.id());
        }
        Instant end = now().plus(SESSION);
        Instant expiresAt = by.expiresAt() == null || end.isBefore(by.expiresAt()) ? end : by.expiresAt();
        KeySecret secret = KeySecret.random(random);
        TenantName tenant = by.tenant() == null ? TenantName.DEFAULT : by.tenant();
        StoredKey session = make(secret, by.name(), tenant, by.role(), expiresAt, parent, parent);
        return new Session(KeyView.of(session, null), secret);
    }

    /**
     * Forgets sessions that have ended, and keys that ended 30 days ago; of those never a farm's first ones, which
     * would count again when the operator gives them again.
     */
    public void forgetEnded() throws InterruptedException {
        for (KeyId ended : ring.ended(now().minus(REMEMBERED))) {
            forget(ended);
        }
    }

    /** Ends the session that asks for it; a key stays. */
    public void close(Caller by) throws InterruptedException {
        if (by.key() != null && by.parent() != null) {
            forget(by.key());
        }
    }

    private StoredKey make(
            KeySecret secret,
            String name,
            TenantName tenant,
            Role role,
            @Nullable Instant expiresAt,
            @Nullable KeyId by,
            @Nullable KeyId parent)
            throws InterruptedException {
        StoredKey key =
                new StoredKey(secret.id(), name, tenant, role, secret.hash(random), now(), expiresAt, null, by, parent);
        put(key);
        return key;
    }

    private void put(StoredKey key) throws InterruptedException {
        topic.publish(key);
        ring.put(key);
    }

    private void forget(KeyId key) throws InterruptedException {
        topic.forget(key);
        ring.remove(key);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static @Nullable Instant expiry(@Nullable Long seconds, Instant now) {
        if (seconds == null) {
            return null;
        }
        if (seconds < KeyRequest.SHORTEST || seconds > KeyRequest.LONGEST) {
            throw RequestRefusedException.invalid(
                    "expires_after",
                    "expires_after is a whole number of seconds from " + KeyRequest.SHORTEST + " to "
                            + KeyRequest.LONGEST + ", or left out");
        }
        return now.plusSeconds(seconds);
    }

    private static String name(@Nullable String name) {
        if (name == null || name.isBlank()) {
            throw RequestRefusedException.invalid("name", "name is missing: say whose key it is");
        }
        if (name.codePointCount(0, name.length()) > KeyRequest.LONGEST_NAME) {
            throw RequestRefusedException.invalid(
                    "name", "name is longer than " + KeyRequest.LONGEST_NAME + " characters");
        }
        return name.strip();
    }

    private static <T> T checked(String field, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.invalid(field, String.valueOf(e.getMessage()));
        }
    }
}
