package dev.renderfarm.coordinator.finalization;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.BatchWarnings;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.disk.LocalDisk;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.items.ItemPartWriter;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageException;
import dev.renderfarm.objectstore.store.StorageRefusedException;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pictures that stand in the output of a batch themselves. Long because every case finishes a batch of its own making and
 * reads the same three files: they share the fixture at the end.
 */
class InlinePicturesTest {

    private static final BatchId BATCH = new BatchId("batch_5f0c");
    private static final long PLENTY = 1 << 20;

    @TempDir
    private Path directory;

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final ItemPartWriter items = new ItemPartWriter(objects, BATCH, Runnable::run);
    private final List<TaskView> tasks = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 2_999, 3_000, 100_001})
    void shouldStandInTheLineThatAsksForIt(int bytes) throws Exception {
        // Given
        byte[] picture = add("MUG", null, ResponseFormat.B64_JSON, bytes);
        add("CUP", null, ResponseFormat.URL, 5);
        // When
        BatchCommand.Finalized files = finish(PLENTY);
        // Then
        assertThat(picture("MUG", 0).fieldNames()).toIterable().containsExactly("b64_json", "renderfarm");
        assertThat(picture("MUG", 0).path("renderfarm").path("sha256").asText()).isEqualTo(Sha256.hex(picture));
        assertThat(decoded(picture("MUG", 0))).isEqualTo(picture);
        assertThat(picture("CUP", 0).fieldNames()).toIterable().containsExactly("url", "renderfarm");
        assertThat(content(BatchFile.MANIFEST))
                .contains("MUG,1,completed,k0.png,/v1/batches/batch_5f0c/images/n0.png,");
        assertThat(files.warnings()).isNull();
    }

    @Test
    void shouldStandInOneLineWhenTheLineAsksForSeveral() throws Exception {
        // Given
        byte[] first = add("MUG", 1, ResponseFormat.B64_JSON, 10);
        fail("MUG", 2, ResponseFormat.B64_JSON);
        byte[] third = add("MUG", 3, ResponseFormat.B64_JSON, 20);
        // When
        BatchCommand.Finalized files = finish(PLENTY);
        // Then
        assertThat(content(BatchFile.OUTPUT)).hasLineCount(1);
        assertThat(decoded(picture("MUG", 0))).isEqualTo(first);
        assertThat(decoded(picture("MUG", 1))).isEqualTo(third);
        assertThat(content(BatchFile.ERRORS)).hasLineCount(1).contains("missing 1 of 3 pictures");
        assertThat(files.warnings()).isNull();
    }

    @Test
    void shouldStandThereByUrlFromTheFirstLineOnThatHasNoRoom() throws Exception {
        // Given
        add("A", null, ResponseFormat.B64_JSON, 30);
        add("B", 1, ResponseFormat.B64_JSON, 30);
        add("B", 2, ResponseFormat.B64_JSON, 1);
        add("C", null, ResponseFormat.B64_JSON, 1);
        add("D", null, ResponseFormat.URL, 1);
        // When: room for 40 + 40 characters, B wants 44
        BatchCommand.Finalized files = finish(80);
        // Then
        assertThat(picture("A", 0).has("b64_json")).isTrue();
        for (JsonNode byUrl : List.of(picture("B", 0), picture("B", 1), picture("C", 0))) {
            assertThat(byUrl.path("url").asText()).startsWith("/v1/batches/batch_5f0c/images/");
            assertThat(byUrl.has("b64_json")).isFalse();
            assertThat(byUrl.path("renderfarm").path("not_inlined").asText()).isEqualTo("limit");
        }
        assertThat(picture("D", 0).path("renderfarm").has("not_inlined")).isFalse();
        assertThat(warnings(files))
                .extracting(LineWarning::code, LineWarning::line, LineWarning::field)
                .containsExactly(tuple(WarningCode.GIVEN_AS_URL, 3, "response_format"));
        assertThat(warnings(files).get(0).message())
                .contains("room for 80 bytes of pictures")
                .endsWith(" (2 lines, first line 3)");
    }

    @Test
    void shouldFillTheRoomToTheLastByte() throws Exception {
        add("A", null, ResponseFormat.B64_JSON, 30);
        add("B", null, ResponseFormat.B64_JSON, 29);
        assertThat(finish(80).warnings()).isNull();
        assertThat(warnings(finish(79))).extracting(LineWarning::line).containsExactly(3);
    }

    @Test
    void shouldStandThereByUrlWhenTheBucketHasItNoMore() throws Exception {
        // Given
        add("A", null, ResponseFormat.B64_JSON, 30);
        add("B", 1, ResponseFormat.B64_JSON, 30);
        byte[] there = add("B", 2, ResponseFormat.B64_JSON, 30);
        objects.delete("k0.png");
        objects.delete("k1.png");
        // When
        BatchCommand.Finalized files = finish(PLENTY);
        // Then
        assertThat(reason("A", 0)).isEqualTo("missing");
        assertThat(reason("B", 0)).isEqualTo("missing");
        assertThat(picture("B", 0).path("url").asText()).endsWith("/n1.png");
        assertThat(decoded(picture("B", 1))).isEqualTo(there);
        assertThat(warnings(files))
                .extracting(LineWarning::line, LineWarning::message)
                .containsExactly(tuple(
                        2,
                        "output.jsonl has the url instead of b64_json: the picture is gone from the bucket"
                                + " (2 lines, first line 2)"));
    }

    @ParameterizedTest
    @ValueSource(ints = {29, 30, 31, 300_000})
    void shouldNotStandThereWhenTheBucketHasAnotherOne(int bytes) throws Exception {
        // Given
        add("A", null, ResponseFormat.B64_JSON, 30);
        objects.put("k0.png", new byte[bytes], "image/png", Map.of());
        // When
        BatchCommand.Finalized files = finish(PLENTY);
        // Then
        assertThat(reason("A", 0)).isEqualTo("changed");
        assertThat(warnings(files)).extracting(LineWarning::line).containsExactly(2);
    }

    @Test
    void shouldStandThereByUrlWhenTheBucketDoesNotHandItOut() throws Exception {
        // Given
        add("A", null, ResponseFormat.B64_JSON, 30);
        refuseThePicture(StorageRefusedException.Kind.OBJECT);
        // When
        BatchCommand.Finalized files = finish(PLENTY);
        // Then
        assertThat(reason("A", 0)).isEqualTo("refused");
        assertThat(warnings(files)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = StorageRefusedException.Kind.class,
            names = {"DENIED", "FULL"})
    void shouldAskToBeCalledAgainWhenWhoeverAsksIsDenied(StorageRefusedException.Kind kind) {
        add("A", null, ResponseFormat.B64_JSON, 30);
        refuseThePicture(kind);
        assertThatThrownBy(() -> finish(PLENTY)).isInstanceOf(StorageRefusedException.class);
        assertThat(objects.keys()).doesNotContain(ObjectKeys.batchFile(BATCH, BatchFile.MANIFEST));
    }

    @Test
    void shouldAskToBeCalledAgainWhenStorageGoesAwayInTheMiddleOfIt() {
        // Given
        var image = new StoredImage("k.png", "k.json", "abc", 99);
        LocalPictures pictures = new LocalPictures(breakingOff());
        // Then
        assertThatThrownBy(() -> pictures.copy(image, directory.resolve("picture")))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("k.png");
    }

    @Test
    void shouldWriteTheSameBytesWhenItRunsAgain() throws Exception {
        // Given
        for (int i = 0; i < 20; i++) {
            add("S" + i, null, i % 3 == 0 ? ResponseFormat.URL : ResponseFormat.B64_JSON, 1_000 + i);
        }
        objects.delete("k4.png");
        // When
        BatchCommand.Finalized first = finish(10_000);
        String output = content(BatchFile.OUTPUT);
        BatchCommand.Finalized second = finish(10_000);
        // Then
        assertThat(content(BatchFile.OUTPUT)).isEqualTo(output).contains("b64_json", "\"limit\"", "\"missing\"");
        assertThat(second).isEqualTo(first);
    }

    /** A bucket whose objects break off after their first byte. */
    private static ObjectStore breakingOff() {
        InputStream oneByte = new InputStream() {
            private boolean begun;

            @Override
            public int read() throws IOException {
                if (begun) {
                    throw new IOException("connection reset");
                }
                begun = true;
                return 0;
            }
        };
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (proxy, method, arguments) -> oneByte);
    }

    private void refuseThePicture(StorageRefusedException.Kind kind) {
        objects.failWith(key -> key.endsWith(".png")
                ? Optional.<StorageException>of(InMemoryObjectStore.refusal(kind))
                : Optional.empty());
    }

    private byte[] add(String id, @Nullable Integer variant, ResponseFormat format, int bytes) {
        int index = tasks.size();
        byte[] picture = bytes(index, bytes);
        String key = "k" + index;
        objects.put(key + ".png", picture, "image/png", Map.of());
        write(id, variant, format);
        var image = new StoredImage(key + ".png", key + ".json", Sha256.hex(picture), bytes);
        tasks.add(new TaskView(new TaskId(BATCH, index), TaskState.COMPLETED, List.of(attempt(null)), image, null));
        return picture;
    }

    private void fail(String id, int variant, ResponseFormat format) {
        write(id, variant, format);
        TaskId task = new TaskId(BATCH, tasks.size());
        tasks.add(new TaskView(task, TaskState.FAILED, List.of(attempt(FailureCode.RENDER_FAILED)), null, null));
    }

    /** Items of one id come from one line. */
    private void write(String id, @Nullable Integer variant, ResponseFormat format) {
        int index = tasks.size();
        int line = variant == null ? index + 2 : index + 3 - variant;
        var image = new ImageRequest("a mug", null, new ImageSize(64, 32), Sampling.of(4, 1.5), 10L + index);
        items.write(new RenderItem(index, line, id, variant, new ImageName("n" + index), image), Map.of(), format);
    }

    private static TaskView.Attempt attempt(@Nullable FailureCode code) {
        return new TaskView.Attempt(1, new WorkerId("w1"), code, null, TestBatches.CREATED.plusSeconds(1));
    }

    private static byte[] bytes(int seed, int number) {
        byte[] bytes = new byte[number];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private BatchCommand.Finalized finish(long room) throws InterruptedException {
        items.finish(List.of());
        int completed = (int) tasks.stream()
                .filter(task -> task.state() == TaskState.COMPLETED)
                .count();
        RequestCounts counts = new RequestCounts(tasks.size(), completed, tasks.size() - completed);
        return new StoredBatchFinalizer(objects, new ItemPartReader(objects), room, new LocalDisk(directory))
                .finish(TestBatches.settled(BATCH, BatchStatus.FINALIZING, counts, null), tasks.iterator());
    }

    private static List<LineWarning> warnings(BatchCommand.Finalized files) {
        BatchWarnings warnings = requireNonNull(files.warnings());
        assertThat(warnings).isNotNull();
        return warnings.data();
    }

    private String reason(String id, int number) throws IOException {
        return picture(id, number).path("renderfarm").path("not_inlined").asText();
    }

    private JsonNode picture(String id, int number) throws IOException {
        return content(BatchFile.OUTPUT)
                .lines()
                .map(line -> Json.read(line, JsonNode.class))
                .filter(line -> line.path("custom_id").asText().equals(id))
                .findFirst()
                .orElseThrow()
                .at("/response/body/data/" + number);
    }

    private static byte[] decoded(JsonNode picture) {
        return Base64.getDecoder().decode(picture.path("b64_json").asText());
    }

    private String content(BatchFile file) throws IOException {
        try (InputStream in = objects.get(ObjectKeys.batchFile(BATCH, file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
