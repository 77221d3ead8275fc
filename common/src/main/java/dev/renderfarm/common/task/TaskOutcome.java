package dev.renderfarm.common.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.renderfarm.common.failure.FailureCode;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How one attempt at a task ended. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TaskOutcome.Rendered.class, name = "rendered"),
    @JsonSubTypes.Type(value = TaskOutcome.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = TaskOutcome.Declined.class, name = "declined")
})
public sealed interface TaskOutcome {

    <R> R fold(Function<Rendered, R> onRendered, Function<Failed, R> onFailed, Function<Declined, R> onDeclined);

    default boolean hasPicture() {
        return fold(rendered -> true, failed -> false, declined -> false);
    }

    /** The picture and its metadata are in the bucket. */
    record Rendered(StoredImage image) implements TaskOutcome {

        public Rendered {
            requireNonNull(image, "image is null");
        }

        @Override
        public <R> R fold(
                Function<Rendered, R> onRendered, Function<Failed, R> onFailed, Function<Declined, R> onDeclined) {
            return onRendered.apply(this);
        }
    }

    /**
     * There is no picture.
     *
     * @param detail for people: what happened and what to do, without stack traces
     * @param shortfall of a picture that was drawn, and failed a check; null where there was none
     */
    record Failed(FailureCode code, String detail, @Nullable Shortfall shortfall) implements TaskOutcome {

        /** There was no picture to judge. */
        public Failed(FailureCode code, String detail) {
            this(code, detail, null);
        }

        public Failed {
            requireNonNull(code, "code is null");
            requireNonNull(detail, "detail is null");
        }

        @Override
        public <R> R fold(
                Function<Rendered, R> onRendered, Function<Failed, R> onFailed, Function<Declined, R> onDeclined) {
            return onFailed.apply(this);
        }
    }

    /**
     * The worker has not tried: another one shall, or it has the task in hand already. It is dispatched again, which
     * costs no attempt.
     *
     * @param reason for people
     */
    record Declined(String reason) implements TaskOutcome {

        public Declined {
            requireNonNull(reason, "reason is null");
        }

        @Override
        public <R> R fold(
                Function<Rendered, R> onRendered, Function<Failed, R> onFailed, Function<Declined, R> onDeclined) {
            return onDeclined.apply(this);
        }
    }
}
