package dev.renderfarm.coordinator.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.FarmProgress;
import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.batch.InputRules;
import dev.renderfarm.common.batch.Origin;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.plan.EstimateSource;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.items.ItemPartWriter;
import dev.renderfarm.coordinator.models.FakeModels;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PicturePacesTest {

    private static final ModelName TINY = new ModelName("tiny");
    private static final Work SMALL = new Work(new ImageSize(64, 64), 8, false);

    private final FakeBatchDirectory directory = new FakeBatchDirectory();
    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private Instant now = TestBatches.CREATED;
    private final PicturePaces paces =
            new PicturePaces(directory, new ItemPartReader(objects), FakeModels.registry("tiny"), () -> now);

    @Test
    void shouldLearnFromWhatBatchesHaveTaken() {
        // Given
        drawn("batch_1", 4, "6");
        // When
        PicturePace pace = paces.look().of(TINY, SMALL).orElseThrow();
        // Then
        assertThat(pace.seconds()).isEqualTo(1.5);
        assertThat(pace.source()).isEqualTo(EstimateSource.MEASURED);
        assertThat(paces.known().of(TINY, SMALL)).contains(pace);
    }

    @Test
    void shouldLookAgainAfterAWhile() {
        // Given
        assertThat(paces.look().of(TINY, SMALL)).isEmpty();
        drawn("batch_1", 4, "6");
        assertThat(paces.look().of(TINY, SMALL)).isEmpty();
        // When
        now = now.plus(PicturePaces.FRESH).plusSeconds(1);
        // Then
        assertThat(paces.look().of(TINY, SMALL)).isPresent();
    }

    @Test
    void shouldKnowWhatItKnewWhenTheLedgerDoesNotAnswer() {
        // Given
        drawn("batch_1", 4, "6");
        paces.look();
        // When
        directory.setAvailable(false);
        now = now.plus(PicturePaces.FRESH).plusSeconds(1);
        // Then
        assertThat(paces.look().of(TINY, SMALL)).isPresent();
    }

    @Test
    void shouldCountOnePassAStepWhereTheScaleIsOffAsTheModelHasIt() {
        // Given
        drawn("batch_1", 4, "6", 1);
        var ofInterpolated =
                new PicturePaces(directory, new ItemPartReader(objects), FakeModels.sdxl("tiny"), () -> now);
        // When
        PicturePace off = ofInterpolated.look().of(TINY, SMALL).orElseThrow();
        PicturePace on = paces.look().of(TINY, SMALL).orElseThrow();
        // Then
        assertThat(off.seconds()).isEqualTo(1.5);
        assertThat(on.seconds()).as("half of what two passes took").isEqualTo(0.75);
    }

    private void drawn(String id, int images, String deviceSeconds) {
        drawn(id, images, deviceSeconds, 0);
    }

    private void drawn(String id, int images, String deviceSeconds, double scale) {
        BatchId batch = new BatchId(id);
        var parts = new ItemPartWriter(objects, batch, Runnable::run);
        for (int i = 0; i < images; i++) {
            var image = new ImageRequest("a mug", null, new ImageSize(64, 64), Sampling.of(8, scale), i);
            parts.write(
                    new RenderItem(i, i + 2, "MUG-" + i, null, new ImageName("MUG-" + i), image),
                    Map.of(),
                    ResponseFormat.URL);
        }
        parts.finish(List.of());
        directory.put(completed(batch, images, new Usage(new BigDecimal(deviceSeconds), null)));
    }

    private static Batch completed(BatchId id, int images, Usage usage) {
        return new Batch(
                id,
                "/v1/images/generations",
                TINY,
                null,
                new FileId("file-1"),
                "24h",
                BatchStatus.COMPLETED,
                null,
                null,
                TestBatches.CREATED,
                null,
                null,
                null,
                TestBatches.CREATED,
                null,
                null,
                null,
                null,
                new RequestCounts(images, images, 0),
                Map.of(),
                new FarmProgress(
                        1,
                        0,
                        0,
                        0,
                        0,
                        1L,
                        3,
                        null,
                        TestBatches.CREATED,
                        InputRules.DEFAULT,
                        InputReport.NONE,
                        Origin.UNKNOWN,
                        null,
                        new BatchUsage(usage, images, null)));
    }
}
