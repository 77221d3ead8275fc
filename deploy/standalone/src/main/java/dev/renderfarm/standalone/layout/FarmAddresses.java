package dev.renderfarm.standalone.layout;

import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where a running farm answers: {@code farm.json}, by which the command line finds it.
 *
 * @param coordinator base of the HTTP API
 * @param s3 of the object store
 * @param kafka bootstrap servers
 * @param pid of the process that holds the farm together
 */
public record FarmAddresses(URI coordinator, URI s3, String kafka, long pid) {

    static Optional<FarmAddresses> read(Path file) {
        try {
            return Optional.of(Json.read(Files.readAllBytes(file), FarmAddresses.class));
        } catch (IOException | MalformedJsonException e) {
            return Optional.empty();
        }
    }

    /** Writes the file whole or not at all. */
    public void write(Path file) {
        try {
            Path whole = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(whole, Json.pretty(this));
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
