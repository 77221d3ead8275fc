package dev.renderfarm.common.farm;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.id.FarmId;
import dev.renderfarm.common.id.FarmName;
import java.time.Instant;

/**
 * Whose the topics and the bucket are: the first record of the farm's identity topic, and {@code farm.json} in its
 * bucket. The two belong together where both tell the same id.
 *
 * @param ledger the Kafka Streams application that is the farm's ledger
 * @param bucket as it was called when the farm began, for people
 * @param claimed whether the topics tell it too; false in the bucket of a farm whose first start is not finished
 */
public record FarmIdentity(FarmId id, FarmName name, String ledger, String bucket, Instant createdAt, boolean claimed) {

    public FarmIdentity {
        requireNonNull(id, "id is null");
        requireNonNull(name, "name is null");
        requireNonNull(ledger, "ledger is null");
        requireNonNull(bucket, "bucket is null");
        requireNonNull(createdAt, "createdAt is null");
    }

    /** As it stands once the topics tell it too. */
    public FarmIdentity asClaimed() {
        return new FarmIdentity(id, name, ledger, bucket, createdAt, true);
    }
}
