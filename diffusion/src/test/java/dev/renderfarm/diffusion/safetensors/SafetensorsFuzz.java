package dev.renderfarm.diffusion.safetensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whatever file of weights it is, its tensors are read, or it is refused by name. For {@code scripts/fuzz}. */
public final class SafetensorsFuzz {

    /** Called for each input by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] content) {
        try {
            Path file = Files.createTempFile("fuzz-", ".safetensors");
            try {
                Files.write(file, content);
                read(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(Path file) throws IOException {
        try (SafetensorsFile weights = SafetensorsFile.open(file)) {
            weights.tensors().keySet().forEach(weights::bytes);
        } catch (SafetensorsException e) {
            // by name
        }
    }

    private SafetensorsFuzz() {}
}
