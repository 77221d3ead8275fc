package dev.renderfarm.coordinator.finalization;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.task.DeliveryReport;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Rejection;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.SchedulerKind;
import dev.renderfarm.common.wire.Base64File;
import dev.renderfarm.common.wire.EpochSeconds;
import dev.renderfarm.coordinator.batch.SkippedLine;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code output.jsonl} or {@code errors.jsonl}: OpenAI's batch output object, field for field, with what the
 * farm adds in {@code renderfarm} beside each picture or its URL.
 *
 * @param id of the request: the same whenever the file is written, and in both files where some of its pictures failed
 * @param customId null where a line that was skipped has none that can be read
 * @param renderfarm null where the input's line carried nothing
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record OutputLine(
        String id,
        @Nullable String customId,
        @Nullable Response response,
        @Nullable Failure error,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Carried renderfarm) {

    /** The columns of the input's line that are none of the farm's, verbatim. */
    record Carried(Map<String, String> columns) {

        static @Nullable Carried of(Map<String, String> columns) {
            return columns.isEmpty() ? null : new Carried(columns);
        }
    }

    /** Of a line that was skipped. */
    static OutputLine skipped(BatchId batch, SkippedLine skipped, int number) {
        LineError error = skipped.error();
        var failure = new Failure(error.code(), error.message(), error.line(), error.field());
        return new OutputLine(
                id(batch, "_skipped_%07d", number), skipped.customId(), null, failure, Carried.of(skipped.columns()));
    }

    /** @param number tells it from the others of its kind in the batch */
    static String id(BatchId batch, String format, int number) {
        return "batch_req_" + batch.value().substring("batch_".length()) + String.format(Locale.ROOT, format, number);
    }

    record Response(int statusCode, String requestId, Body body) {}

    /**
     * OpenAI's images response.
     *
     * @param created when the last picture was
     * @param data the pictures that succeeded, in the order of their variants
     * @param size null where the item that told it is lost
     */
    record Body(
            @EpochSeconds Instant created,
            List<Picture> data,
            @Nullable ImageSize size,
            ImageFormat outputFormat) {}

    /** Has one of the two: its address, or the picture itself. */
    record Picture(@Nullable String url, @Nullable Base64File b64Json, Details renderfarm) {}

    /** Why a picture that its line wants in {@code b64_json} stands there by its {@code url}. */
    enum NotInlined {
        /** There is no room left in the file. */
        LIMIT,
        /** The bucket has it no more. */
        MISSING,
        /** The bucket has something else in its place. */
        CHANGED,
        /** The bucket has it and does not hand it out, as from an archive. */
        REFUSED;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What it takes to draw the picture again, and where it lies.
     *
     * @param variant which of the request's pictures it is, from 1; null where it asks for one
     * @param key of the picture in the bucket
     * @param metadataKey of its JSON
     * @param usage of devices by all attempts; null where no worker told of any. It counts no tokens, and so is none of
     *     OpenAI's
     * @param notInlined null where the picture stands in its line as the line asks
     * @param rejected why the picture is not what anybody asked for; null where it passed all checks
     * @param delivered what became of it by its delivery profile; null where it has none
     * @param scheduler null where the line asked for none, and the model's usual one drew
     * @param seed that it was drawn from; null, like the numbers of the sampling, where the item that told it is lost; its JSON has them all
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Details(
            @Nullable Integer variant,
            String key,
            String metadataKey,
            String sha256,
            long bytes,
            @Nullable ModelName model,
            @Nullable Long seed,
            @JsonUnwrapped @Nullable Sampling sampling,
            @Nullable SchedulerKind scheduler,
            int attempts,
            @Nullable WorkerId workerId,
            @Nullable Expense usage,
            @Nullable NotInlined notInlined,
            @Nullable Rejection rejected,
            @Nullable DeliveryReport delivered) {}

    /**
     * @param line of the input, and
     * @param param its column or field, where that is what is wrong
     */
    record Failure(
            FailureCode code,
            String message,
            @Nullable Integer line,
            @Nullable String param) {

        Failure(FailureCode code, String message) {
            this(code, message, null, null);
        }
    }
}
