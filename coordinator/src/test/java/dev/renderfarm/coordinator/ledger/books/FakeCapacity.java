package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.coordinator.batch.FarmCapacity;
import java.util.HashSet;
import java.util.Set;

/** Workers as a test says they are. */
public final class FakeCapacity implements FarmCapacity {

    private final Set<TaskId> held = new HashSet<>();
    private int slots = 1;
    private double imagesPerSecond;

    public void become(int nextSlots, double nextImagesPerSecond) {
        slots = nextSlots;
        imagesPerSecond = nextImagesPerSecond;
    }

    public void hold(TaskId task) {
        held.add(task);
    }

    @Override
    public int slots(ModelName model) {
        return slots;
    }

    @Override
    public double imagesPerSecond(ModelName model) {
        return imagesPerSecond;
    }

    @Override
    public boolean holds(TaskId task) {
        return held.contains(task);
    }
}
