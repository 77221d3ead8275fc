package dev.renderfarm.common.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditTest {

    /** What the reference's own function gives, floating point and all. */
    @ParameterizedTest
    @CsvSource({
        "8, 0.1, 1", "8, 0.125, 1", "8, 0.25, 2", "8, 0.3, 3", "8, 0.6, 5", "8, 0.9, 8", "8, 1, 8",
        "50, 0.1, 5", "50, 0.6, 30", "50, 0.9, 45", "25, 0.56, 15", "50, 0.56, 29", "75, 0.68, 52", "100, 0.55, 56",
        "1, 0.01, 1"
    })
    void shouldRunAsManyStepsAsTheReferenceWhenItHasAStrength(int scheduled, double strength, int run) {
        assertThat(edit(strength).stepsOf(scheduled)).isEqualTo(run);
    }

    @Test
    void shouldCountTheStepsThatRunWhenARequestBeginsWithAPicture() {
        // Given
        var size = new ImageSize(64, 64);
        var plain = new ImageRequest("a mug", null, size, Sampling.of(8, 0), 1);
        // When
        var edited = new ImageRequest("a mug", null, size, Sampling.of(8, 0), 1, edit(0.5), Encoding.PLAIN);
        // Then
        assertThat(plain.steps()).isEqualTo(8);
        assertThat(edited.steps()).isEqualTo(4);
    }

    private static Edit edit(double strength) {
        return new Edit(
                new SourcePicture("files/file-v1", "00", 1, 64, 64),
                null,
                strength,
                MaskToLatents.NEAREST,
                EncodeMode.SAMPLE,
                true,
                0,
                null,
                Resize.COVER);
    }
}
