package dev.renderfarm.coordinator.ledger.decision;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.renderfarm.common.batch.ExpiresAfter;
import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.Origin;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.coordinator.batch.BatchCommand;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a batch was opened with, as the store {@code batches} keeps it: a form of its own, so that the command may
 * change without making yesterday's entries unreadable.
 *
 * @param model asked for by the batch as a whole; null leaves it to the lines or to the farm's only model
 * @param expiresAt end of the completion window
 * @param rules the usual ones where an entry does not say
 * @param parentBatchId of whose lines it renders some again
 * @param traceparent that its tasks and its end refer to; null where the batch is not traced
 * @param terms as they were last changed
 * @param revision which of the attempts at its parent's pictures it is; null where it is none
 * @param sharing the default where an entry does not say
 * @param outputExpiresAfter how long the files that it leaves are kept; null until they are deleted
 * @param lane of its tasks; null is that of batches
 * @param inputFilename what its input was called; null where nobody said
 */
public record Submission(
        BatchId batchId,
        FileId inputFileId,
        String endpoint,
        String completionWindow,
        @Nullable ModelName model,
        @JsonProperty(required = true) long seed,
        @JsonProperty(required = true) int maxAttempts,
        Map<String, String> metadata,
        Instant createdAt,
        Instant expiresAt,
        InputRules rules,
        @Nullable BatchId parentBatchId,
        @Nullable Traceparent traceparent,
        Terms terms,
        @Nullable Integer revision,
        Sharing sharing,
        @Nullable ExpiresAfter outputExpiresAfter,
        @Nullable Lane lane,
        @Nullable String inputFilename) {

    public Submission {
        metadata = Map.copyOf(metadata);
        terms = terms == null ? Terms.NONE : terms;
        sharing = sharing == null ? Sharing.DEFAULT : sharing;
        rules = rules == null ? InputRules.DEFAULT : rules;
    }

    static Submission of(BatchCommand.Submit command) {
        return new Submission(
                command.batchId(),
                command.inputFileId(),
                command.endpoint(),
                command.completionWindow(),
                command.model(),
                command.seed(),
                command.maxAttempts(),
                command.metadata(),
                command.createdAt(),
                command.expiresAt(),
                command.rules(),
                command.parentBatchId(),
                command.traceparent(),
                command.terms(),
                command.revision(),
                command.sharing(),
                command.outputExpiresAfter(),
                command.lane(),
                command.inputFilename());
    }

    Submission on(Terms others) {
        return new Submission(
                batchId,
                inputFileId,
                endpoint,
                completionWindow,
                model,
                seed,
                maxAttempts,
                metadata,
                createdAt,
                expiresAt,
                rules,
                parentBatchId,
                traceparent,
                others,
                revision,
                sharing,
                outputExpiresAfter,
                lane,
                inputFilename);
    }

    /** The command that it came with, on the present terms. */
    public BatchCommand.Submit command() {
        return new BatchCommand.Submit(
                batchId,
                inputFileId,
                endpoint,
                completionWindow,
                model,
                seed,
                maxAttempts,
                metadata,
                createdAt,
                expiresAt,
                rules,
                parentBatchId,
                traceparent,
                terms,
                revision,
                sharing,
                outputExpiresAfter,
                lane,
                inputFilename);
    }

    Origin origin() {
        return new Origin(createdAt, parentBatchId, revision, outputExpiresAfter, lane, inputFilename);
    }
}
