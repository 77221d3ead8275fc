package dev.renderfarm.coordinator.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OpenAiParameterTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "input.md");
    private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");

    @Test
    void shouldStandInTheDocument() throws IOException {
        // When
        List<String> documented = Files.readString(DOCUMENT)
                .lines()
                .dropWhile(line -> !line.startsWith("| field | ignored"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|")[1])
                .flatMap(names -> NAME.matcher(names).results())
                .map((MatchResult name) -> name.group(1))
                .toList();
        // Then
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(List.of(OpenAiParameter.values()).stream()
                        .map(OpenAiParameter::wireName)
                        .toList());
    }
}
