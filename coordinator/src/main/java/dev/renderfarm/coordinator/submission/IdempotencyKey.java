package dev.renderfarm.coordinator.submission;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A key of the submitter's own choice; the batch's id and its seed follow from it, so that a repeat means the same
 * batch, and of another tenant another one.
 *
 * @param tenant of whoever has a key of the farm
 */
record IdempotencyKey(String value, Optional<TenantName> tenant) {

    private static final Pattern SYNTAX = Pattern.compile(BatchRequest.IDEMPOTENCY_KEY);
    private static final int ID_BYTES = 12;

    IdempotencyKey {
        if (!SYNTAX.matcher(value).matches()) {
            throw RequestRefusedException.invalid(
                    "Idempotency-Key", "the header Idempotency-Key must have 1 to 255 characters of ASCII");
        }
    }

    BatchId batchId() {
        return new BatchId("batch_" + HexFormat.of().formatHex(hash(), 0, ID_BYTES));
    }

    long seed() {
        return ByteBuffer.wrap(hash()).getLong(ID_BYTES) & ImageRequest.MAX_SEED;
    }

    private byte[] hash() {
        return Sha256.of(tenant.map(owner -> "idempotency-key of " + owner + "\n" + value)
                .orElse("idempotency-key\n" + value));
    }
}
