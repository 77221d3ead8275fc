package dev.renderfarm.objectstore.owner;

import dev.renderfarm.common.farm.FarmIdentity;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The object that says whose bucket it is. */
public final class BucketMark {

    private static final String JSON = "application/json";

    private final ObjectStore objects;

    public BucketMark(ObjectStore objects) {
        this.objects = objects;
    }

    /**
     * Empty where the bucket has none.
     *
     * @throws dev.renderfarm.common.wire.MalformedJsonException if somebody else wrote it
     */
    public Optional<FarmIdentity> read() {
        try (InputStream mark = objects.get(ObjectKeys.FARM)) {
            return Optional.of(Json.read(mark.readAllBytes(), FarmIdentity.class));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StorageUnavailableException("reading " + ObjectKeys.FARM + " broke off: " + e.getMessage(), e);
        }
    }

    /** Marks a bucket that has no mark. @return what it is marked with then, maybe by somebody else */
    public FarmIdentity writeUnlessMarked(FarmIdentity farm) {
        objects.putIfAbsent(ObjectKeys.FARM, content(farm), JSON);
        return read().orElse(farm);
    }

    /** Marks it anew. */
    public void write(FarmIdentity farm) {
        objects.put(ObjectKeys.FARM, content(farm), JSON, Map.of());
    }

    private static byte[] content(FarmIdentity farm) {
        return Json.pretty(farm).getBytes(StandardCharsets.UTF_8);
    }
}
