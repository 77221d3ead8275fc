package dev.renderfarm.coordinator.layout;

import dev.renderfarm.coordinator.catalogue.CatalogueFile;
import dev.renderfarm.coordinator.catalogue.PromptLibrary;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.util.Optional;

/** Layouts with the catalogue that the release brings. */
public final class TestLayouts {

    public static Layouts of(ObjectStore objects) {
        return Layouts.of(
                new PromptLibrary(
                        objects, CatalogueFile.ofOperator(Optional.empty()), CatalogueFile.shipped(), Template::parse),
                objects);
    }

    private TestLayouts() {}
}
