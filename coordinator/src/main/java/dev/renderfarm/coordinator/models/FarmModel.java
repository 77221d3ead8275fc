package dev.renderfarm.coordinator.models;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.model.ModelManifest;

/** A model that the farm renders with. */
public record FarmModel(ModelManifest manifest, TokenCount tokenCount) {

    /** Whether its drawings may begin with a picture. */
    public boolean edits() {
        return manifest.edits();
    }

    public ModelName name() {
        return manifest.name();
    }
}
