package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.Hindrance;
import dev.renderfarm.coordinator.batch.ItemParts;
import dev.renderfarm.coordinator.batch.StoredItem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every item of every batch, unless it is lost or all are made to be away. */
public final class FakeItems implements ItemParts {

    private final List<BatchId> forgotten = new CopyOnWriteArrayList<>();
    private final Set<Integer> lost = ConcurrentHashMap.newKeySet();
    private final Set<BatchId> notYet = ConcurrentHashMap.newKeySet();
    private volatile boolean away;

    public void away(boolean next) {
        away = next;
    }

    @Override
    public Optional<Hindrance> hindrance(BatchId batch) {
        return away ? Optional.of(new Hindrance(WaitingCode.STORAGE, "its items are away")) : Optional.empty();
    }

    @Override
    public Optional<StoredItem> item(BatchId batch, int index) {
        if (away || notYet.contains(batch)) {
            return Optional.empty();
        }
        return Optional.of(
                lost.contains(index)
                        ? new StoredItem.Lost("it is gone")
                        : StoredItem.Readable.alone(Samples.item(index)));
    }

    /** None of its items is here, and nobody knows why. */
    public void keepBack(BatchId batch) {
        notYet.add(batch);
    }

    /** From now on the item can never be read. */
    public void lose(int index) {
        lost.add(index);
    }

    @Override
    public void forget(BatchId batch) {
        forgotten.add(batch);
    }

    public List<BatchId> forgotten() {
        return forgotten;
    }
}
