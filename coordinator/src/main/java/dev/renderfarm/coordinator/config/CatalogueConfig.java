package dev.renderfarm.coordinator.config;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Presets and prompt templates of the operator. */
@ConfigMapping(prefix = "renderfarm.catalogue")
public interface CatalogueConfig {

    /** JSON with {@code presets} and {@code templates}, beside those of the release; read at the start. */
    Optional<Path> file();
}
