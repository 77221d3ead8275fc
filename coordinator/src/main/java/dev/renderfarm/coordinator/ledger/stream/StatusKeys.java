package dev.renderfarm.coordinator.ledger.stream;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import java.time.Instant;
import java.util.Locale;

/** Keys of the table of batch status: each batch by its id, and again by its age, newest first. */
final class StatusKeys {

    private static final int NANOS_PER_SECOND = 1_000_000_000;

    static final String FIRST_BY_AGE = "age/";
    /** Above every key by age, below every key by id. */
    static final String LAST_BY_AGE = "age0";

    static String byId(BatchId id) {
        return byId(id.value());
    }

    static String byId(String id) {
        return "id/" + id;
    }

    /** Release 0.1 did not tell batches of one second apart: its keys end with the id. */
    static String byAge(Batch batch) {
        long newestFirst = Long.MAX_VALUE - batch.createdAt().getEpochSecond();
        Instant exactly = batch.renderfarm().origin().submittedAt();
        String withinSecond =
                exactly == null ? "" : String.format(Locale.ROOT, "%09d/", NANOS_PER_SECOND - 1 - exactly.getNano());
        return String.format(Locale.ROOT, "%s%016x/%s%s", FIRST_BY_AGE, newestFirst, withinSecond, batch.id());
    }

    static BatchId idOf(String keyByAge) {
        return new BatchId(keyByAge.substring(keyByAge.lastIndexOf('/') + 1));
    }

    private StatusKeys() {}
}
