package dev.renderfarm.coordinator.submission;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A key of the submitter's own choice; the batch's id and its seed follow from it, so that a repeat means the same
 * batch.
 */
record IdempotencyKey(String value) {

    private static final int LONGEST = 255;
    private static final int ID_BYTES = 12;

    IdempotencyKey {
        if (value.isBlank() || value.length() > LONGEST) {
            throw RequestRefusedException.invalid(
                    "Idempotency-Key", "the header Idempotency-Key must have 1 to " + LONGEST + " characters");
        }
    }

    BatchId batchId() {
        return new BatchId("batch_" + HexFormat.of().formatHex(hash(), 0, ID_BYTES));
    }

    long seed() {
        return ByteBuffer.wrap(hash()).getLong(ID_BYTES) & ImageRequest.MAX_SEED;
    }

    private byte[] hash() {
        return Sha256.of("idempotency-key\n" + value);
    }
}
