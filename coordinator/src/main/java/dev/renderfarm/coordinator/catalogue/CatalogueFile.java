package dev.renderfarm.coordinator.catalogue;

import dev.renderfarm.common.catalogue.CatalogueSource;
import dev.renderfarm.common.catalogue.Preset;
import dev.renderfarm.common.catalogue.PromptTemplate;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Presets and templates in one JSON file, which is read when the process starts.
 *
 * @param preset suggested to whoever names none
 * @param template suggested likewise
 */
public record CatalogueFile(
        List<Preset> presets,
        List<PromptTemplate> templates,
        @Nullable String preset,
        @Nullable String template) {

    private static final String SHIPPED = "/catalogue.json";
    private static final CatalogueFile EMPTY = new CatalogueFile(List.of(), List.of(), null, null);

    public CatalogueFile {
        presets = presets == null ? List.of() : List.copyOf(presets);
        templates = templates == null ? List.of() : List.copyOf(templates);
    }

    /** What the release brings. */
    public static CatalogueFile shipped() {
        try (InputStream in = CatalogueFile.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException("the release has no " + SHIPPED);
            }
            return Json.read(in.readAllBytes(), CatalogueFile.class).from(CatalogueSource.SHIPPED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException if there is a file and it is none of the kind */
    public static CatalogueFile ofOperator(Optional<Path> file) {
        return file.map(CatalogueFile::read).orElse(EMPTY);
    }

    private static CatalogueFile read(Path file) {
        try {
            return Json.read(Files.readAllBytes(file), CatalogueFile.class).from(CatalogueSource.OPERATOR);
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException(
                    "renderfarm.catalogue.file " + file + " cannot be used: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("renderfarm.catalogue.file " + file + " cannot be read: " + e, e);
        }
    }

    private CatalogueFile from(CatalogueSource where) {
        return new CatalogueFile(
                presets.stream().map(entry -> entry.from(where)).toList(),
                templates.stream().map(entry -> entry.from(where)).toList(),
                preset,
                template);
    }
}
