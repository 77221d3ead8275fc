package dev.renderfarm.endtoend.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.renderfarm.endtoend.bench.FarmBenchOptions.Part;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FarmBenchOptionsTest {

    @Test
    void shouldMeasureTheEarlierBuildFirstWhenOneIsNamed() {
        // When
        FarmBenchOptions options = FarmBenchOptions.parse(
                "--against", "/old", "/old/model", "--parts", "bare,tasks", "/new", "/new/model");

        // Then
        assertThat(options.builds())
                .containsExactly(
                        new FarmBuild("before", Path.of("/old"), Path.of("/old/model")),
                        new FarmBuild("now", Path.of("/new"), Path.of("/new/model")));
        assertThat(options.parts()).containsExactlyInAnyOrder(Part.BARE, Part.TASKS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/new",
                "--rounds 0 /new /model",
                "--rounds",
                "--unknown /new /model",
                "/new /model more",
                "--traced --record file /new /model",
                "--against /old /model",
                "--parts bare --check file /new /model",
                "--against /old /model --record file /new /model"
            })
    void shouldRefuseWhenTheyMakeNoRun(String arguments) {
        // When / Then
        assertThatIllegalArgumentException().isThrownBy(() -> FarmBenchOptions.parse(arguments.split(" ")));
    }
}
