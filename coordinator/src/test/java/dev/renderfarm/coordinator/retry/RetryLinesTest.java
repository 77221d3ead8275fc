package dev.renderfarm.coordinator.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.coordinator.batch.StoredItem;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetryLinesTest {

    private final StringWriter text = new StringWriter();

    @Test
    void shouldWriteAllThatTheLineSaid() throws IOException {
        // Given
        var image = new ImageRequest(
                "a \"red\" mug", "blur", new ImageSize(128, 64), new Sampling(50, 4, 1.5, 0.25), 4_294_967_295L);
        var item = new RenderItem(7, 9, "=MUG", null, new ImageName("_MUG"), image);
        // When
        try (RetryLines lines = new RetryLines(text, false)) {
            lines.add(new StoredItem.Readable(item, Map.of("Category", "Mugs"), ResponseFormat.B64_JSON));
        }
        // Then
        assertThat(text)
                .hasToString("{\"custom_id\":\"=MUG\",\"prompt\":\"a \\\"red\\\" mug\",\"negative_prompt\":\"blur\","
                        + "\"size\":\"128x64\",\"seed\":4294967295,\"num_inference_steps\":50,\"guidance_scale\":4.0,"
                        + "\"cfg_normalization\":1.5,\"cfg_truncation\":0.25,\"output_format\":\"png\",\"response_format\":\"b64_json\","
                        + "\"Category\":\"Mugs\"}\n");
    }

    @Test
    void shouldAskForAllFromTheFirstToTheLastWantedPictureOfALine() throws IOException {
        // When
        RetryLines lines = new RetryLines(text, false);
        try (lines) {
            lines.add(picture(4, "MUG", 2));
            lines.add(picture(6, "MUG", 4));
            lines.add(picture(7, "CUP", 1));
            lines.add(picture(9, "TEE", null));
        }
        // Then
        assertThat(lines.written()).isEqualTo(3);
        assertThat(text.toString().lines())
                .satisfiesExactly(
                        mug -> assertThat(mug).contains("\"custom_id\":\"MUG\"", "\"n\":3", "\"seed\":104,"),
                        cup -> assertThat(cup).contains("\"custom_id\":\"CUP\"").doesNotContain("\"n\""),
                        tee -> assertThat(tee).contains("\"custom_id\":\"TEE\"").doesNotContain("\"n\""));
    }

    @Test
    void shouldLeaveOutSeedsAndLostItemsWhenAsked() throws IOException {
        // When
        RetryLines lines = new RetryLines(text, true);
        try (lines) {
            lines.add(new StoredItem.Lost("the part is missing"));
            lines.add(picture(1, "MUG", null));
        }
        // Then
        assertThat(lines.written()).isEqualTo(1);
        assertThat(text.toString()).doesNotContain("seed");
    }

    private static StoredItem picture(int index, String id, @Nullable Integer variant) {
        var image = new ImageRequest("a mug", null, new ImageSize(64, 64), Sampling.of(8, 0), 100 + index);
        return StoredItem.Readable.alone(new RenderItem(index, 1, id, variant, new ImageName(id + index), image));
    }
}
