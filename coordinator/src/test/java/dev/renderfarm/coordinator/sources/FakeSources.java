package dev.renderfarm.coordinator.sources;

import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.time.InstantSource;
import java.util.Random;

/** Desks of sources in memory. */
public final class FakeSources {

    public static final SourceBounds BOUNDS = new SourceBounds("sources/", 1_000);

    /** In whose bucket there is nothing. */
    public static SourceDesk none() {
        InMemoryObjectStore objects = new InMemoryObjectStore();
        FileStore files = new FileStore(objects, InstantSource.system(), new Random(1));
        return new SourceDesk(objects, files, new FakeProbe(), BOUNDS, InstantSource.system());
    }

    private FakeSources() {}
}
