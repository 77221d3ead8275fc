package dev.renderfarm.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Identity of one picture of a batch: {@code <batch id>/<index>}, index from 0 in the order of the input. */
public record TaskId(BatchId batchId, int index) implements Comparable<TaskId> {

    public TaskId {
        if (index < 0) {
            throw new IllegalArgumentException("index is negative: " + index);
        }
    }

    @JsonCreator
    public static TaskId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not a task id, expected <batch id>/<index>: " + text);
        }
        return new TaskId(new BatchId(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    @Override
    public int compareTo(TaskId other) {
        int byBatch = batchId.compareTo(other.batchId);
        return byBatch != 0 ? byBatch : Integer.compare(index, other.index);
    }

    @JsonValue
    @Override
    public String toString() {
        return batchId.value() + "/" + index;
    }
}
