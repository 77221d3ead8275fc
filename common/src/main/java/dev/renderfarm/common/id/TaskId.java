package dev.renderfarm.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** Identity of one picture of a batch: {@code <batch id>/<index>}, index from 0 in the order of the input. */
public record TaskId(BatchId batchId, int index) implements Comparable<TaskId> {

    /** The regular expression that every one matches; no batch has so many pictures that an index is longer. */
    public static final String SYNTAX = BatchId.SYNTAX + "/(0|[1-9][0-9]{0,8})";

    private static final Pattern PATTERN = Pattern.compile(SYNTAX);

    public TaskId {
        if (index < 0) {
            throw new IllegalArgumentException("index is negative: " + index);
        }
    }

    @JsonCreator
    public static TaskId parse(String text) {
        if (!PATTERN.matcher(text).matches()) {
            throw new IllegalArgumentException("not a task id, expected <batch id>/<index>: " + text);
        }
        int slash = text.indexOf('/');
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
