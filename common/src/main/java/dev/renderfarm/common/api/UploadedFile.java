package dev.renderfarm.common.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.wire.EpochSeconds;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file as the HTTP API shows it: OpenAI's File object, field for field.
 *
 * @param expiresAt from then on it is gone; null where it is kept until it is deleted
 */
@JsonPropertyOrder({"id", "object", "bytes", "created_at", "expires_at", "filename", "purpose", "status"})
public record UploadedFile(
        FileId id,
        long bytes,
        @EpochSeconds Instant createdAt,
        @EpochSeconds @Nullable Instant expiresAt,
        String filename,
        String purpose) {

    public UploadedFile {
        requireNonNull(id, "id is null");
    }

    /** One that is kept until it is deleted. */
    public UploadedFile(FileId id, long bytes, Instant createdAt, String filename, String purpose) {
        this(id, bytes, createdAt, null, filename, purpose);
    }

    /** Whether it is gone for whoever asks. */
    public boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
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
