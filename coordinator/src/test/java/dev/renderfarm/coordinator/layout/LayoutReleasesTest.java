package dev.renderfarm.coordinator.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.catalogue.Correction;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.release.Recorded;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayoutReleasesTest {

    @Test
    void shouldFindWhatLaysOverABatchOfAnyRelease() {
        // Given
        BatchId batch = new BatchId("batch_5f0c9a");
        InMemoryObjectStore objects = new InMemoryObjectStore();
        LayoutStore store = new LayoutStore(objects);
        assertThat(store.of(batch)).isEqualTo(Layout.NONE);
        for (Recorded recorded : Recorded.all("layout.json")) {
            objects.put(ObjectKeys.layout(batch), recorded.bytes(), "application/json", Map.of());
            // When
            Layout layout = store.of(batch);
            // Then
            assertThat(layout.templates()).containsEntry("prompt", "{title} on {background}");
            assertThat(layout.variants()).containsEntry("background", List.of("marble", "oak"));
            assertThat(layout.corrections()).contains(new Correction(3, "size", "64x64", null));
        }
        Recorded.assertWrittenAsBefore("layout.json", Layout.class);
    }
}
