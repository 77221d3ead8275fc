package dev.renderfarm.cli.api;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the farm: by {@code --url}, else the variable {@value #URL_VARIABLE}, else the {@code .renderfarm/farm.json} of
 * a farm that runs in the working directory or in the checkout ({@value #HOME_VARIABLE}), else {@value #DEFAULT_URL}.
 *
 * @param environment variables of the process
 * @param directory where {@code .renderfarm} is looked for first
 */
public record FarmLocation(Map<String, String> environment, Path directory) {

    static final String URL_VARIABLE = "RENDERFARM_URL";
    static final String HOME_VARIABLE = "RENDERFARM_HOME";
    static final String DEFAULT_URL = "http://127.0.0.1:8080";

    private static final String FARM = "farm.json";

    public FarmLocation {
        environment = Map.copyOf(environment);
    }

    /** @throws FarmException for text that is not the address of an HTTP server */
    public URI find(@Nullable String option) {
        if (option != null) {
            return parse(option, "--url");
        }
        String variable = environment.get(URL_VARIABLE);
        if (variable != null && !variable.isBlank()) {
            return parse(variable, URL_VARIABLE);
        }
        return folders()
                .flatMap(folder -> running(folder.resolve(FARM)).stream())
                .findFirst()
                .orElse(URI.create(DEFAULT_URL));
    }

    /**
     * The key to be sent there; empty where there is none. One that lies beside a farm is sent to that farm alone.
     *
     * @throws FarmException if it cannot be used
     */
    public Optional<String> key(URI farm) {
        return FarmKey.find(
                environment,
                folders()
                        .filter(folder -> running(folder.resolve(FARM))
                                .filter(farm::equals)
                                .isPresent())
                        .findFirst());
    }

    private Stream<Path> folders() {
        return Stream.concat(
                        Stream.of(directory),
                        Optional.ofNullable(environment.get(HOME_VARIABLE)).map(Path::of).stream())
                .map(place -> place.resolve(".renderfarm"));
    }

    /** @param pid of the process that holds the farm together */
    private record Addresses(@Nullable String coordinator, long pid) {}

    /** A farm that was killed leaves its file behind, so its process is looked for too. */
    private static Optional<URI> running(Path file) {
        try {
            return Optional.ofNullable(Json.read(Files.readAllBytes(file), Addresses.class))
                    .filter(addresses -> ProcessHandle.of(addresses.pid())
                            .filter(ProcessHandle::isAlive)
                            .isPresent())
                    .map(Addresses::coordinator)
                    .map(address -> parse(address, file.toString()));
        } catch (IOException | MalformedJsonException e) {
            return Optional.empty();
        }
    }

    private static URI parse(String text, String source) {
        try {
            URI uri = new URI(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // told below, like every other text that is none
        }
        throw new FarmException(
                FailureCode.INVALID_REQUEST,
                source + " is not the address of a farm, expected something like " + DEFAULT_URL + ": " + text);
    }
}
