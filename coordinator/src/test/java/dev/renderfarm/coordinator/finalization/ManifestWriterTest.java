package dev.renderfarm.coordinator.finalization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.coordinator.batch.ManifestColumns;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ManifestWriterTest {

    private static final Map<RequestField, List<String>> COLUMNS = Map.of(
            RequestField.CUSTOM_ID, List.of("sku"),
            RequestField.PROMPT, List.of("prompt"),
            RequestField.MODEL, List.of("model"),
            RequestField.N, List.of("variant"),
            RequestField.SIZE, List.of("size"),
            RequestField.SEED, List.of("seed"),
            RequestField.NUM_INFERENCE_STEPS, List.of("num_inference_steps"),
            RequestField.GUIDANCE_SCALE, List.of("guidance_scale"));

    /** Without a column, on purpose. */
    private static final Set<RequestField> LEFT_OUT = EnumSet.of(
            RequestField.NEGATIVE_PROMPT,
            RequestField.CFG_NORMALIZATION,
            RequestField.CFG_TRUNCATION,
            RequestField.GUIDANCE_RESCALE,
            RequestField.SCHEDULER,
            RequestField.ORIGINAL_SIZE,
            RequestField.CROP,
            RequestField.TARGET_SIZE,
            RequestField.OUTPUT_FORMAT,
            RequestField.OUTPUT_COMPRESSION,
            RequestField.RESPONSE_FORMAT,
            RequestField.MASK,
            RequestField.STRENGTH,
            RequestField.PLACE,
            RequestField.RESIZE,
            RequestField.PASTE,
            RequestField.FEATHER,
            RequestField.MASK_TO_LATENTS,
            RequestField.ENCODE);

    @Test
    void shouldHaveAColumnForEveryFieldThatIsNotLeftOutOnPurpose() throws IOException {
        // Given
        StringWriter out = new StringWriter();
        // When
        new ManifestWriter(out, List.of()).close();
        // Then
        List<String> header = List.of(out.toString().strip().split(","));
        assertThat(header)
                .as("each column is a field of a request, or one of results that is not read again")
                .allMatch(name -> ManifestColumns.RESULTS.contains(name)
                        || Arrays.stream(RequestField.values())
                                .anyMatch(field -> field.names().contains(name)));
        assertThat(ManifestColumns.areOfAManifest(header)).isTrue();
        assertThat(RequestField.values()).allSatisfy(field -> {
            if (LEFT_OUT.contains(field)) {
                assertThat(header).doesNotContain(field.wireName());
            } else {
                assertThat(header).containsAll(COLUMNS.getOrDefault(field, List.of(field.wireName())));
            }
        });
    }
}
