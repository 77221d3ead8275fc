package dev.renderfarm.coordinator.thumbnails;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which version of a picture is there, as the metadata beside it say. Safe for several threads. */
public final class PictureDigests {

    private static final int LARGEST = 1 << 20;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final ObjectStore objects;

    public PictureDigests(ObjectStore objects) {
        this.objects = objects;
    }

    /**
     * The SHA-256 of the picture's file in lower-case hex; empty where nothing tells it.
     *
     * @throws StorageUnavailableException if the bucket does not answer
     */
    public Optional<String> sha256(BatchId batch, ImageName name) {
        String key = ObjectKeys.imageMetadata(batch, name);
        try (InputStream metadata = objects.get(key)) {
            return Optional.ofNullable(Json.read(metadata.readNBytes(LARGEST), Metadata.class).sha256)
                    .filter(digest -> SHA256.matcher(digest).matches());
        } catch (ObjectNotFoundException | MalformedJsonException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StorageUnavailableException("reading " + key + " broke off: " + e.getMessage(), e);
        }
    }

    /** What is wanted of the metadata. */
    private record Metadata(@Nullable String sha256) {}
}
