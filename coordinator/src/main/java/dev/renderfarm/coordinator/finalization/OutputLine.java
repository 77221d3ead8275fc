package dev.renderfarm.coordinator.finalization;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.wire.EpochSeconds;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code output.jsonl} or {@code errors.jsonl}: OpenAI's batch output object, field for field, with what the farm adds in
 * {@code response.body.renderfarm}.
 *
 * @param id of this answer: the same whenever the file is written
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record OutputLine(
        String id,
        String customId,
        @Nullable Response response,
        @Nullable Failure error) {

    record Response(int statusCode, String requestId, Body body) {}

    /** OpenAI's images response. */
    record Body(
            @EpochSeconds Instant created, List<Link> data, ImageSize size, String outputFormat, Details renderfarm) {}

    record Link(String url) {}

    /**
     * What it takes to draw the picture again, and where it lies.
     *
     * @param key of the PNG in the bucket
     * @param metadataKey of its JSON
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Details(
            String key,
            String metadataKey,
            String sha256,
            long bytes,
            @Nullable ModelName model,
            long seed,
            int numInferenceSteps,
            double guidanceScale,
            int attempts,
            @Nullable WorkerId workerId) {}

    record Failure(FailureCode code, String message) {}
}
