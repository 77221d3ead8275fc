package dev.renderfarm.common.task;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestFieldTest {

    private static final Path README = Path.of("..", "README.md");

    @Test
    void shouldStandInTheReadmeAsDeclared() throws IOException {
        // Given
        List<String> expected = Arrays.stream(RequestField.values())
                .filter(field -> !field.isRequired())
                .map(field -> "| " + field.wireName() + " | " + field.help() + " | " + field.form() + " | "
                        + field.otherwise() + " |")
                .collect(toList());
        // When
        List<String> lines = Files.readString(README)
                .replace("`", "")
                .lines()
                .dropWhile(line -> !line.startsWith("| field |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .collect(toList());
        // Then
        assertThat(lines).containsExactlyElementsOf(expected);
    }

    @Test
    void shouldDeclareEveryNumberOfSampling() {
        // Given
        Sampling full = new Sampling(50, 4, 1.5, 0.25, 0.7);
        // When
        List<String> components = Arrays.stream(Sampling.class.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(toList());
        // Then
        assertThat(full.byField().keySet())
                .extracting(field -> camelCase(field.wireName()))
                .isEqualTo(components);
        assertThat(full.byField().values()).extracting(Number::doubleValue).containsExactly(50.0, 4.0, 1.5, 0.25, 0.7);
        assertThat(Sampling.of(8, 0).byField().keySet())
                .containsExactly(RequestField.NUM_INFERENCE_STEPS, RequestField.GUIDANCE_SCALE);
    }

    @Test
    void shouldSayItsBoundsWhenANumberIsOutside() {
        assertThatThrownBy(() -> RequestField.SEED.check(-1L)).hasMessage("seed must be from 0 to 4294967295: -1");
        assertThatThrownBy(() -> Sampling.of(0, 0)).hasMessage("num_inference_steps must be from 1 on: 0");
    }

    @Test
    void shouldExplainItselfInALine() {
        assertThat(RequestField.CFG_TRUNCATION.description())
                .isEqualTo("model time after which steps go without guidance; 1 is never"
                        + " (number from 0 to 1; without it: the model's: never)");
        assertThat(RequestField.PROMPT.description()).isEqualTo("what the picture shows (text; needed)");
    }

    private static String camelCase(String snakeCase) {
        StringBuilder name = new StringBuilder();
        for (String word : snakeCase.split("_")) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
