package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.coordinator.batch.FarmCapacity;
import dev.renderfarm.coordinator.batch.Workforce;
import dev.renderfarm.coordinator.ledger.decision.DispatchWindow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The workers of each model, counted once until they are looked at anew. Used by one thread. */
final class Workforces {

    private static final Workforce NOBODY = Workforce.of(List.of());

    private final FarmCapacity capacity;
    private final Map<ModelName, Workforce> counted = new HashMap<>();

    Workforces(FarmCapacity capacity) {
        this.capacity = capacity;
    }

    void lookAnew() {
        counted.clear();
    }

    /** @param model null where none is chosen yet */
    Workforce of(@Nullable ModelName model) {
        return model == null ? NOBODY : counted.computeIfAbsent(model, capacity::workforce);
    }

    /** How many tasks of the model may be in flight together. */
    int window(ModelName model, DispatchWindow window) {
        Workforce workforce = of(model);
        return window.size(workforce.slots(), workforce.imagesPerSecond());
    }
}
