package dev.renderfarm.coordinator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.models.FakeModels;
import dev.renderfarm.coordinator.models.ModelRegistry;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamilyFieldsTest {

    private static final ModelRegistry Z_IMAGE = FakeModels.registry("tiny");
    private static final ModelRegistry SDXL = FakeModels.sdxl("xl");

    private final IntakeDesk desk = new IntakeDesk();

    @ParameterizedTest
    @CsvSource({"cfg_normalization, 1", "cfg_truncation, 0.5"})
    void shouldRefuseWithItsLineWhatTheFamilyHasNot(String field, String value) throws InterruptedException {
        // Given
        String input = "sku,prompt," + field + "\nA,a mug,\nB,a mug," + value + "\n";
        // When
        List<LineError> errors = IntakeDesk.rejected(validate(SDXL, input));
        validate(Z_IMAGE, input);
        // Then
        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(3);
            assertThat(error.field()).isEqualTo(field);
            assertThat(error.message())
                    .startsWith("is nothing that xl knows, a model of the family sdxl: leave it out");
        });
        assertThat(desk.items(0)).hasSize(2);
    }

    private BatchCommand validate(ModelRegistry models, String input) throws InterruptedException {
        return desk.intake(models, 100).validate(desk.submit(desk.upload("upload", input), null));
    }
}
