package dev.renderfarm.coordinator.items;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.StoredItem;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** Reads item parts from the bucket. Safe for several threads. */
public final class ItemPartReader {

    private static final ItemPart NONE = new ItemPart(List.of(), "");

    private final ObjectStore objects;

    public ItemPartReader(ObjectStore objects) {
        this.objects = objects;
    }

    /**
     * Blocks. Items come without what only finalization wants of their lines. Those of a part that is missing or malformed are
     * lost; that is an answer, not a failure.
     *
     * @throws StorageUnavailableException if the bucket does not answer
     */
    ItemPart read(BatchId batch, int part) {
        return read(batch, part, line -> StoredItem.Readable.alone(Json.read(line, RenderItem.class)));
    }

    /** Those of a part, as {@link #read} has them. Blocks. */
    public List<StoredItem> items(BatchId batch, int part) {
        return read(batch, part).items();
    }

    /** The names of the columns that any item of the batch carries. Blocks. */
    public List<String> columns(BatchId batch) {
        String key = ObjectKeys.itemColumns(batch);
        try (InputStream in = objects.get(key)) {
            return List.of(Json.read(in.readAllBytes(), String[].class));
        } catch (ObjectNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw new StorageUnavailableException("reading " + key + " broke off: " + e.getMessage(), e);
        }
    }

    private ItemPart read(BatchId batch, int part, Function<String, StoredItem.Readable> reading) {
        String key = ObjectKeys.itemPart(batch, part);
        String name = key.substring(key.lastIndexOf('/') + 1);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(objects.get(key), StandardCharsets.UTF_8))) {
            return ItemPart.of(name, part * ObjectKeys.PART_SIZE, lines.lines()::iterator, reading);
        } catch (ObjectNotFoundException e) {
            return ItemPart.missing(name);
        } catch (IOException | UncheckedIOException e) {
            throw new StorageUnavailableException("reading " + key + " broke off: " + e.getMessage(), e);
        }
    }

    /**
     * All items of a batch in order, with all that their lines say; one part is held at a time.
     *
     * <p>{@code next} throws {@link StorageUnavailableException} if the bucket does not answer.
     */
    public Iterator<StoredItem> sequence(BatchId batch, int total) {
        return new Iterator<>() {
            private int index;
            private ItemPart part = NONE;

            @Override
            public boolean hasNext() {
                return index < total;
            }

            @Override
            public StoredItem next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("batch " + batch + " has " + total + " items");
                }
                int place = index % ObjectKeys.PART_SIZE;
                if (place == 0) {
                    part = read(batch, index / ObjectKeys.PART_SIZE, line -> Json.read(line, PartLine.class)
                            .readable());
                }
                index++;
                return part.item(place);
            }
        };
    }
}
