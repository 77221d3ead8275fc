package dev.renderfarm.coordinator.batch;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchErrors;
import dev.renderfarm.common.batch.BatchWarnings;
import dev.renderfarm.common.batch.DevicePrice;
import dev.renderfarm.common.batch.ExpiresAfter;
import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.task.Lane;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A wish of a user, or the report of long work done beside the stream. Delivered at least once to the ledger, in order
 * per batch; a command that the batch's state no longer allows changes nothing. Long because all commands are one closed
 * type, in one stored form.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = BatchCommand.Submit.class, name = "submit"),
    @JsonSubTypes.Type(value = BatchCommand.Cancel.class, name = "cancel"),
    @JsonSubTypes.Type(value = BatchCommand.Pause.class, name = "pause"),
    @JsonSubTypes.Type(value = BatchCommand.Resume.class, name = "resume"),
    @JsonSubTypes.Type(value = BatchCommand.Amend.class, name = "amend"),
    @JsonSubTypes.Type(value = BatchCommand.Proceed.class, name = "proceed"),
    @JsonSubTypes.Type(value = BatchCommand.Review.class, name = "review"),
    @JsonSubTypes.Type(value = BatchCommand.Skip.class, name = "skip"),
    @JsonSubTypes.Type(value = BatchCommand.Validated.class, name = "validated"),
    @JsonSubTypes.Type(value = BatchCommand.Rejected.class, name = "rejected"),
    @JsonSubTypes.Type(value = BatchCommand.Finalized.class, name = "finalized"),
    @JsonSubTypes.Type(value = BatchCommand.Rebuild.class, name = "rebuild"),
    @JsonSubTypes.Type(value = BatchCommand.Purge.class, name = "purge")
})
public sealed interface BatchCommand {

    BatchId batchId();

    /** Visits the command; one method per kind, so that a new kind is not forgotten anywhere. */
    <R> R accept(Visitor<R> visitor);

    private static void requireBoth(BatchId batchId, Instant at) {
        requireNonNull(batchId, "batchId is null");
        requireNonNull(at, "at is null");
    }

    /** One method per kind of command. */
    interface Visitor<R> {
        R submit(Submit command);

        R cancel(Cancel command);

        R pause(Pause command);

        R resume(Resume command);

        R amend(Amend command);

        R proceed(Proceed command);

        R review(Review command);

        R skip(Skip command);

        R validated(Validated command);

        R rejected(Rejected command);

        R finalized(Finalized command);

        R rebuild(Rebuild command);

        R purge(Purge command);
    }

    /**
     * Opens a batch.
     *
     * @param model asked for by the batch as a whole; null leaves it to the lines or to the farm's only model
     * @param seed of the batch; drawn when it was submitted if the user gave none
     * @param expiresAt end of the completion window
     * @param rules the usual ones where a command does not say
     * @param parentBatchId of whose lines it renders some again
     * @param traceparent of the request for it; null where that is not traced
     * @param terms as they were first asked for
     * @param revision which of the attempts at its parent's pictures it is; null where it is none
     * @param sharing the default where a command does not say
     * @param outputExpiresAfter how long the files that it leaves are kept; null until they are deleted
     * @param lane of its tasks; null is that of batches
     * @param inputFilename what its input was called; null where nobody said
     */
    record Submit(
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
            @Nullable String inputFilename)
            implements BatchCommand {

        public Submit {
            requireNonNull(batchId, "batchId is null");
            requireNonNull(inputFileId, "inputFileId is null");
            requireNonNull(endpoint, "endpoint is null");
            requireNonNull(completionWindow, "completionWindow is null");
            requireNonNull(createdAt, "createdAt is null");
            requireNonNull(expiresAt, "expiresAt is null");
            metadata = Map.copyOf(metadata);
            rules = rules == null ? InputRules.DEFAULT : rules;
            terms = terms == null ? Terms.NONE : terms;
            sharing = sharing == null ? Sharing.DEFAULT : sharing;
        }

        /** The same with its tasks on that lane. */
        public Submit on(Lane chosen) {
            return with(chosen.stored(), inputFilename);
        }

        /** The same with that name of its input. */
        public Submit of(String filename) {
            return with(lane, filename);
        }

        private Submit with(@Nullable Lane chosen, @Nullable String filename) {
            return new Submit(
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
                    chosen,
                    filename);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.submit(this);
        }
    }

    /** The user wants no more of it. */
    record Cancel(BatchId batchId, Instant at) implements BatchCommand {

