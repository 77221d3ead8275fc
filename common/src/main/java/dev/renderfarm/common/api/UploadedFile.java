package dev.renderfarm.common.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.wire.EpochSeconds;
import java.time.Instant;

/** A file as the HTTP API shows it: OpenAI's File object, field for field. */
@JsonPropertyOrder({"id", "object", "bytes", "created_at", "filename", "purpose", "status"})
public record UploadedFile(
        FileId id, long bytes, @EpochSeconds Instant createdAt, String filename, String purpose) {

    public UploadedFile {
        requireNonNull(id, "id is null");
    }

    @JsonProperty("object")
    public String object() {
        return "file";
    }

    /** OpenAI's clients read it; a file that is here has always been stored in full. */
    @JsonProperty("status")
    public String status() {
        return "processed";
    }
}
