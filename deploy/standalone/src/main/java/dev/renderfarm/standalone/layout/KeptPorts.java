package dev.renderfarm.standalone.layout;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which port each part of a farm had last: {@code ports.json}.
 *
 * @param ports by the name of the part; no two have the same
 */
record KeptPorts(@JsonValue Map<String, Integer> ports) {

    private static final int HIGHEST = 65_535;

    static final KeptPorts NONE = new KeptPorts(Map.of());

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    KeptPorts {
        if (ports.values().stream().anyMatch(port -> port == null || port < 1 || port > HIGHEST)) {
            throw new IllegalArgumentException("not all of them are ports: " + ports);
        }
        if (new HashSet<>(ports.values()).size() < ports.size()) {
            throw new IllegalArgumentException("two have the same port: " + ports);
        }
        ports = Collections.unmodifiableMap(new TreeMap<>(ports));
    }

    /** Empty where the file makes no sense; none where there is no file. */
    static Optional<KeptPorts> read(Path file) {
        try {
            return Optional.of(Files.exists(file) ? Json.read(Files.readAllBytes(file), KeptPorts.class) : NONE);
        } catch (MalformedJsonException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Whoever had the port before has it no more. */
    KeptPorts with(String name, int port) {
        Map<String, Integer> changed = new TreeMap<>(ports);
        changed.values().remove(port);
        changed.put(name, port);
        return new KeptPorts(changed);
    }

    /** Writes the file whole or not at all. */
    void write(Path file) {
        try {
            Path whole = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(whole, Json.pretty(this));
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
