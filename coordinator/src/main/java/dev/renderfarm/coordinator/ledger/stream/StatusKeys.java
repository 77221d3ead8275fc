package dev.renderfarm.coordinator.ledger.stream;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import java.util.Locale;

/** Keys of the table of batch status: each batch by its id, and again by its age, newest first. */
final class StatusKeys {

    static final String FIRST_BY_AGE = "age/";
    /** Above every key by age, below every key by id. */
    static final String LAST_BY_AGE = "age0";

    static String byId(BatchId id) {
        return byId(id.value());
    }

    static String byId(String id) {
        return "id/" + id;
    }

    static String byAge(Batch batch) {
        long newestFirst = Long.MAX_VALUE - batch.createdAt().getEpochSecond();
        return String.format(Locale.ROOT, "%s%016x/%s", FIRST_BY_AGE, newestFirst, batch.id());
    }

    static BatchId idOf(String keyByAge) {
        return new BatchId(keyByAge.substring(keyByAge.lastIndexOf('/') + 1));
    }

    private StatusKeys() {}
}
