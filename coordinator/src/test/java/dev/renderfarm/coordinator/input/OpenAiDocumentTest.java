package dev.renderfarm.coordinator.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.task.RequestField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OpenAiDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "openai.md");
    private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");

    @Test
    void shouldSayOfEveryFieldOfAnImageRequestWhatBecomesOfIt() throws IOException {
        // Given
        Stream<String> fields = Arrays.stream(RequestField.values())
                .filter(field -> field != RequestField.CUSTOM_ID)
                .map(RequestField::wireName);
        Stream<String> parameters = Arrays.stream(OpenAiParameter.values()).map(OpenAiParameter::wireName);
        // When
        List<String> documented = Files.readString(DOCUMENT)
                .lines()
                .dropWhile(line -> !line.startsWith("| field | honoured"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|")[1])
                .flatMap(names -> NAME.matcher(names).results())
                .map((MatchResult name) -> name.group(1))
                .toList();
        // Then
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(fields, parameters).toList());
    }
}
