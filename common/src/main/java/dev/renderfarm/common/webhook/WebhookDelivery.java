package dev.renderfarm.common.webhook;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.renderfarm.common.id.BatchId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event for one webhook, and what has become of it. The value of a record on the topic
 * {@code renderfarm.webhook-deliveries} (key: {@link #key}).
 *
 * @param event id of the event, the same for every webhook and every attempt
 * @param batch null of a test, or of a budget
 * @param index of the batch's picture; null of what happened to the batch
 * @param budget null of what happened to a batch
 * @param createdAt when it happened
 * @param sequence of the batch's status that told of it, or of a budget the time: what happened later has a larger one
 * @param partition of the status topic that has the batch; whoever reads it sends this
 * @param revision grows by one with every record of it
 * @param attempts that failed, since it was last begun
 * @param nextAttemptAt before which it is not sent
 * @param lastAttemptAt null where there was none
 * @param httpStatus that the last attempt was answered with; null where it had no answer
 * @param problem why the last attempt failed, or none was made; null where neither is so
 */
public record WebhookDelivery(
        WebhookId webhook,
        String event,
        WebhookEvent type,
        @Nullable BatchId batch,
        @Nullable Integer index,
        @Nullable BudgetNotice budget,
        Instant createdAt,
        long sequence,
        int partition,
        int revision,
        DeliveryState state,
        int attempts,
        Instant nextAttemptAt,
        @Nullable Instant lastAttemptAt,
        @Nullable Integer httpStatus,
        @Nullable String problem) {

    public WebhookDelivery {
        requireNonNull(webhook, "webhook is null");
        requireNonNull(event, "event is null");
        requireNonNull(type, "type is null");
        requireNonNull(createdAt, "createdAt is null");
        requireNonNull(state, "state is null");
        requireNonNull(nextAttemptAt, "nextAttemptAt is null");
    }

    /** One that nobody has tried to send. */
    public static WebhookDelivery begun(
            WebhookId webhook,
            String event,
            WebhookEvent type,
            @Nullable BatchId batch,
            Instant createdAt,
            long sequence,
            int partition,
            Instant now) {
        return new WebhookDelivery(
                webhook,
                event,
                type,
                batch,
                null,
                null,
                createdAt,
                sequence,
                partition,
                1,
                DeliveryState.PENDING,
                0,
                now,
                null,
                null,
                null);
    }

    /** The same of one picture of its batch. */
    public WebhookDelivery of(int picture) {
        return about(picture, budget);
    }

    /** The same of a budget. */
    public WebhookDelivery of(BudgetNotice notice) {
        return about(index, notice);
    }

    private WebhookDelivery about(@Nullable Integer picture, @Nullable BudgetNotice notice) {
        return new WebhookDelivery(
                webhook,
                event,
                type,
                batch,
                picture,
                notice,
                createdAt,
                sequence,
                partition,
                revision,
                state,
                attempts,
                nextAttemptAt,
                lastAttemptAt,
                httpStatus,
                problem);
    }

    public String key() {
        return webhook + "/" + event;
    }

    /** What it shares with those that are sent one after the other. */
    public String lane() {
        if (budget != null) {
            return webhook + "/" + budget.tenant() + "/" + budget.budget();
        }
        return webhook + "/" + (batch == null ? event : batch.value());
    }

    @JsonIgnore
    public boolean isPending() {
        return state == DeliveryState.PENDING;
    }

    /** The same, taken by the receiver. */
    public WebhookDelivery delivered(Instant at, int status) {
        return next(DeliveryState.DELIVERED, attempts, nextAttemptAt, at, status, null);
    }

    /** The same after another attempt that failed, to be tried again then. */
    public WebhookDelivery failed(Instant at, @Nullable Integer status, String why, Instant again) {
        return next(DeliveryState.PENDING, attempts + 1, again, at, status, why);
    }

    /** The same after an attempt that failed and was the last. */
    public WebhookDelivery failedForGood(Instant at, @Nullable Integer status, String why) {
        return next(DeliveryState.DEAD, attempts + 1, nextAttemptAt, at, status, why);
    }

    /** The same, given up without another attempt. */
    public WebhookDelivery givenUp(String why) {
        return next(DeliveryState.DEAD, attempts, nextAttemptAt, lastAttemptAt, httpStatus, why);
    }

    /** The same, as if it had just begun. */
    public WebhookDelivery replayed(Instant now) {
        return next(DeliveryState.PENDING, 0, now, lastAttemptAt, httpStatus, null);
    }

    private WebhookDelivery next(
            DeliveryState nextState,
            int nextAttempts,
            Instant nextAttempt,
            @Nullable Instant attempted,
            @Nullable Integer status,
            @Nullable String why) {
        return new WebhookDelivery(
                webhook,
                event,
                type,
                batch,
                index,
                budget,
                createdAt,
                sequence,
                partition,
                revision + 1,
                nextState,
                nextAttempts,
                nextAttempt,
                attempted,
                status,
                why);
    }
}
