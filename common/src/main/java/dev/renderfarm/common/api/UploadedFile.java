package dev.renderfarm.common.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.renderfarm.common.edit.PictureFacts;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.wire.EpochSeconds;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file as the HTTP API shows it: OpenAI's File object, field for field.
 *
 * @param expiresAt from then on it is gone; null where it is kept until it is deleted
 * @param renderfarm null where there is nothing to add
 */
@JsonPropertyOrder({"id", "object", "bytes", "created_at", "expires_at", "filename", "purpose", "status", "renderfarm"})
public record UploadedFile(
        FileId id,
        long bytes,
        @EpochSeconds Instant createdAt,
        @EpochSeconds @Nullable Instant expiresAt,
        String filename,
        String purpose,
        @Nullable FileDetails renderfarm) {

    /**
     * What the farm adds.
     *
     * @param picture where the content is one that edits may begin with; null for any other
     * @param tenant whose it is; null of the tenant {@code default}, and of all files of a farm that asks for no keys
     */
    public record FileDetails(
            @Nullable PictureFacts picture, @Nullable TenantName tenant) {

        /** Of nobody in particular. */
        public FileDetails(PictureFacts picture) {
            this(picture, null);
        }
    }

    public UploadedFile {
        requireNonNull(id, "id is null");
    }

    /** One that is kept until it is deleted. */
    public UploadedFile(FileId id, long bytes, Instant createdAt, String filename, String purpose) {
        this(id, bytes, createdAt, null, filename, purpose);
    }

    /** One of which the farm has nothing to say. */
    public UploadedFile(
            FileId id, long bytes, Instant createdAt, @Nullable Instant expiresAt, String filename, String purpose) {
        this(id, bytes, createdAt, expiresAt, filename, purpose, null);
    }

    /** Whose it is. */
    public TenantName owner() {
        return renderfarm == null || renderfarm.tenant() == null ? TenantName.DEFAULT : renderfarm.tenant();
    }

    /** What its pixels are; null where that is not known, or it is no picture. */
    public @Nullable PictureFacts picture() {
        return renderfarm == null ? null : renderfarm.picture();
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
