package dev.renderfarm.coordinator.config;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Presets, prompt templates and delivery profiles of the operator. */
@ConfigMapping(prefix = "renderfarm.catalogue")
public interface CatalogueConfig {

    /** JSON with {@code presets} and {@code templates}, beside those of the release; read at the start. */
    Optional<Path> file();

    /** JSON with {@code profiles}, which go before those of the release; read at the start. */
    Optional<Path> profiles();
}
