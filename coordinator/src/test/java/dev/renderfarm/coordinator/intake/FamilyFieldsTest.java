package dev.renderfarm.coordinator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.SaidCrop;
import dev.renderfarm.common.task.SaidSizes;
import dev.renderfarm.common.task.SchedulerKind;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.models.FakeModels;
import dev.renderfarm.coordinator.models.ModelRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamilyFieldsTest {

    private static final ModelRegistry Z_IMAGE = FakeModels.registry("tiny");
    private static final ModelRegistry SDXL = FakeModels.sdxl("xl");

    private final IntakeDesk desk = new IntakeDesk();

    @Test
    void shouldTakeWhatTheFamilyHas() throws InterruptedException {
        // When
        validate(SDXL, """
            {"sku":"A","prompt":"a mug","negative_prompt":"","scheduler":"ddim","guidance_rescale":0.7,\
            "original_size":"512x256","crop":"8, 16","target_size":"1024x512"}
            {"sku":"B","prompt":"a mug"}
            """);
        // Then
        List<RenderItem> items = desk.items(0);
        ImageRequest first = items.get(0).image();
        assertThat(first.scheduler()).isEqualTo(SchedulerKind.DDIM);
        assertThat(first.sampling().guidanceRescale()).isEqualTo(0.7);
        assertThat(first.saidSizes())
                .isEqualTo(new SaidSizes(new ImageSize(512, 256), new SaidCrop(8, 16), new ImageSize(1024, 512)));
        assertThat(first.saidSizes().numbers(first.size())).containsExactly(256, 512, 8, 16, 512, 1024);
        assertThat(first.negativePrompt()).isEmpty();
        ImageRequest second = items.get(1).image();
        assertThat(second.scheduler()).isNull();
        assertThat(second.negativePrompt()).isNull();
        assertThat(second.saidSizes().numbers(second.size())).containsExactly(64, 64, 0, 0, 64, 64);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "z  | scheduler         | ddim    | ddim is none of tiny: choose flow_match_euler",
                "z  | guidance_rescale  | 0.5     | is nothing that tiny knows, a model of the family z-image: leave"
                        + " it out",
                "z  | original_size     | 64x64   | is nothing that tiny knows",
                "z  | crop              | 0,0     | is nothing that tiny knows",
                "z  | target_size       | 64x64   | is nothing that tiny knows",
                "xl | cfg_normalization | 1       | is nothing that xl knows, a model of the family sdxl: leave it out",
                "xl | cfg_truncation    | 0.5     | is nothing that xl knows",
                "xl | scheduler         | euler_ancestral | euler_ancestral is none of xl: choose euler, ddim",
                "xl | scheduler         | heun    | must be \"flow_match_euler\" or",
                "xl | guidance_rescale  | 1.5     | must be a number from 0 to 1",
                "xl | crop              | 5       | must be TOP,LEFT in pixels",
                "xl | original_size     | large   | must be WIDTHxHEIGHT"
            })
    void shouldRefuseWithItsLineWhatTheFamilyHasNot(String model, String field, String value, String message)
            throws InterruptedException {
        // When
        BatchCommand answer = validate(
                model.equals("z") ? Z_IMAGE : SDXL, "sku,prompt," + field + "\nA,a mug,\nB,a mug,\"" + value + "\"\n");
        // Then
        List<LineError> errors = IntakeDesk.rejected(answer);
        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(3);
            assertThat(error.field()).isEqualTo(field);
            assertThat(error.message()).startsWith(message);
        });
    }

    private BatchCommand validate(ModelRegistry models, String input) throws InterruptedException {
        return desk.intake(models, 100).validate(desk.submit(desk.upload("upload", input), null));
    }
}
