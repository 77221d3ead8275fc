package dev.renderfarm.common.access;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.id.KeyId;
import java.time.Instant;

/**
 * When a key was used last, to the hour. The value of a record on the topic {@code renderfarm.keys} (key: the key's id and
 * {@code /use}), beside the key's own, so that it can never overwrite a revocation.
 */
public record KeyUse(KeyId id, Instant usedAt) {

    public KeyUse {
        requireNonNull(id, "id is null");
        requireNonNull(usedAt, "used_at is null");
    }
}
