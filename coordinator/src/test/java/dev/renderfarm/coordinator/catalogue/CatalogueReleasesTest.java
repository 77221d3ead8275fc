package dev.renderfarm.coordinator.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.catalogue.Preset;
import dev.renderfarm.common.catalogue.PromptTemplate;
import dev.renderfarm.common.release.Recorded;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogueReleasesTest {

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final CatalogueStore store = new CatalogueStore(objects, "");

    @Test
    void shouldFindWhatWasPutIntoAnyRelease() {
        for (Recorded recorded : Recorded.all("preset.json")) {
            objects.put(ObjectKeys.preset("house"), recorded.bytes(), "application/json", Map.of());
            assertThat(store.preset("house").orElseThrow().fields()).containsEntry("size", "4:5");
        }
        for (Recorded recorded : Recorded.all("prompt-template.json")) {
            objects.put(ObjectKeys.template("studio", 2), recorded.bytes(), "application/json", Map.of());
            assertThat(store.template("studio", 0).orElseThrow().prompt())
                    .isEqualTo("{title}，centred，soft，photograph，sharp");
        }
        Recorded.assertWrittenAsBefore("preset.json", Preset.class);
        Recorded.assertWrittenAsBefore("prompt-template.json", PromptTemplate.class);
    }
}
