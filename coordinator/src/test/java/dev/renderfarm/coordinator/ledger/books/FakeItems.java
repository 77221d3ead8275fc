package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.coordinator.batch.ItemParts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** Every part of every batch, full, unless it is made to be away. */
public final class FakeItems implements ItemParts {

    private static final Map<Integer, List<RenderItem>> PARTS = new ConcurrentHashMap<>();

    private final List<BatchId> forgotten = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    public void away(boolean next) {
        away = next;
    }

    @Override
    public Optional<List<RenderItem>> part(BatchId batch, int part) {
        return away ? Optional.empty() : Optional.of(PARTS.computeIfAbsent(part, FakeItems::items));
    }

    @Override
    public void forget(BatchId batch) {
        forgotten.add(batch);
    }

    public List<BatchId> forgotten() {
        return forgotten;
    }

    private static List<RenderItem> items(int part) {
        int first = part * ObjectKeys.PART_SIZE;
        return IntStream.range(first, first + ObjectKeys.PART_SIZE)
                .mapToObj(Samples::item)
                .toList();
    }
}
