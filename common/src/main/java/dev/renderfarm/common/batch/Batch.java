package dev.renderfarm.common.batch;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.wire.EpochSeconds;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A batch as everyone sees it: the value of a record on the compacted topic {@code renderfarm.batch-status} (key: the
 * batch id) and the body of {@code GET /v1/batches/{id}}. Field for field OpenAI's Batch object, with what the farm
 * adds in {@link #renderfarm}.
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Batch(
        BatchId id,
        String endpoint,
        @Nullable ModelName model,
        @Nullable BatchErrors errors,
        FileId inputFileId,
        String completionWindow,
        BatchStatus status,
        @Nullable FileId outputFileId,
        @Nullable FileId errorFileId,
        @EpochSeconds Instant createdAt,
        @EpochSeconds @Nullable Instant inProgressAt,
        @EpochSeconds @Nullable Instant expiresAt,
        @EpochSeconds @Nullable Instant finalizingAt,
        @EpochSeconds @Nullable Instant completedAt,
        @EpochSeconds @Nullable Instant failedAt,
        @EpochSeconds @Nullable Instant expiredAt,
        @EpochSeconds @Nullable Instant cancellingAt,
        @EpochSeconds @Nullable Instant cancelledAt,
        RequestCounts requestCounts,
        Map<String, String> metadata,
        FarmProgress renderfarm) {

    public Batch {
        requireNonNull(id, "id is null");
        requireNonNull(endpoint, "endpoint is null");
        requireNonNull(inputFileId, "inputFileId is null");
        requireNonNull(completionWindow, "completionWindow is null");
        requireNonNull(status, "status is null");
        requireNonNull(createdAt, "createdAt is null");
        requireNonNull(requestCounts, "requestCounts is null");
        requireNonNull(renderfarm, "renderfarm is null");
        metadata = Map.copyOf(metadata);
        if (requestCounts.failed() < renderfarm.input().skippedLines()) {
            throw new IllegalArgumentException(
                    "skipped lines of " + id + " are not among the failed: " + requestCounts);
        }
        int settled = requestCounts.completed() + requestCounts.failed() + renderfarm.cancelled();
        if (requestCounts.total() != settled + renderfarm.waiting() + renderfarm.inFlight()) {
            throw new IllegalArgumentException(
                    "counts of " + id + " do not add up to the total: " + requestCounts + " " + renderfarm);
        }
    }

    /** Of its tasks alone, without the lines that were skipped. */
    public RequestCounts taskCounts() {
        return renderfarm.input().withoutSkipped(requestCounts);
    }

    /** Whether its completion window has ended, though it may wait for what is in flight and so not have expired yet. */
    public boolean windowHasEnded(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /** The same, as it is known again from the bucket. */
    public Batch rebuilt(Instant at) {
        return new Batch(
                id,
                endpoint,
                model,
                errors,
                inputFileId,
                completionWindow,
                status,
                outputFileId,
                errorFileId,
                createdAt,
                inProgressAt,
                expiresAt,
                finalizingAt,
                completedAt,
                failedAt,
                expiredAt,
                cancellingAt,
                cancelledAt,
                requestCounts,
                metadata,
                renderfarm.rebuilt(at));
    }

    @JsonProperty("object")
    public String object() {
        return "batch";
    }
}
