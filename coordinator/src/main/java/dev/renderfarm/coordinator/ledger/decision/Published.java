package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.task.StoredImage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What everyone is told of a batch besides its tasks.
 *
 * @param sequence of the last status record
 * @param updatedAt of the last status record
 * @param waitingFor why it stands still; null while it moves
 * @param drawing what came of it lately; null before its first picture
 */
record Published(
        long sequence,
        Instant updatedAt,
        @Nullable WaitingFor waitingFor,
        @Nullable Drawing drawing) {

    Published next(Instant now) {
        return new Published(sequence + 1, now, waitingFor, drawing);
    }

    Published waitingFor(@Nullable WaitingFor reason) {
        return new Published(sequence, updatedAt, reason, drawing);
    }

    Published drawn(StoredImage image, Instant now) {
        return new Published(sequence, updatedAt, waitingFor, Drawing.after(drawing, image, now));
    }
}
