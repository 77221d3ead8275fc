package dev.renderfarm.coordinator.retry;

import dev.renderfarm.common.api.RetryRequest;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.batch.StoredItem;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which tasks of a batch are rendered again. Takes note of the lines that it has seen; for one walk through the batch. */
final class Selection {

    /** Of an id in a message. */
    private static final int MOST_TOLD = 200;

    private final Set<TaskState> states;
    private final Set<String> ids;
    private final Set<String> unseen;

    private Selection(Set<TaskState> states, List<String> ids) {
        this.states = states;
        this.ids = new LinkedHashSet<>(ids);
        this.unseen = new HashSet<>(ids);
    }

    /** @throws RequestRefusedException if it names no line, or too many */
    static Selection of(RetryRequest wanted) {
        List<String> ids = wanted.customIds() == null ? List.of() : wanted.customIds();
        if (wanted.customIds() != null && (ids.isEmpty() || ids.size() > RetryRequest.MOST_IDS)) {
            throw RequestRefusedException.invalid(
                    "custom_ids",
                    "custom_ids must name 1 to " + RetryRequest.MOST_IDS + " lines; leave it out to mean all of them");
        }
        if (ids.stream().anyMatch(id -> id == null || id.isBlank())) {
            throw RequestRefusedException.invalid("custom_ids", "each of custom_ids must be the text that a line has");
        }
        return new Selection(states(wanted), ids);
    }

    private static Set<TaskState> states(RetryRequest wanted) {
        EnumSet<TaskState> states = EnumSet.of(TaskState.FAILED);
        if (Boolean.TRUE.equals(wanted.unfinished()) || Boolean.TRUE.equals(wanted.all())) {
            states.add(TaskState.CANCELLED);
        }
        if (Boolean.TRUE.equals(wanted.all())) {
            states.add(TaskState.COMPLETED);
        }
        return states;
    }

    boolean isOfSomeLines() {
        return !ids.isEmpty();
    }

    boolean takes(TaskState state) {
        return states.contains(state);
    }

    /** An item that can be read no more is of no line that anybody names. */
    boolean takes(StoredItem stored, TaskState state) {
        @Nullable String id = stored.<@Nullable String>fold(RenderItem::customId, lost -> null);
        boolean meant = ids.isEmpty() || ids.contains(id);
        unseen.remove(id);
        return meant && takes(state);
    }

    /** @throws RequestRefusedException naming the first line that the batch does not have */
    void requireThatAllWereSeen() {
        ids.stream().filter(unseen::contains).findFirst().ifPresent(id -> {
            throw RequestRefusedException.notFound(
                    "custom_ids", "the batch has no line \"" + told(id) + "\" that can be read");
        });
    }

    private static String told(String id) {
        return id.length() <= MOST_TOLD ? id : id.substring(0, MOST_TOLD) + "…";
    }
}
