package dev.renderfarm.diffusion.safetensors;

import java.io.Serial;
import java.nio.file.Path;

/**
 * A checkpoint file that cannot be what it should be. The message names the file, the tensor and what is wrong with it.
 */
public final class SafetensorsException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public SafetensorsException(Path file, String problem) {
        super(file + ": " + problem);
    }

    public SafetensorsException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
