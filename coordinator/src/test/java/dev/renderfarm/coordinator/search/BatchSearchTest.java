package dev.renderfarm.coordinator.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.BatchList;
import dev.renderfarm.common.api.StateCounts;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchState;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.items.ItemPartReader;
import dev.renderfarm.coordinator.items.ItemPartWriter;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BatchSearchTest {

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final FakeBatchDirectory directory = new FakeBatchDirectory();
    private final BatchSearch search = new BatchSearch(directory, new SkuIndex(new ItemPartReader(objects)));

    @Test
    void shouldListOneStateAndCountAll() {
        // Given
        put(1, BatchStatus.COMPLETED);
        put(2, BatchStatus.IN_PROGRESS);
        put(3, BatchStatus.COMPLETED);
        put(4, BatchStatus.FAILED);
        // When
        BatchList first = list(new BatchQuery(BatchState.DONE, null, ""), 2, null);
        BatchList second = list(new BatchQuery(BatchState.DONE, null, ""), 2, first.lastId());
        // Then
        assertThat(ids(first)).containsExactly(id(4), id(3));
        assertThat(first.hasMore()).isTrue();
        assertThat(ids(second)).containsExactly(id(1));
        assertThat(second.hasMore()).isFalse();
        assertThat(second.renderfarm().counts()).isEqualTo(new StateCounts(4, 1, 0, 1, 3));
    }

    @Test
    void shouldGoOnAfterABatchOfAnotherState() {
        // Given
        put(1, BatchStatus.COMPLETED);
        put(2, BatchStatus.IN_PROGRESS);
        put(3, BatchStatus.COMPLETED);
        // Then
        assertThat(ids(list(new BatchQuery(BatchState.DONE, null, ""), 2, id(2))))
                .containsExactly(id(1));
        assertThat(search.list(new BatchQuery(null, null, ""), 2, new BatchId("batch_none")))
                .isEmpty();
        assertThat(search.list(new BatchQuery(null, null, "x"), 2, new BatchId("batch_none")))
                .isEmpty();
    }

    @Test
    void shouldFindWordsInNameIdAndFileWhateverTheirCase() {
        // Given
        directory.put(TestBatches.on(batch(1), new Terms("Spring Mugs", 0, null)));
        directory.put(TestBatches.of(batch(2), "MUGS-of-May.csv", null));
        directory.put(batch(3));
        // Then
        assertThat(ids(words("mugs"))).containsExactly(id(2), id(1));
        assertThat(ids(words("  spring m"))).containsExactly(id(1));
        assertThat(ids(words("H_0003"))).containsExactly(id(3));
        assertThat(ids(words("nothing of it"))).isEmpty();
        assertThat(words("nothing of it").hasMore()).isFalse();
        assertThat(ids(words("   "))).hasSize(3);
    }

    @Test
    void shouldFindBatchesByTheWholeSkuOfALine() {
        // Given
        putOf(1, "MUG-RED", "MUG-BLUE");
        putOf(2, "MUG-RED-2");
        // Then
        assertThat(ids(words(" mug-red"))).containsExactly(id(1));
        assertThat(ids(words("mug"))).isEmpty();
        // When
        objects.setAvailable(false);
        // Then: what was read is known
        assertThat(ids(words("mug-blue"))).containsExactly(id(1));
        assertThat(ids(list(new BatchQuery(null, new BatchId(id(1)), "mug-blue"), 5, null)))
                .isEmpty();
    }

    @Test
    void shouldGoWithoutSkusWhereTheBucketDoesNotAnswer() {
        // Given
        putOf(1, "MUG-RED");
        objects.setAvailable(false);
        // Then
        assertThat(ids(words("mug-red"))).isEmpty();
        assertThat(ids(words(id(1)))).containsExactly(id(1));
    }

    @Test
    void shouldPageThroughWhatMatches() {
        // Given
        for (int i = 0; i < 250; i++) {
            directory.put(i % 50 == 0 ? TestBatches.on(batch(i), new Terms("mugs", 0, null)) : batch(i));
        }
        BatchQuery mugs = new BatchQuery(null, null, "mugs");
        // When
        BatchList first = list(mugs, 3, null);
        BatchList second = list(mugs, 3, first.lastId());
        // Then
        assertThat(ids(first)).containsExactly(id(200), id(150), id(100));
        assertThat(first.hasMore()).isTrue();
        assertThat(ids(second)).containsExactly(id(50), id(0));
        assertThat(second.hasMore()).isFalse();
    }

    @Test
    void shouldLookAtABoundedNumberAndGoOnWhereItEnded() {
        // Given
        for (int i = 0; i < 3_300; i++) {
            directory.put(i == 0 ? TestBatches.on(batch(i), new Terms("mugs", 0, null)) : batch(i));
        }
        BatchQuery mugs = new BatchQuery(null, null, "mugs");
        // When
        BatchList first = list(mugs, 3, null);
        // Then
        assertThat(first.data()).isEmpty();
        assertThat(first.firstId()).isNull();
        assertThat(first.hasMore()).isTrue();
        assertThat(ids(list(mugs, 3, first.lastId()))).containsExactly(id(0));
    }

    @Test
    void shouldNotLookBeyondTheParent() {
        // Given
        put(1, BatchStatus.COMPLETED);
        put(2, BatchStatus.COMPLETED);
        directory.put(TestBatches.childOf(new BatchId(id(2)), batch(3)));
        directory.put(TestBatches.childOf(new BatchId(id(1)), batch(4)));
        // When
        BatchList children = list(new BatchQuery(null, new BatchId(id(2)), ""), 5, null);
        // Then
        assertThat(ids(children)).containsExactly(id(3));
        assertThat(children.hasMore()).isFalse();
    }

    private BatchList words(String text) {
        return list(new BatchQuery(null, null, text), 10, null);
    }

    private BatchList list(BatchQuery query, int limit, @Nullable String after) {
        return search.list(query, limit, after == null ? null : new BatchId(after))
                .orElseThrow();
    }

    private void put(int number, BatchStatus status) {
        directory.put(TestBatches.batch(new BatchId(id(number)), status, 1));
    }

    private void putOf(int number, String... skus) {
        BatchId batch = new BatchId(id(number));
        directory.put(TestBatches.batch(batch, BatchStatus.COMPLETED, 1, skus.length, null));
        ItemPartWriter items = new ItemPartWriter(objects, batch, Runnable::run);
        for (int index = 0; index < skus.length; index++) {
            ImageRequest image = new ImageRequest("a mug", null, new ImageSize(64, 64), Sampling.of(8, 0), 1);
            ImageName name = new ImageName(skus[index]);
            items.write(new RenderItem(index, index + 2, skus[index], null, name, image), Map.of(), ResponseFormat.URL);
        }
        items.finish(List.of());
    }

    private static Batch batch(int number) {
        return TestBatches.batch(new BatchId(id(number)), BatchStatus.COMPLETED, 1);
    }

    private static List<String> ids(BatchList list) {
        return new ArrayList<>(
                list.data().stream().map(batch -> batch.id().value()).toList());
    }

    private static String id(int number) {
        return String.format(Locale.ROOT, "batch_%04d", number);
    }
}
