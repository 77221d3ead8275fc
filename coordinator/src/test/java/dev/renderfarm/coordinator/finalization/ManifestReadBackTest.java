package dev.renderfarm.coordinator.finalization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.input.InputFile;
import dev.renderfarm.coordinator.input.InputLimits;
import dev.renderfarm.coordinator.input.InputRow;
import dev.renderfarm.coordinator.input.InputValue;
import dev.renderfarm.coordinator.input.RowSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A manifest that is handed in again asks for what was asked for. */
class ManifestReadBackTest {

    private static final BatchId BATCH = new BatchId("batch_1");
    /** Which the input does without. */
    private static final Pattern BLANK_ENDS =
            Pattern.compile("^[\\s\\u00a0\\u200b\\u0085\\u2028]+|[\\s\\u00a0\\u200b\\u0085\\u2028]+$");

    private static final String COLUMN = "-Price";

    @Test
    void shouldReadTheTextsOfAManifestAsTheyWere() {
        // Given
        List<String> texts = List.of(
                "=1+2",
                "+49-MUG",
                "-MUG",
                "@MUG",
                "'MUG",
                "''",
                "'=1",
                "a;=1",
                "a;'b",
                "\"=1\"",
                "MUG;\t-1",
                "\uFF1D1",
                "a\"b,c");
        // When, Then
        assertThat(readBack(texts)).isEqualTo(texts);
    }

    @Test
    void shouldReadWhateverTextsAManifestHolds() {
        // Given
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int[] signs = "=+-@'\" ;,\t|ab1\u00a0\u200b\uFF1D\u2028\u0085😀杯\u0301"
                .codePoints()
                .toArray();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = 1 + random.nextInt(10); length > 0; length--) {
                text.appendCodePoint(signs[random.nextInt(signs.length)]);
            }
            if (BLANK_ENDS.matcher(text).replaceAll("").contentEquals(text)) {
                texts.add(text.toString());
            }
        }
        // When, Then
        assertThat(readBack(texts)).as("seed %d", seed).isEqualTo(texts);
    }

    /** As SKU, prompt and carried column of a row each, written and read. */
    private static List<String> readBack(List<String> texts) {
        StringWriter file = new StringWriter();
        try (ManifestWriter manifest = new ManifestWriter(file, List.of(COLUMN))) {
            for (int i = 0; i < texts.size(); i++) {
                manifest.write(cancelled(i, texts.get(i)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Rows rows = new Rows();
        try {
            new InputFile(new InputLimits(1_000_000))
                    .read(
                            "manifest.csv",
                            new ByteArrayInputStream(file.toString().getBytes(StandardCharsets.UTF_8)),
                            InputRules.DEFAULT,
                            rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows.skus;
    }

    private static SettledTask cancelled(int index, String text) {
        ImageRequest image = new ImageRequest(text, null, new ImageSize(64, 32), Sampling.of(4, 1.5), 1);
        RenderItem item = new RenderItem(index, index + 2, text, null, new ImageName("n" + index), image);
        TaskView task = new TaskView(new TaskId(BATCH, index), TaskState.CANCELLED, List.of(), null, null);
        return new SettledTask(
                TestBatches.batch(BATCH, BatchStatus.FINALIZING, 1),
                item,
                Map.of(COLUMN, text),
                ResponseFormat.URL,
                task);
    }

    /** Keeps the SKUs of rows that say the same in all three places. */
    private static final class Rows implements RowSink {

        private final List<String> skus = new ArrayList<>();

        @Override
        public void row(InputRow row) {
            String sku = row.value(RequestField.CUSTOM_ID).map(InputValue::text).orElseThrow();
            assertThat(row.value(RequestField.PROMPT)).map(InputValue::text).contains(sku);
            assertThat(row.columns()).containsExactly(Map.entry(COLUMN, sku));
            skus.add(sku);
        }

        @Override
        public void problem(LineError error) {
            throw new AssertionError(error);
        }

        @Override
        public void warning(LineWarning warning) {}

        @Override
        public boolean wantsMore() {
            return true;
        }
    }
}
