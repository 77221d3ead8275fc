package dev.renderfarm.coordinator.items;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.release.Recorded;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.StoredItem;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ItemPartReaderTest {

    private static final BatchId BATCH = new BatchId("batch_5f0c9a");

    @Test
    void shouldReadThePartsThatAnyReleaseWrote() {
        InMemoryObjectStore objects = new InMemoryObjectStore();
        for (Recorded recorded : Recorded.all("item-part.jsonl")) {
            objects.put(ObjectKeys.itemPart(BATCH, 0), recorded.bytes(), "application/jsonl", Map.of());
            // When
            List<StoredItem> items = new ArrayList<>();
            new ItemPartReader(objects).sequence(BATCH, 2).forEachRemaining(items::add);
            // Then
            assertThat(items)
                    .as(recorded.toString())
                    .extracting(item -> item.<String>fold(RenderItem::customId, reason -> reason))
                    .containsExactly("SKU 1", "MUG");
            assertThat(items).extracting(StoredItem::responseFormat).containsOnly(ResponseFormat.URL);
        }
    }

    @Test
    void shouldReadHowALineWantsItsPicturesHandedOut() {
        String name = "item-part/inline.json";
        for (Recorded recorded : Recorded.all(name)) {
            StoredItem.Readable item =
                    Json.read(recorded.content(), PartLine.class).readable();
            assertThat(item.responseFormat()).isEqualTo(ResponseFormat.B64_JSON);
            assertThat(item.columns()).containsExactly(Map.entry("Category", "Mugs"));
        }
        Recorded.assertWrittenAsBefore(name, PartLine.class);
    }
}
