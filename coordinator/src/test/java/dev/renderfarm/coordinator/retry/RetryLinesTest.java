package dev.renderfarm.coordinator.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Place;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.profile.DeliveryRules;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.Delivery;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.task.SaidCrop;
import dev.renderfarm.common.task.SaidSizes;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.SchedulerKind;
import dev.renderfarm.coordinator.batch.StoredItem;
import dev.renderfarm.coordinator.input.InputFile;
import dev.renderfarm.coordinator.input.InputLimits;
import dev.renderfarm.coordinator.input.InputRow;
import dev.renderfarm.coordinator.input.RowSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetryLinesTest {

    private final StringWriter text = new StringWriter();

    @Test
    void shouldWriteAllThatTheLineSaid() throws IOException {
        // Given
        var image = new ImageRequest(
                "a \"red\" mug",
                "blur",
                new ImageSize(128, 64),
                new Sampling(50, 4, 1.5, 0.25),
                4_294_967_295L,
                null,
                new Encoding(ImageFormat.JPEG, 85));
        var item = new RenderItem(7, 9, "=MUG", null, new ImageName("_MUG"), image);
        // When
        try (RetryLines lines = new RetryLines(ImageEndpoint.GENERATIONS, text, false)) {
            lines.add(new StoredItem.Readable(item, Map.of("Category", "Mugs"), ResponseFormat.B64_JSON));
        }
        // Then
        assertThat(text)
                .hasToString("{\"custom_id\":\"=MUG\",\"prompt\":\"a \\\"red\\\" mug\",\"negative_prompt\":\"blur\","
                        + "\"size\":\"128x64\",\"seed\":4294967295,\"num_inference_steps\":50,\"guidance_scale\":4.0,"
                        + "\"cfg_normalization\":1.5,\"cfg_truncation\":0.25,\"output_format\":\"jpeg\",\"output_compression\":85,\"response_format\":\"b64_json\","
                        + "\"Category\":\"Mugs\"}\n");
    }

    @Test
    void shouldAskAgainForTheSamplerAndTheSizesThatTheModelWasTold() throws IOException {
        // Given
        var image = new ImageRequest("a mug", null, new ImageSize(64, 64), new Sampling(20, 7, null, null, 0.7), 1)
                .with(
                        SchedulerKind.EULER_ANCESTRAL,
                        new SaidSizes(new ImageSize(512, 256), new SaidCrop(8, 4), new ImageSize(128, 64)));
        // When
        try (RetryLines lines = new RetryLines(ImageEndpoint.GENERATIONS, text, true)) {
            lines.add(StoredItem.Readable.alone(new RenderItem(0, 1, "MUG", null, new ImageName("MUG"), image)));
        }
        // Then
        assertThat(text.toString())
                .contains("\"guidance_rescale\":0.7,\"scheduler\":\"euler_ancestral\",\"original_size\":\"512x256\","
                        + "\"crop\":\"8,4\",\"target_size\":\"128x64\",\"output_format\"");
    }

    @Test
    void shouldNameTheDeliveryProfileAgainAndTheCompressionThatWasMeant() throws IOException {
        // Given: a compression of 100, where the profile's own is another
        var rules = new DeliveryRules(List.of(ImageFormat.JPEG), 90, null, null, null, null);
        var encoding = new Encoding(ImageFormat.JPEG, 100).deliveredTo(new Delivery("house", rules));
        var image = new ImageRequest("a mug", null, new ImageSize(64, 64), Sampling.of(8, 0), 1, null, encoding);
        // When
        try (RetryLines lines = new RetryLines(ImageEndpoint.GENERATIONS, text, true)) {
            lines.add(StoredItem.Readable.alone(new RenderItem(0, 1, "MUG", null, new ImageName("MUG"), image)));
        }
        // Then
        assertThat(text.toString())
                .contains("\"output_format\":\"jpeg\",\"output_compression\":100,\"profile\":\"house\",");
    }

    @Test
    void shouldNameThePictureAgainThatAnEditBeganWith() throws IOException {
        // Given
        FileId file = new FileId("file-v000000000000000000000001");
        var mask = new SourcePicture("sources/mask.png", "00", 1, 64, 64);
        var edit = new Edit(
                new SourcePicture(ObjectKeys.upload(file), "00", 1, 64, 64),
                new Mask.OfFile(mask),
                0.5,
                MaskToLatents.ANY,
                EncodeMode.SAMPLE,
                true,
                4,
                new Place.At(8, 4, null, 16),
                Resize.COVER);
        var image = new ImageRequest("on oak", null, new ImageSize(64, 64), Sampling.of(8, 0), 1, edit, Encoding.PLAIN);
        // When
        try (RetryLines lines = new RetryLines(ImageEndpoint.EDITS, text, true)) {
            lines.add(StoredItem.Readable.alone(new RenderItem(0, 1, "MUG", null, new ImageName("MUG"), image)));
        }
        // Then
        assertThat(text.toString())
                .contains("\"image\":\"" + file + "\",\"mask\":\"sources/mask.png\",\"strength\":0.5,"
                        + "\"place\":\"8,4,,16\",\"paste\":true,\"feather\":4,\"mask_to_latents\":\"any\","
                        + "\"encode\":\"sample\"");
    }

    @Test
    void shouldAskForAllFromTheFirstToTheLastWantedPictureOfALine() throws IOException {
        // When
        RetryLines lines = new RetryLines(ImageEndpoint.GENERATIONS, text, false);
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
        RetryLines lines = new RetryLines(ImageEndpoint.GENERATIONS, text, true);
        try (lines) {
            lines.add(new StoredItem.Lost("the part is missing"));
            lines.add(picture(1, "MUG", null));
        }
        // Then
        assertThat(lines.written()).isEqualTo(1);
        assertThat(text.toString()).doesNotContain("seed");
    }

    @Test
    void shouldCarryColumnsThatAreCalledLikeFieldsUnderNamesThatAreNone() throws IOException {
        // Given
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("sku", "OLD-1");
        columns.put("negative_prompt", "ours");
        columns.put("Seed", "spring");
        columns.put("input_sku", "OLD-2");
        var image = new ImageRequest("a mug", null, new ImageSize(64, 64), Sampling.of(8, 0), 1);
        var item = new RenderItem(0, 2, "MUG", null, new ImageName("MUG"), image);
        // When
        try (RetryLines lines = new RetryLines(ImageEndpoint.GENERATIONS, text, true)) {
            lines.add(new StoredItem.Readable(item, columns, ResponseFormat.URL));
        }
        // Then
        List<InputRow> rows = new ArrayList<>();
        new InputFile(new InputLimits(10_000))
                .read(
                        "lines.jsonl",
                        new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)),
                        InputRules.DEFAULT,
                        new Rows(rows));
        InputRow row = rows.get(0);
        assertThat(row.problems()).isEmpty();
        assertThat(row.value(RequestField.NEGATIVE_PROMPT)).isEmpty();
        assertThat(row.value(RequestField.CUSTOM_ID))
                .hasValueSatisfying(id -> assertThat(id.text()).isEqualTo("MUG"));
        assertThat(row.columns())
                .isEqualTo(Map.of(
                        "input_sku", "OLD-1",
                        "input_negative_prompt", "ours",
                        "input_Seed", "spring",
                        "input_input_sku", "OLD-2"));
    }

    private record Rows(List<InputRow> all) implements RowSink {

        @Override
        public void row(InputRow row) {
            all.add(row);
        }

        @Override
        public void problem(LineError error) {
            throw new AssertionError(error);
        }

        @Override
        public void warning(LineWarning warning) {
            throw new AssertionError(warning);
        }

        @Override
        public boolean wantsMore() {
            return true;
        }
    }

    private static StoredItem picture(int index, String id, @Nullable Integer variant) {
        var image = new ImageRequest("a mug", null, new ImageSize(64, 64), Sampling.of(8, 0), 100 + index);
        return StoredItem.Readable.alone(new RenderItem(index, 1, id, variant, new ImageName(id + index), image));
    }
}
