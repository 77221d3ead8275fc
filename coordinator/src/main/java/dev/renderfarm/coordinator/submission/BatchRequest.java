package dev.renderfarm.coordinator.submission;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/batches}: OpenAI's, and what the farm adds. Not checked yet.
 *
 * @param model of all requests that name none
 */
public record BatchRequest(
        @Nullable String inputFileId,
        @Nullable String endpoint,
        @Nullable String completionWindow,
        @Nullable Map<String, String> metadata,
        @Nullable String model,
        @Nullable Options renderfarm) {

    /**
     * @param seed from which requests without a seed get theirs; drawn where it is not given
     * @param maxAttempts at each request before it counts as failed
     */
    public record Options(@Nullable Long seed, @Nullable Integer maxAttempts) {}
}
