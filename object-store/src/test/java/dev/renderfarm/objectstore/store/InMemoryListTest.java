package dev.renderfarm.objectstore.store;

import java.util.List;
import java.util.Map;

class InMemoryListTest extends ListContract {

    @Override
    protected ObjectStore holding(List<String> keys) {
        var store = new InMemoryObjectStore();
        keys.forEach(key -> store.put(key, new byte[0], "text/plain", Map.of()));
        return store;
    }
}
