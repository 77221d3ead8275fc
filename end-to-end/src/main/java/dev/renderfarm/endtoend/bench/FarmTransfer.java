package dev.renderfarm.endtoend.bench;

import dev.renderfarm.objectstore.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** As the farm's own processes do it. */
final class FarmTransfer implements Transfer {

    private final ObjectStore store;

    /** @param store closed with this */
    FarmTransfer(ObjectStore store) {
        this.store = store;
    }

    @Override
    public void put(String key, byte[] content) {
        store.put(key, content, "image/png", Map.of());
    }

    @Override
    public byte[] get(String key) throws IOException {
        try (InputStream content = store.get(key)) {
            return content.readAllBytes();
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
