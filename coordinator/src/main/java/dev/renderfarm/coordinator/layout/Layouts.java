package dev.renderfarm.coordinator.layout;

import dev.renderfarm.coordinator.catalogue.PromptLibrary;
import dev.renderfarm.objectstore.store.ObjectStore;

/**
 * From what a batch asks for to what lies over its rows, and where that is kept.
 *
 * @param check of what is asked for
 * @param store of what was
 */
public record Layouts(LayoutCheck check, LayoutStore store) {

    public static Layouts of(PromptLibrary catalogue, ObjectStore objects) {
        return new Layouts(new LayoutCheck(catalogue), new LayoutStore(objects));
    }
}
