package dev.renderfarm.common.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.renderfarm.common.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A record as some release wrote it. Each release has a folder of those whose form it changed. All releases wrote the
 * same values; what was added later has its default.
 *
 * @param name the same in every release, such as {@code result/failed.json}
 */
public record Recorded(String release, String name, String content) {

    private static final String FOLDER = "/releases";
    private static final @Nullable String NEXT = System.getProperty("releases.record");

    /** All of that name, the oldest release first. */
    public static List<Recorded> all(String name) {
        try {
            URI folder =
                    Objects.requireNonNull(Recorded.class.getResource(FOLDER)).toURI();
            if (folder.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(folder, Map.of())) {
                    return all(jar.getPath(FOLDER), name);
                }
            }
            return all(Path.of(folder), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Recorded> all(Path folder, String name) throws IOException {
        try (Stream<Path> releases = Files.list(folder)) {
            List<Recorded> found = releases.map(release -> release.resolve(name))
                    .filter(Files::exists)
                    .sorted(Comparator.comparing(file -> Version.parse(release(folder, file))))
                    .map(file -> read(release(folder, file), name, file))
                    .toList();
            assertThat(found).as("releases with a file " + name).isNotEmpty();
            return found;
        }
    }

    private static String release(Path folder, Path file) {
        return folder.relativize(file).getName(0).toString();
    }

    private static Recorded read(String release, String name, Path file) {
        try {
            return new Recorded(release, name, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the newest record of that name and writes it again. Fails where its form has changed since, and says how
     * the new one is recorded.
     */
    public static void assertWrittenAsBefore(String name, Class<?> type) {
        List<Recorded> all = all(name);
        String newest = all.get(all.size() - 1).content();
        String today = Json.string(Json.read(newest, type));
        if (NEXT != null && !tree(today).equals(tree(newest))) {
            record(name, today);
        }
        assertThat(tree(today))
                .as(
                        "The form of %s has changed. If readers of the release before misread it, it needs another "
                                + "SchemaVersion. Every later release has to read it: run this test with "
                                + "-Dreleases.record=VERSION, the version to come, and commit the file.",
                        name)
                .isEqualTo(tree(newest));
    }

    private static void record(String name, String today) {
        Path file =
                Path.of("../common/src/test/resources/releases").resolve(NEXT).resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, today);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode tree(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public byte[] bytes() {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return release + "/" + name;
    }
}
