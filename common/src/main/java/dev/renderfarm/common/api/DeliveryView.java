package dev.renderfarm.common.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.webhook.BudgetNotice;
import dev.renderfarm.common.webhook.DeliveryState;
import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.common.webhook.WebhookEvent;
import dev.renderfarm.common.wire.EpochSeconds;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has become of an event for one webhook.
 *
 * @param id of the event, as its message has it
 * @param batchId null of a test, or of a budget
 * @param index of the picture of the batch; null where it is of all of it
 * @param budget null where it is of none
 * @param createdAt when it happened
 * @param attempts that failed, since it was last begun
 * @param nextAttemptAt of one that is pending; null else
 * @param httpStatus that the last attempt was answered with; null where it had no answer
 * @param problem for people: why the last attempt failed, or none was made
 */
@JsonPropertyOrder({"id", "object"})
public record DeliveryView(
        String id,
        WebhookEvent type,
        @Nullable BatchId batchId,
        @Nullable Integer index,
        @Nullable BudgetNotice budget,
        @EpochSeconds Instant createdAt,
        DeliveryState state,
        int attempts,
        @EpochSeconds @Nullable Instant nextAttemptAt,
        @EpochSeconds @Nullable Instant lastAttemptAt,
        @Nullable Integer httpStatus,
        @Nullable String problem) {

    public DeliveryView {
        requireNonNull(id, "id is null");
        requireNonNull(type, "type is null");
        requireNonNull(createdAt, "createdAt is null");
        requireNonNull(state, "state is null");
    }

    public static DeliveryView of(WebhookDelivery delivery) {
        return new DeliveryView(
                delivery.event(),
                delivery.type(),
                delivery.batch(),
                delivery.index(),
                delivery.budget(),
                delivery.createdAt(),
                delivery.state(),
                delivery.attempts(),
                delivery.isPending() ? delivery.nextAttemptAt() : null,
                delivery.lastAttemptAt(),
                delivery.httpStatus(),
                delivery.problem());
    }

    @JsonProperty("object")
    public String object() {
        return "webhook.delivery";
    }
}
