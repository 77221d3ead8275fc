package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeTaskDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.items.ItemPartWriter;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is made while it is sent, where the bucket goes away meanwhile. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
@Timeout(60)
class BrokenDownloadsApiTest {

    private static final int MORE_THAN_ARCHIVES_AT_ONCE = 6;
    private static final int MORE_THAN_A_BUFFER = 1 << 20;

    @Inject
    InMemoryObjectStore objects;

    @Inject
    FakeBatchDirectory batches;

    @Inject
    FakeTaskDirectory tasks;

    @AfterEach
    void letTheBucketBeThere() {
        objects.setAvailable(true);
    }

    @Test
    void shouldGiveThePlaceBackWhereAnArchiveHasNoBeginning() {
        // Given
        BatchId batch = new BatchId("batch_broken1");
        put(batch, null);
        loseItems(batch);
        // Then
        for (int i = 0; i < MORE_THAN_ARCHIVES_AT_ONCE; i++) {
            refused(when().get("/v1/batches/" + batch + "/archive.zip").then(), FailureCode.STORAGE_UNAVAILABLE, null);
        }
        // When
        objects.setAvailable(true);
        byte[] archive = when().get("/v1/batches/" + batch + "/archive.zip")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        // Then
        assertThat(archive).hasSizeGreaterThan(MORE_THAN_A_BUFFER);
    }

    @Test
    void shouldCutTheConnectionWhereTheBucketGoesAwayOnTheWay() {
        // Given
        BatchId batch = new BatchId("batch_broken2");
        BatchId child = new BatchId("batch_broken3");
        put(batch, null);
        put(child, batch);
        loseItems(child);
        // Then
        for (int i = 0; i < MORE_THAN_ARCHIVES_AT_ONCE; i++) {
            assertThatThrownBy(
                    () -> when().get("/v1/batches/" + batch + "/archive.zip").asByteArray());
        }
    }

    /** With one picture, which is completed. */
    private void put(BatchId id, @Nullable BatchId parent) {
        byte[] file = new byte[MORE_THAN_A_BUFFER];
        String key = "images/" + id;
        objects.put(key, file, "image/png", Map.of());
        StoredImage image = new StoredImage(key, key + ".json", Sha256.hex(file), file.length);
        ItemPartWriter items = new ItemPartWriter(objects, id, Runnable::run);
        ImageRequest request = new ImageRequest("a mug", null, new ImageSize(64, 64), Sampling.of(8, 0), 1);
        items.write(new RenderItem(0, 1, "MUG", null, new ImageName("MUG"), request), Map.of(), ResponseFormat.URL);
        items.finish(List.of());
        tasks.put(id, List.of(new TaskView(new TaskId(id, 0), TaskState.COMPLETED, List.of(), image, null)));
        batches.put(parent == null ? TestBatches.batch(id, BatchStatus.COMPLETED, 1) : TestBatches.child(id, parent));
    }

    private void loseItems(BatchId batch) {
        String key = ObjectKeys.itemPart(batch, 0);
        objects.failWith(asked ->
                asked.equals(key) ? Optional.of(new StorageUnavailableException("away", null)) : Optional.empty());
    }
}
