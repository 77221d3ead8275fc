package dev.renderfarm.modelexport.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedFilesTest {

    static Stream<String> names() {
        return ShippedFiles.NAMES.stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldReadAWholeConfigurationWhenItsNameIsGiven(String name) {
        // When
        CheckpointConfiguration configuration = CheckpointConfiguration.read(new ShippedFiles(name));
        // Then
        assertThat(configuration.settings().name()).hasToString(name);
        assertThat(configuration.tokenizer()).isNotEmpty();
    }

    @Test
    void shouldNameTheKnownConfigurationsWhenTheNameIsUnknown() {
        assertThatThrownBy(() -> new ShippedFiles("z-image"))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(
                        "no configuration is called z-image, there are: sd-1.5, sdxl, sdxl-turbo, tiny, tiny-sdxl, z-image-turbo;"
                                + " or give a folder in the diffusers layout");
    }
}
