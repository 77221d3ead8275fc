package dev.renderfarm.common.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.renderfarm.common.id.WorkerId;

/** The answer to {@code DELETE /v1/workers/{id}}. */
@JsonPropertyOrder({"id", "object", "deleted"})
public record DeletedWorker(WorkerId id) {

    public DeletedWorker {
        requireNonNull(id, "id is null");
    }

    @JsonProperty("object")
    public String object() {
        return "worker";
    }

    /** Else the answer is an error. */
    @JsonProperty("deleted")
    public boolean deleted() {
        return true;
    }
}
