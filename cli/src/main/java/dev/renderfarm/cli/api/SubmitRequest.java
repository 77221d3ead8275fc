package dev.renderfarm.cli.api;

import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /v1/batches}. */
public record SubmitRequest(
        FileId inputFileId, String endpoint, String completionWindow, Map<String, String> metadata, Extras renderfarm) {

    private static final String IMAGES = "/v1/images/generations";
    private static final String WINDOW = "24h";

    public SubmitRequest {
        metadata = Map.copyOf(metadata);
    }

    /** Renders the pictures of that file. */
    public static SubmitRequest images(FileId file, Map<String, String> metadata, Extras extras) {
        return new SubmitRequest(file, IMAGES, WINDOW, metadata, extras);
    }

    /** What the farm adds to OpenAI's request; whatever is absent takes the farm's default. */
    public record Extras(
            @Nullable Long seed,
            @Nullable Integer maxAttempts,
            @Nullable ModelName model) {}
}
