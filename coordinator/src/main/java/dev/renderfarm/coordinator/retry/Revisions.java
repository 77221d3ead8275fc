package dev.renderfarm.coordinator.retry;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.util.Iterator;

/** Numbers of the attempts at a batch's pictures, each given once, whoever asks at the same time. */
final class Revisions {

    /** The batch itself is the first. */
    private static final int SECOND = 2;

    private static final byte[] NOTE = "{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final ObjectStore objects;

    Revisions(ObjectStore objects) {
        this.objects = objects;
    }

    /** @throws RequestRefusedException if there have been too many */
    int next(BatchId batch) {
        for (int number = last(batch) + 1; number <= ObjectKeys.LAST_REVISION; number++) {
            if (objects.putIfAbsent(ObjectKeys.revision(batch, number), NOTE, "application/json")) {
                return number;
            }
        }
        throw new RequestRefusedException(
                FailureCode.CONFLICT,
                null,
                "the batch has " + ObjectKeys.LAST_REVISION + " attempts at its pictures: submit the lines anew");
    }

    private int last(BatchId batch) {
        int last = SECOND - 1;
        String prefix = ObjectKeys.revisions(batch);
        Iterator<String> keys = objects.list(prefix, "");
        while (keys.hasNext()) {
            last = Integer.parseInt(keys.next().substring(prefix.length()));
        }
        return last;
    }
}
