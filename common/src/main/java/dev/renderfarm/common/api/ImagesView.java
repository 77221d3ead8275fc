package dev.renderfarm.common.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.renderfarm.common.batch.BatchWarnings;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.wire.EpochSeconds;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code POST /v1/images/generations}: OpenAI's ImagesResponse, field for field, with what the farm adds
 * in {@code renderfarm}.
 *
 * @param created when the last picture was
 * @param background always {@code opaque}: the farm draws no transparent pictures
 * @param data the pictures that were rendered, at least one
 * @param quality null: the farm has no such choice
 * @param size null where it is not known any more
 * @param usage null: the farm counts no tokens; what pictures take stands beside each
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ImagesView(
        @EpochSeconds Instant created,
        String background,
        List<Picture> data,
        ImageFormat outputFormat,
        @Nullable String quality,
        @Nullable ImageSize size,
        @Nullable Map<String, Object> usage,
        Farm renderfarm) {

    public static final String OPAQUE = "opaque";

    public ImagesView {
        data = List.copyOf(data);
    }

    /**
     * OpenAI's Image. Has one of the two: its address, or the picture itself in base64.
     *
     * @param revisedPrompt null: the farm draws what it is asked for
     * @param renderfarm as beside a picture in {@code output.jsonl}
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Picture(
            @Nullable String b64Json,
            @Nullable String revisedPrompt,
            @Nullable String url,
            Map<String, Object> renderfarm) {}

    /**
     * @param batchId under which the pictures are found again
     * @param warnings of what was taken otherwise than it may have been meant; null where there are none
     * @param error why some of the pictures are missing; null where none is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Farm(
            BatchId batchId,
            @Nullable BatchWarnings warnings,
            @Nullable LineError error) {}
}
