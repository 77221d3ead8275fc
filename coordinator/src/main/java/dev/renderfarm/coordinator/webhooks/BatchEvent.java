package dev.renderfarm.coordinator.webhooks;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.FarmProgress;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.webhook.WebhookEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a batch, as a status of it tells.
 *
 * @param index of the picture that was delivered; null of what happened to the batch
 * @param at when it happened; the end of a batch to the second
 * @param sequence of the status
 * @param occasion tells events of one kind and batch apart
 */
record BatchEvent(
        WebhookEvent type,
        BatchId batch,
        @Nullable Integer index,
        TenantName tenant,
        Instant at,
        long sequence,
        String occasion) {

    /** Told of later than this it is no news: what was sent of it may be forgotten by then. */
    static final Duration NEWS = Duration.ofDays(7);

    private static final int ID_LENGTH = 24;

    /**
     * What a status tells, whether or not one before it told the same: the id is the same then. Empty where it tells
     * nothing, is of a batch for which somebody waits, or tells what is no news.
     */
    static Optional<BatchEvent> of(Batch batch) {
        if (isWaitedFor(batch)) {
            return Optional.empty();
        }
        return told(batch)
                .filter(event ->
                        !event.at().plus(NEWS).isBefore(batch.renderfarm().updatedAt()));
    }

    /** That these pictures of a batch are there; nothing of a batch for which somebody waits. */
    static List<BatchEvent> rendered(Batch batch, List<Integer> indexes) {
        if (isWaitedFor(batch)) {
            return List.of();
        }
        FarmProgress progress = batch.renderfarm();
        return indexes.stream()
                .map(index -> new BatchEvent(
                        WebhookEvent.RENDERED,
                        batch.id(),
                        index,
                        progress.sharing().tenant(),
                        progress.updatedAt(),
                        progress.sequence(),
                        String.valueOf(index)))
                .toList();
    }

    private static boolean isWaitedFor(Batch batch) {
        return Lane.of(batch.renderfarm().origin().lane()) == Lane.INTERACTIVE;
    }

    /** The same for every webhook and however often it is told. */
    String id() {
        return "evt_"
                + Sha256.hex(batch + " " + type.wireName() + " " + occasion).substring(0, ID_LENGTH);
    }

    private static Optional<BatchEvent> told(Batch batch) {
        return switch (batch.status()) {
            case COMPLETED -> Optional.of(end(batch, WebhookEvent.COMPLETED, batch.completedAt()));
            case FAILED -> Optional.of(end(batch, WebhookEvent.FAILED, batch.failedAt()));
            case EXPIRED -> Optional.of(end(batch, WebhookEvent.EXPIRED, batch.expiredAt()));
            case CANCELLED -> Optional.of(end(batch, WebhookEvent.CANCELLED, batch.cancelledAt()));
            case VALIDATING, IN_PROGRESS, FINALIZING, CANCELLING ->
                Optional.ofNullable(batch.renderfarm().waitingFor()).flatMap(waiting -> stop(batch, waiting));
        };
    }

    private static BatchEvent end(Batch batch, WebhookEvent type, @Nullable Instant at) {
        return event(
                batch, type, Objects.requireNonNullElse(at, batch.renderfarm().updatedAt()), "");
    }

    /** Previews are there once; a batch may be paused again and again. */
    private static Optional<BatchEvent> stop(Batch batch, WaitingFor waiting) {
        return switch (waiting.code()) {
            case PREVIEW -> Optional.of(event(batch, WebhookEvent.PREVIEW_READY, waiting.since(), ""));
            case PAUSED, FAILURES ->
                Optional.of(event(
                        batch,
                        WebhookEvent.PAUSED,
                        waiting.since(),
                        String.valueOf(waiting.since().toEpochMilli())));
            default -> Optional.empty();
        };
    }

    private static BatchEvent event(Batch batch, WebhookEvent type, Instant at, String occasion) {
        FarmProgress progress = batch.renderfarm();
        return new BatchEvent(type, batch.id(), null, progress.sharing().tenant(), at, progress.sequence(), occasion);
    }
}
