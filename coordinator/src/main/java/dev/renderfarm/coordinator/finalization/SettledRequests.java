package dev.renderfarm.coordinator.finalization;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a batch in the order of the input, each with its pictures, which follow one another. Holds one
 * request at a time.
 */
final class SettledRequests implements Iterator<SettledRequest> {

    private final Iterator<SettledTask> tasks;
    private @Nullable SettledTask ahead;

    SettledRequests(Iterator<SettledTask> tasks) {
        this.tasks = tasks;
    }

    @Override
    public boolean hasNext() {
        return ahead != null || tasks.hasNext();
    }

    @Override
    public SettledRequest next() {
        SettledTask first = ahead == null ? tasks.next() : ahead;
        ahead = null;
        List<SettledTask> pictures = new ArrayList<>(List.of(first));
        while (ahead == null && tasks.hasNext()) {
            SettledTask task = tasks.next();
            if (task.isOfSameRequestAs(first)) {
                pictures.add(task);
            } else {
                ahead = task;
            }
        }
        return new SettledRequest(pictures);
    }
}
