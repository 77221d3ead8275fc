package dev.renderfarm.common.documents;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassNamesTest {

    @Test
    void shouldNameEveryClassOfTheFarmOnce() throws IOException {
        // When
        Map<String, List<Path>> byName;
        try (Stream<Path> sources = Checkout.files(path ->
                path.contains("/src/main/java/") && path.endsWith(".java") && !path.endsWith("package-info.java"))) {
            byName = sources.collect(groupingBy(file -> file.getFileName().toString()));
        }
        // Then
        assertThat(byName).hasSizeGreaterThan(300);
        assertThat(byName.values())
                .as("a class is found by its name: give the second one a name of its own")
                .allSatisfy(files -> assertThat(files).hasSize(1));
    }
}
