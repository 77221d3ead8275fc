package dev.renderfarm.coordinator.models;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.model.ModelManifest;
import java.util.function.ToIntFunction;

/**
 * A model that the farm renders with.
 *
 * @param tokenCount tokens of a templated prompt, to be compared with the manifest's limit; not exact where they are
 *     within it. Safe for several threads
 */
public record FarmModel(ModelManifest manifest, ToIntFunction<String> tokenCount) {

    /** Whether its drawings may begin with a picture. */
    public boolean edits() {
        return manifest.edits();
    }

    public ModelName name() {
        return manifest.name();
    }
}
