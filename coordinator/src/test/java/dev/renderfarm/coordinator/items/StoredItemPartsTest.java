package dev.renderfarm.coordinator.items;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.StoredItem;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageRefusedException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoredItemPartsTest {

    private static final BatchId BATCH = new BatchId("batch_1");

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final ManualTime time = new ManualTime(Instant.EPOCH);
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void shouldReadAheadAndServeWhenAskedAgain() {
        // Given
        write(BATCH, 1500);
        StoredItemParts parts = parts(4);
        // When
        assertThat(parts.item(BATCH, 1000)).isEmpty();
        // Then
        await().untilAsserted(
                        () -> assertThat(parts.item(BATCH, 1000)).contains(StoredItem.Readable.alone(item(1000))));
    }

    @Test
    void shouldHaveTheNextPartBeforeItIsAskedForWhenHalfOfOneIsUsed() throws Exception {
        // Given
        write(BATCH, 1500);
        StoredItemParts parts = parts(2);
        await().untilAsserted(() -> assertThat(parts.item(BATCH, 0)).isPresent());
        // When
        assertThat(parts.item(BATCH, 500)).isPresent();
        executor.submit(() -> {}).get();
        // Then
        assertThat(parts.item(BATCH, 1000)).contains(StoredItem.Readable.alone(item(1000)));
    }

    @Test
    void shouldReadNothingAheadWhenAnotherBatchNeedsTheRoom() throws Exception {
        // Given
        BatchId other = new BatchId("batch_2");
        write(BATCH, 1500);
        write(other, 1);
        StoredItemParts parts = parts(3);
        await().untilAsserted(() -> assertThat(parts.item(BATCH, 0)).isPresent());
        await().untilAsserted(() -> assertThat(parts.item(other, 0)).isPresent());
        // When
        assertThat(parts.item(BATCH, 500)).isPresent();
        executor.submit(() -> {}).get();
        // Then
        assertThat(parts.item(BATCH, 1000)).isEmpty();
    }

    @Test
    void shouldLookForNoPartAfterTheLast() throws Exception {
        // Given
        write(BATCH, 600);
        StoredItemParts parts = parts(4);
        await().untilAsserted(() -> assertThat(parts.item(BATCH, 0)).isPresent());
        // When
        assertThat(parts.item(BATCH, 500)).isPresent();
        executor.submit(() -> {}).get();
        // Then: nothing is known of it
        assertThat(parts.item(BATCH, 1000)).isEmpty();
    }

    @Test
    void shouldGoOnReadingWhenStorageComesBack() {
        write(BATCH, 1);
        objects.setAvailable(false);
        StoredItemParts parts = parts(4);
        assertThat(parts.item(BATCH, 0)).isEmpty();
        objects.setAvailable(true);
        await().untilAsserted(() -> assertThat(parts.item(BATCH, 0)).isPresent());
    }

    @Test
    void shouldSayWhyItemsAreNotHereUntilTheyAre() {
        write(BATCH, 1);
        objects.setAvailable(false);
        StoredItemParts parts = parts(4);
        assertThat(parts.hindrance(BATCH)).isEmpty();
        assertThat(parts.item(BATCH, 0)).isEmpty();
        await().untilAsserted(() -> assertThat(parts.hindrance(BATCH))
                .hasValueSatisfying(why -> assertThat(why.message()).startsWith("its items cannot be read: ")));
        objects.setAvailable(true);
        await().untilAsserted(() -> assertThat(parts.item(BATCH, 0)).isPresent());
        assertThat(parts.hindrance(BATCH)).isEmpty();
    }

    @Test
    void shouldLoseNoItemWhenStorageDeniesAccessForAWhile() {
        write(BATCH, 1);
        objects.refuse(StorageRefusedException.Kind.DENIED);
        StoredItemParts parts = parts(4);
        assertThat(parts.item(BATCH, 0)).isEmpty();
        objects.setAvailable(true);
        await().untilAsserted(() -> assertThat(parts.item(BATCH, 0)).contains(StoredItem.Readable.alone(item(0))));
    }

    @Test
    void shouldGoOnReadingWhenTheVirtualMachineHasFailed() {
        write(BATCH, 1);
        AtomicBoolean failing = new AtomicBoolean(true);
        ObjectStore broken = (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    if (failing.getAndSet(false)) {
                        throw new OutOfMemoryError("for a test");
                    }
                    return method.invoke(objects, arguments);
                });
        StoredItemParts parts = new StoredItemParts(new ItemPartReader(broken), executor, time, 4);
        assertThat(parts.item(BATCH, 0)).isEmpty();
        await().untilAsserted(() -> assertThat(parts.item(BATCH, 0)).isPresent());
        assertThat(failing).isFalse();
    }

    @Test
    void shouldLoseTheItemsOfAPartThatIsMissing() {
        StoredItemParts parts = parts(4);
        await().untilAsserted(() -> assertThat(parts.item(BATCH, 0))
                .contains(new StoredItem.Lost("there is no part-00000.jsonl in the bucket")));
    }

    @Test
    void shouldLoseNoMoreThanTheItemsThatCannotBeRead() {
        // Given
        String lines = Json.string(item(0)) + "\n{\"index\":1,\n" + Json.string(item(7)) + "\n" + Json.string(item(3))
                + "\n{\"index\":4}\n";
        objects.put(ObjectKeys.itemPart(BATCH, 0), lines.getBytes(UTF_8), "application/jsonl", Map.of());
        // When
        List<StoredItem> items = new ArrayList<>();
        new ItemPartReader(objects).sequence(BATCH, 6).forEachRemaining(items::add);
        // Then
        assertThat(items.get(0)).isEqualTo(StoredItem.Readable.alone(item(0)));
        assertThat(reason(items.get(1))).contains("item 1 in part-00000.jsonl cannot be read");
        assertThat(reason(items.get(2))).contains("has item 7 where item 2 should be");
        assertThat(items.get(3)).isEqualTo(StoredItem.Readable.alone(item(3)));
        assertThat(reason(items.get(4))).contains("item 4 in part-00000.jsonl cannot be read");
        assertThat(reason(items.get(5))).contains("part-00000.jsonl ends after 5 items");
    }

    @Test
    void shouldLoseAPartWhoseReadingFailsForAReasonNobodyForesaw() {
        // Given
        ObjectStore broken = (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    throw new IllegalArgumentException("for a test");
                });
        StoredItemParts parts = new StoredItemParts(new ItemPartReader(broken), executor, time, 4);
        // Then
        await().untilAsserted(() -> assertThat(parts.item(BATCH, 0)).hasValueSatisfying(item -> assertThat(reason(item))
                .contains("the coordinator could not read it, see its log")));
    }

    @Test
    void shouldServeEveryBatchInTurnWhenThereAreMoreThanThereIsRoomFor() {
        // Given
        List<BatchId> batches = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            batches.add(new BatchId("batch_" + i));
            write(batches.get(i), 1);
        }
        StoredItemParts parts = parts(3);
        Set<BatchId> served = new HashSet<>();
        // When
        await().until(() -> {
            batches.forEach(batch -> parts.item(batch, 0).ifPresent(items -> served.add(batch)));
            return served.size() == batches.size();
        });
        // Then
        long held = batches.stream()
                .filter(batch -> parts.item(batch, 0).isPresent())
                .count();
        assertThat(held).isLessThanOrEqualTo(3);
    }

    @Test
    void shouldHaveRoomAgainWhenABatchWasPausedWhileItsPartWasRead() throws Exception {
        // Given
        BatchId other = new BatchId("batch_2");
        write(BATCH, 1);
        write(other, 1);
        StoredItemParts parts = parts(1);
        assertThat(parts.item(BATCH, 0)).isEmpty();
        executor.submit(() -> {}).get();
        // When
        assertThat(parts.item(other, 0)).isEmpty();
        executor.submit(() -> {}).get();
        assertThat(parts.item(other, 0)).isEmpty();
        time.advance(Duration.ofSeconds(10));
        assertThat(parts.item(other, 0)).isEmpty();
        executor.submit(() -> {}).get();
        // Then
        assertThat(parts.item(other, 0)).isPresent();
    }

    @Test
    void shouldReadAgainWhenTheBatchWasForgotten() {
        write(BATCH, 1);
        StoredItemParts parts = parts(4);
        await().untilAsserted(() -> assertThat(parts.item(BATCH, 0)).isPresent());
        parts.forget(BATCH);
        assertThat(parts.item(BATCH, 0)).isEmpty();
    }

    @Test
    void shouldGiveAllItemsInOrderWhenReadInSequence() {
        write(BATCH, 2001);
        Iterator<StoredItem> sequence = new ItemPartReader(objects).sequence(BATCH, 2001);
        for (int i = 0; i < 2001; i++) {
            assertThat(sequence.next()).isEqualTo(StoredItem.Readable.alone(item(i)));
        }
        assertThat(sequence.hasNext()).isFalse();
    }

    @Test
    void shouldKeepNoColumnsOfLinesInMemoryForDispatching() {
        // Given
        ItemPartWriter writer = new ItemPartWriter(objects, BATCH, Runnable::run);
        writer.write(item(0), Map.of("Category", "Mugs"), ResponseFormat.URL);
        writer.finish(List.of("Category"));
        StoredItemParts parts = parts(4);
        // Then
        await().untilAsserted(() -> assertThat(parts.item(BATCH, 0)).contains(StoredItem.Readable.alone(item(0))));
        assertThat(new ItemPartReader(objects).sequence(BATCH, 1).next().columns())
                .isEqualTo(Map.of("Category", "Mugs"));
    }

    private static String reason(StoredItem item) {
        return item.fold(readable -> "not lost: " + readable, reason -> reason);
    }

    private StoredItemParts parts(int capacity) {
        return new StoredItemParts(new ItemPartReader(objects), executor, time, capacity);
    }

    private void write(BatchId batch, int count) {
        ItemPartWriter writer = new ItemPartWriter(objects, batch, Runnable::run);
        for (int i = 0; i < count; i++) {
            writer.write(item(i), Map.of(), ResponseFormat.URL);
        }
        writer.finish(List.of());
    }

    private static RenderItem item(int index) {
        ImageRequest image = new ImageRequest("mug " + index, null, new ImageSize(64, 64), Sampling.of(4, 1.5), index);
        return new RenderItem(index, index + 2, "SKU " + index, null, new ImageName("SKU_" + index), image);
    }
}
