package dev.renderfarm.modelexport.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** A configuration that this program carries, by name. */
public record ShippedFiles(String name) implements CheckpointFiles {

    /** Names of all configurations there are. */
    public static final List<String> NAMES =
            List.of("sd-1.5", "sdxl", "sdxl-turbo", "tiny", "tiny-sdxl", "z-image-turbo");

    public ShippedFiles {
        if (!NAMES.contains(name)) {
            throw new CheckpointException("no configuration is called " + name + ", there are: "
                    + String.join(", ", NAMES) + "; or give a folder in the diffusers layout");
        }
    }

    @Override
    public Optional<byte[]> read(String path) {
        try (InputStream in = ShippedFiles.class.getResourceAsStream("/configurations/" + name + "/" + path)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String describe(String path) {
        return "configuration " + name + ", " + path;
    }
}
