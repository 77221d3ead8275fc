package dev.renderfarm.common.batch;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.Lane;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a batch comes from.
 *
 * @param submittedAt its {@code created_at} without rounding: the order of the list; null of one of release 0.1
 * @param parentBatchId of whose lines it renders some again; null for one of its own
 * @param revision which of the attempts at its parent's pictures it is, from 2; null where it is none
 * @param outputExpiresAfter how long the files that it leaves are kept; null until they are deleted
 * @param lane {@code interactive} where somebody waited for its pictures; null is that of batches
 * @param inputFilename what its input was called when it was uploaded; null of one that does not say
 * @param rebuiltAt when the farm, which had lost its topics, learned of it again from the bucket; null of one whose tasks it has known all the while
 */
public record Origin(
        @Nullable Instant submittedAt,
        @Nullable BatchId parentBatchId,
        @Nullable Integer revision,
        @Nullable ExpiresAfter outputExpiresAfter,
        @Nullable Lane lane,
        @Nullable String inputFilename,
        @Nullable Instant rebuiltAt) {

    /** Of a batch that does not say. */
    public static final Origin UNKNOWN = new Origin(null, null, null, null, null, null);

    /** Of a batch that was never lost. */
    public Origin(
            @Nullable Instant submittedAt,
            @Nullable BatchId parentBatchId,
            @Nullable Integer revision,
            @Nullable ExpiresAfter outputExpiresAfter,
            @Nullable Lane lane,
            @Nullable String inputFilename) {
        this(submittedAt, parentBatchId, revision, outputExpiresAfter, lane, inputFilename, null);
    }

    Origin rebuilt(Instant at) {
        return new Origin(submittedAt, parentBatchId, revision, outputExpiresAfter, lane, inputFilename, at);
    }
}
