package dev.renderfarm.common.access;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.renderfarm.common.id.KeyId;

/** The answer to {@code DELETE /v1/keys/{id}}. */
@JsonPropertyOrder({"id", "object", "deleted"})
public record DeletedKey(KeyId id) {

    public DeletedKey {
        requireNonNull(id, "id is null");
    }

    @JsonProperty("object")
    public String object() {
        return "api_key";
    }

    /** Else the answer is an error. */
    @JsonProperty("deleted")
    public boolean deleted() {
        return true;
    }
}
