package dev.renderfarm.coordinator.keys;

import dev.renderfarm.common.access.KeyHash;
import dev.renderfarm.common.access.KeySecret;
import dev.renderfarm.common.access.KeyUse;
import dev.renderfarm.common.access.StoredKey;
import dev.renderfarm.common.id.KeyId;
import dev.renderfarm.coordinator.access.Caller;
import dev.renderfarm.coordinator.access.Credentials;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All keys that the topic has, as far as it was read, and which of them count. Safe for several threads. */
public final class KeyRing implements Credentials {

    /** Compared with where there is no such key, so that an answer takes as long. */
    private static final KeyHash NOBODYS = new KeyHash("00".repeat(16), "00".repeat(32));

    private final Map<KeyId, StoredKey> keys = new ConcurrentHashMap<>();
    private final Map<KeyId, Instant> told = new ConcurrentHashMap<>();
    private final Map<KeyId, Instant> used = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private volatile boolean known;

    public KeyRing(InstantSource clock) {
        this.clock = clock;
    }

    /** A key as the topic has it now. One that was revoked stays so, whatever comes late. */
    void put(StoredKey key) {
        keys.merge(key.id(), key, (before, now) -> before.revokedAt() == null ? now : before);
    }

    void put(KeyUse use) {
        told.merge(use.id(), use.usedAt(), KeyRing::later);
    }

    void remove(KeyId key) {
        keys.remove(key);
        told.remove(key);
        used.remove(key);
    }

    /** All that were there when this process began to read are read. */
    public void complete() {
        known = true;
    }

    @Override
    public boolean areKnown() {
        return known;
    }

    @Override
    public Optional<Caller> caller(KeySecret secret) {
        StoredKey key = keys.get(secret.id());
        KeyHash hash = key == null ? NOBODYS : key.hash();
        if (!hash.isOf(secret) || key == null || !counts(key, clock.instant())) {
            return Optional.empty();
        }
        used.put(owner(key), clock.instant());
        return Optional.of(new Caller(key.id(), key.parent(), key.name(), key.tenant(), key.role(), key.expiresAt()));
    }

    @Override
    public boolean stillCounts(Caller caller) {
        if (caller.key() == null) {
            return caller.expiresAt() == null || clock.instant().isBefore(caller.expiresAt());
        }
        StoredKey key = keys.get(caller.key());
        return key != null && counts(key, clock.instant());
    }

    /** Of a session its key has to count too. */
    private boolean counts(StoredKey key, Instant now) {
        if (!key.counts(now)) {
            return false;
        }
        StoredKey parent = key.parent() == null ? null : keys.get(key.parent());
        return key.parent() == null || parent != null && parent.counts(now);
    }

    private static KeyId owner(StoredKey key) {
        return key.parent() == null ? key.id() : key.parent();
    }

    Optional<StoredKey> find(KeyId id) {
        return Optional.ofNullable(keys.get(id));
    }

    /** Those that people made, the newest first. */
    List<StoredKey> made() {
        return keys.values().stream()
                .filter(key -> !key.hasParent())
                .sorted(Comparator.comparing(StoredKey::createdAt)
                        .thenComparing(key -> key.id().value())
                        .reversed())
                .toList();
    }

    /** Those that were opened with a key, the oldest first. */
    List<StoredKey> sessions(KeyId key) {
        return sessions()
                .filter(session -> key.equals(session.parent()))
                .sorted(Comparator.comparing(StoredKey::createdAt))
                .toList();
    }

    /** Sessions that count no more, and keys that have not counted since then; none that nobody's key has made. */
    List<KeyId> ended(Instant since) {
        Instant now = clock.instant();
        return keys.values().stream()
                .filter(key -> key.hasParent() ? !counts(key, now) : key.createdBy() != null && endedBefore(key, since))
                .map(StoredKey::id)
                .toList();
    }

    private static boolean endedBefore(StoredKey key, Instant time) {
        return Stream.of(Optional.ofNullable(key.revokedAt()), Optional.ofNullable(key.expiresAt()))
                .flatMap(Optional::stream)
                .anyMatch(end -> end.isBefore(time));
    }

    private Stream<StoredKey> sessions() {
        return keys.values().stream().filter(StoredKey::hasParent);
    }

    /** When it was used last, as any coordinator told or this one saw; null where it was not. */
    @Nullable
    Instant lastUse(KeyId key) {
        Instant here = used.get(key);
        Instant there = told.get(key);
        return here == null ? there : there == null ? here : later(here, there);
    }

    /** Uses here that are later than what was told by at least so much, rounded down to it. */
    public List<KeyUse> untold(Duration least) {
        return used.entrySet().stream()
                .filter(use -> keys.containsKey(use.getKey()))
                .map(use -> new KeyUse(use.getKey(), rounded(use.getValue(), least)))
                .filter(use -> {
                    Instant before = told.get(use.id());
                    return before == null || before.isBefore(use.usedAt());
                })
                .toList();
    }

    private static Instant rounded(Instant time, Duration least) {
        long seconds = Math.max(1, least.toSeconds());
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
