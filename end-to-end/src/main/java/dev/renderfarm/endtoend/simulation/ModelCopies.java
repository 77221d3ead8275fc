package dev.renderfarm.endtoend.simulation;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Model packages without networks, which a coordinator reads as it reads whole ones, under names of their own. */
final class ModelCopies {

    /** Makes the folder and gives the manifest in it. */
    static ModelManifest copy(Path original, ModelName name, Path folder) throws IOException {
        ModelManifest from =
                Json.read(Files.readAllBytes(original.resolve(ModelManifest.FILE_NAME)), ModelManifest.class);
        ModelManifest named = new ModelManifest(
                from.schemaVersion(),
                name,
                from.version(),
                from.digest(),
                from.family(),
                from.dtype(),
                from.tokenizer(),
                from.latent(),
                from.size(),
                from.scheduler(),
                from.conditions(),
                from.guidance(),
                from.defaults(),
                from.files());
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(ModelManifest.FILE_NAME), Json.pretty(named));
        Files.copy(original.resolve(ModelManifest.TOKENIZER), folder.resolve(ModelManifest.TOKENIZER));
        return named;
    }

    private ModelCopies() {}
}
