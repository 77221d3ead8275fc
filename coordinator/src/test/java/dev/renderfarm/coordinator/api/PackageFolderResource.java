package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.models.FakeModels;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A model package whose tokens are words, for the time of a test; its SavedModels are empty, nobody renders. */
public class PackageFolderResource implements QuarkusTestResourceLifecycleManager {

    private static final String TOKENIZER = """
            {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":null,
             "pre_tokenizer":{"type":"Whitespace"},"post_processor":null,"decoder":null,
             "model":{"type":"WordLevel","vocab":{"[UNK]":0},"unk_token":"[UNK]"}}
            """;

    private Path folder = Path.of(".");

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("renderfarm-model-");
            Files.writeString(folder.resolve("tokenizer.json"), TOKENIZER);
            Files.write(folder.resolve("model.json"), Json.bytes(FakeModels.editingManifest("tiny")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of("renderfarm.models", folder.toString());
    }

    @Override
    public void stop() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
