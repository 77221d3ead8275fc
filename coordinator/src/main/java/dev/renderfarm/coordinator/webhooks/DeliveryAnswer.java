package dev.renderfarm.coordinator.webhooks;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of an attempt.
 *
 * @param status of HTTP; null where there was no answer
 * @param retryAfter for how long the receiver wishes not to be asked; null where it does not say
 * @param problem for people, without any inside address; null where there was an answer
 */
public record DeliveryAnswer(
        @Nullable Integer status,
        @Nullable Duration retryAfter,
        @Nullable String problem) {

    private static final int GONE = 410;

    /** @param retryAfter null where the receiver does not say */
    public static DeliveryAnswer answered(int status, @Nullable Duration retryAfter) {
        return new DeliveryAnswer(status, retryAfter, null);
    }

    public static DeliveryAnswer failed(String problem) {
        return new DeliveryAnswer(null, null, problem);
    }

    boolean isTaken() {
        return status != null && status >= 200 && status < 300;
    }

    /** Whether the receiver wants no message any more. */
    boolean isGone() {
        return status != null && status == GONE;
    }

    /** Of one that was not taken. */
    String describe() {
        if (status == null) {
            return problem == null ? "no answer" : problem;
        }
        return status >= 300 && status < 400
                ? "answered " + status + ": redirects are not followed, give the address itself"
                : "answered " + status;
    }
}
