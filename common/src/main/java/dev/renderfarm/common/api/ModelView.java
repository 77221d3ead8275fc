package dev.renderfarm.common.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.wire.EpochSeconds;
import java.time.Instant;

/**
 * A model as the HTTP API shows it: OpenAI's Model object, field for field.
 *
 * @param created 1970, as packages have no date
 */
@JsonPropertyOrder({"id", "object", "created", "owned_by", "renderfarm"})
public record ModelView(ModelName id, @EpochSeconds Instant created, String ownedBy, Abilities renderfarm) {

    private static final String FARM = "renderfarm";

    /**
     * What the farm adds.
     *
     * @param edits whether its drawings may begin with a picture
     */
    public record Abilities(boolean edits) {}

    public ModelView {
        requireNonNull(id, "id is null");
        requireNonNull(created, "created is null");
        requireNonNull(ownedBy, "ownedBy is null");
        renderfarm = renderfarm == null ? new Abilities(false) : renderfarm;
    }

    /** A model of the farm. */
    public static ModelView of(ModelName model, boolean edits) {
        return new ModelView(model, Instant.EPOCH, FARM, new Abilities(edits));
    }

    @JsonProperty("object")
    public String object() {
        return "model";
    }
}
