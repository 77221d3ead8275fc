package dev.renderfarm.endtoend.flow;

import dev.renderfarm.common.wire.Json;
import dev.renderfarm.standalone.layout.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A file as shops really send them; {@code field-cases/cases.json} lists them. They lie with the coordinator's tests,
 * which take them apart one by one.
 *
 * @param id of the kind of trouble
 * @param options of the batch, as {@code renderfarm} in the request has them; none where they are absent
 * @param expectation what whoever sends it expects
 */
record FieldCase(String id, String file, Map<String, Object> options, String expectation) {

    FieldCase {
        options = options == null ? Map.of() : Map.copyOf(options);
    }

    static List<FieldCase> all() {
        return List.of(Json.read(resource("cases.json"), FieldCase[].class));
    }

    byte[] content() throws IOException {
        Path folder = Installation.locate().home().resolve("coordinator/src/test/resources/field");
        return Files.readAllBytes(folder.resolve(file));
    }

    static byte[] resource(String name) {
        try (InputStream content = FieldCase.class.getResourceAsStream("/field-cases/" + name)) {
            return Objects.requireNonNull(content, () -> "no test resource field-cases/" + name)
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String optionsText() {
        return options.isEmpty() ? "" : new String(Json.bytes(options), StandardCharsets.UTF_8);
    }
}
