package dev.renderfarm.coordinator.finalization;

import dev.renderfarm.common.task.RequestField;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The requests of a batch in the order of the input, each with its pictures, which follow one another. Holds one
 * request at a time. A task whose item is lost belongs to the request that goes on after it; else it stands by itself.
 */
final class SettledRequests implements Iterator<SettledRequest> {

    private static final int MOST_PICTURES = (int) RequestField.N.range().most();

    private final Iterator<SettledTask> tasks;
    private final Deque<SettledTask> ahead = new ArrayDeque<>();

    SettledRequests(Iterator<SettledTask> tasks) {
        this.tasks = tasks;
    }

    @Override
    public boolean hasNext() {
        return !ahead.isEmpty() || tasks.hasNext();
    }

    @Override
    public SettledRequest next() {
        SettledTask first = take();
        List<SettledTask> pictures = new ArrayList<>(List.of(first));
        List<SettledTask> undecided = new ArrayList<>();
        boolean open = first.request() != null;
        while (open && hasNext()) {
            SettledTask task = take();
            undecided.add(task);
            if (task.isOfSameRequestAs(first)) {
                pictures.addAll(undecided);
                undecided.clear();
            } else {
                open = task.request() == null && undecided.size() < MOST_PICTURES;
            }
        }
        giveBack(undecided);
        return new SettledRequest(pictures);
    }

    private SettledTask take() {
        return ahead.isEmpty() ? tasks.next() : ahead.removeFirst();
    }

    private void giveBack(List<SettledTask> taken) {
        for (int last = taken.size() - 1; last >= 0; last--) {
            ahead.addFirst(taken.get(last));
        }
    }
}
