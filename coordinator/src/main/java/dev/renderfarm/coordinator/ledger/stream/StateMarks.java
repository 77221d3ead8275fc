package dev.renderfarm.coordinator.ledger.stream;

import dev.renderfarm.common.api.StateCounts;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchState;
import dev.renderfarm.common.wire.Json;
import java.util.Arrays;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What the table of batch status holds beside the batches themselves, so that nobody has to read them all: which states
 * each is in, a bit each under its key by age, and how many are in each.
 */
final class StateMarks {

    /** Between the keys by age and those by id. */
    private static final String COUNTS = "counts";

    /** To be another one whenever a state means something else; what has another one is marked anew. */
    private static final byte FORM = 1;

    private static final int FORM_AT = 0;
    private static final int STATES_AT = 1;

    private final KeyValueStore<String, byte[]> table;

    StateMarks(KeyValueStore<String, byte[]> table) {
        this.table = table;
    }

    static byte[] of(Batch batch) {
        byte states = 0;
        for (BatchState state : BatchState.values()) {
            if (state.holds(batch)) {
                states |= bit(state);
            }
        }
        return new byte[] {FORM, states};
    }

    /** @param marks that were made by this release */
    static boolean holds(byte[] marks, BatchState state) {
        return (marks[STATES_AT] & bit(state)) != 0;
    }

    static StateCounts read(byte @Nullable [] counts) {
        return counts == null ? StateCounts.NONE : Json.read(counts, StateCounts.class);
    }

    static String counts() {
        return COUNTS;
    }

    /** Marks what an earlier release has left without, and counts all anew: once in the life of a process. */
    void renew() {
        Tally tally = new Tally(StateCounts.NONE);
        try (KeyValueIterator<String, byte[]> ages = table.range(StatusKeys.FIRST_BY_AGE, StatusKeys.LAST_BY_AGE)) {
            while (ages.hasNext()) {
                KeyValue<String, byte[]> age = ages.next();
                tally.add(isOfThisRelease(age.value) ? age.value : marked(age.key), 1);
            }
        }
        write(tally);
    }

    private static boolean isOfThisRelease(byte[] marks) {
        return marks.length > STATES_AT && marks[FORM_AT] == FORM;
    }

    private byte[] marked(String age) {
        byte[] json = table.get(StatusKeys.byId(StatusKeys.idOf(age)));
        byte[] marks = json == null ? new byte[] {FORM, 0} : of(Json.read(json, Batch.class));
        table.put(age, marks);
        return marks;
    }

    /** Both null where there is none. */
    void move(byte @Nullable [] before, byte @Nullable [] after) {
        if (Arrays.equals(before, after)) {
            return;
        }
        Tally tally = new Tally(read(table.get(COUNTS)));
        if (before != null) {
            tally.add(before, -1);
        }
        if (after != null) {
            tally.add(after, 1);
        }
        write(tally);
    }

    private void write(Tally tally) {
        table.put(COUNTS, Json.bytes(tally.counts));
    }

    private static int bit(BatchState state) {
        return 1 << state.ordinal();
    }

    /** Counts on their way. */
    private static final class Tally {

        private StateCounts counts;

        Tally(StateCounts counts) {
            this.counts = counts;
        }

        void add(byte[] marks, int one) {
            counts = new StateCounts(
                    counts.all() + one,
                    counts.rendering() + (holds(marks, BatchState.RENDERING) ? one : 0),
                    counts.toReview() + (holds(marks, BatchState.TO_REVIEW) ? one : 0),
                    counts.needsMending() + (holds(marks, BatchState.NEEDS_MENDING) ? one : 0),
                    counts.done() + (holds(marks, BatchState.DONE) ? one : 0));
        }
    }
}
