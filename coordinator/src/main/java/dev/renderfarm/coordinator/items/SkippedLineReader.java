package dev.renderfarm.coordinator.items;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.coordinator.batch.SkippedLine;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** Reads the lines of batches that validation skipped. Safe for several threads. */
public final class SkippedLineReader {

    private final ObjectStore objects;

    public SkippedLineReader(ObjectStore objects) {
        this.objects = objects;
    }

    /**
     * All that a batch has, in the order of its input; one part is held at a time. One that is missing or malformed has
     * a stand-in that says so.
     *
     * <p>{@code next} throws {@link StorageUnavailableException} if the bucket does not answer.
     */
    public Iterator<SkippedLine> sequence(BatchId batch, int total) {
        return new Iterator<>() {
            private int index;
            private List<String> part = List.of();

            @Override
            public boolean hasNext() {
                return index < total;
            }

            @Override
            public SkippedLine next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("batch " + batch + " has " + total + " skipped lines");
                }
                int place = index % ObjectKeys.PART_SIZE;
                if (place == 0) {
                    part = read(ObjectKeys.skippedPart(batch, index / ObjectKeys.PART_SIZE));
                }
                index++;
                return place < part.size() ? line(part.get(place)) : lost();
            }
        };
    }

    private List<String> read(String key) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(objects.get(key), StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        } catch (ObjectNotFoundException e) {
            return List.of();
        } catch (IOException | UncheckedIOException e) {
            throw new StorageUnavailableException("reading " + key + " broke off: " + e.getMessage(), e);
        }
    }

    private static SkippedLine line(String json) {
        try {
            return Json.read(json, SkippedLine.class);
        } catch (MalformedJsonException e) {
            return lost();
        }
    }

    private static SkippedLine lost() {
        String message = "a line of the input was skipped; which one and why is missing from the bucket";
        return new SkippedLine(null, new LineError(FailureCode.ITEM_LOST, null, null, message), Map.of());
    }
}
