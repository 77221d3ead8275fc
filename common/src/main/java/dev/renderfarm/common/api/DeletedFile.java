package dev.renderfarm.common.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.renderfarm.common.id.FileId;

/** The answer to {@code DELETE /v1/files/{id}}, as OpenAI gives it. */
@JsonPropertyOrder({"id", "object", "deleted"})
public record DeletedFile(FileId id) {

    public DeletedFile {
        requireNonNull(id, "id is null");
    }

    @JsonProperty("object")
    public String object() {
        return "file";
    }

    /** Else the answer is an error. */
    @JsonProperty("deleted")
    public boolean deleted() {
        return true;
    }
}