        public Cancel {
            requireBoth(batchId, at);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.cancel(this);
        }
    }

    /** The user wants no more tasks of it given out for now. */
    record Pause(BatchId batchId, Instant at) implements BatchCommand {

        public Pause {
            requireBoth(batchId, at);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.pause(this);
        }
    }

    /** The user wants a paused batch to go on. */
    record Resume(BatchId batchId, Instant at) implements BatchCommand {

        public Resume {
            requireBoth(batchId, at);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.resume(this);
        }
    }

    /** The user wants it on other terms. */
    record Amend(BatchId batchId, TermsChange change, Instant at) implements BatchCommand {

        public Amend {
            requireBoth(batchId, at);
            requireNonNull(change, "change is null");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.amend(this);
        }
    }

    /** The user has seen the previews, and wants the other pictures. */
    record Proceed(BatchId batchId, Instant at) implements BatchCommand {

        public Proceed {
            requireBoth(batchId, at);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.proceed(this);
        }
    }

    /** Somebody judges pictures. */
    record Review(BatchId batchId, List<Said> said, Instant at) implements BatchCommand {

        public Review {
            requireBoth(batchId, at);
            said = List.copyOf(said);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.review(this);
        }
    }

    /** The user needs some pictures no more. */
    record Skip(BatchId batchId, List<Integer> indexes, Instant at) implements BatchCommand {

        public Skip {
            requireBoth(batchId, at);
            indexes = List.copyOf(indexes);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.skip(this);
        }
    }

    /**
     * Validation passed: the item parts are in the bucket.
     *
     * @param total of its tasks
     * @param errors the first ones of lines that were skipped; null where none was
     * @param price of the model; null where the farm has none
     */
    record Validated(
            BatchId batchId,
            ModelName model,
            @JsonProperty(required = true) int total,
            InputReport input,
            @Nullable BatchErrors errors,
            @Nullable DevicePrice price)
            implements BatchCommand {

        public Validated {
            requireNonNull(batchId, "batchId is null");
            requireNonNull(model, "model is null");
            if (total < 0) {
                throw new IllegalArgumentException("total is negative: " + total);
            }
            input = input == null ? InputReport.NONE : input;
        }

        /** @param current null where the farm has none for the model */
        public Validated at(@Nullable DevicePrice current) {
            return new Validated(batchId, model, total, input, errors, current);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.validated(this);
        }
    }

    /** Validation failed: nothing will be rendered. */
    record Rejected(BatchId batchId, BatchErrors errors, InputReport input) implements BatchCommand {

        public Rejected {
            requireNonNull(batchId, "batchId is null");
            requireNonNull(errors, "errors is null");
            input = input == null ? InputReport.NONE : input;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.rejected(this);
        }
    }

    /**
     * The batch's files are in the bucket.
     *
     * @param counts of the tasks that the files tell of; files that tell of others than the ledger has counted are not
     * the batch's
     * @param cancelled tasks among them that are neither completed nor failed
     * @param outputFileId null where no request succeeded
     * @param errorFileId null where none failed
     * @param warnings of what does not stand in them as the input asks; null where all does
     */
    record Finalized(
            BatchId batchId,
            RequestCounts counts,
            int cancelled,
            @Nullable FileId outputFileId,
            @Nullable FileId errorFileId,
            FileId manifestFileId,
            @Nullable BatchWarnings warnings)
            implements BatchCommand {

        public Finalized {
            requireNonNull(batchId, "batchId is null");
            requireNonNull(counts, "counts is null");
            requireNonNull(manifestFileId, "manifestFileId is null");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.finalized(this);
        }
    }

    /**
     * A batch that ended before the topics were lost is known again. The ledger takes it as one whose tasks are kept no
     * longer; one that it knows stays as it is.
     *
     * @param batch as everyone shall be told of it
     */
    record Rebuild(Batch batch) implements BatchCommand {

        public Rebuild {
            requireNonNull(batch, "batch is null");
            if (!batch.status().isTerminal()) {
                throw new IllegalArgumentException(batch.id() + " has not ended: " + batch.status());
            }
        }

        @JsonIgnore
        @Override
        public BatchId batchId() {
            return batch.id();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.rebuild(this);
        }
    }

    /** Somebody wants an ended batch, whose objects are deleted, to be known no longer. */
    record Purge(BatchId batchId, Instant at) implements BatchCommand {

        public Purge {
            requireBoth(batchId, at);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.purge(this);
        }
    }
}
