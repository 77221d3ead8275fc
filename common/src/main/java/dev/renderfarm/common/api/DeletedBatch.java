package dev.renderfarm.common.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.renderfarm.common.id.BatchId;

/**
 * The answer to {@code DELETE /v1/batches/{id}}.
 *
 * @param deleted false while objects are left: asked again, the farm goes on
 * @param objects that were deleted by this request
 */
@JsonPropertyOrder({"id", "object", "deleted"})
public record DeletedBatch(BatchId id, boolean deleted, int objects) {

    public DeletedBatch {
        requireNonNull(id, "id is null");
    }

    @JsonProperty("object")
    public String object() {
        return "batch";
    }
}
