package dev.renderfarm.standalone.layout;

import java.io.Serial;
import java.nio.file.Path;
import java.util.Optional;

/** A data directory that another farm has. */
public final class DataInUseException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    DataInUseException(Path root, Optional<FarmAddresses> other) {
        super("another farm"
                + other.map(running -> " (process " + running.pid() + ", " + running.coordinator() + ")")
                        .orElse("")
                + " runs on " + root + ": stop it first, or start this one with another data directory");
    }
}
