package dev.renderfarm.modelpackage.folder;

import java.io.Serial;
import java.nio.file.Path;

/** A folder that is not the model package it should be. The message names the file, what is wrong, and the mend. */
public final class ModelPackageException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    ModelPackageException(Path file, String problem, String mend) {
        super(file + ": " + problem + "; " + mend);
    }

    ModelPackageException(Path file, String problem, String mend, Throwable cause) {
        super(file + ": " + problem + "; " + mend, cause);
    }
}
