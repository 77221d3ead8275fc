package dev.renderfarm.common.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.renderfarm.common.failure.FailureCode;
import java.util.function.Function;

/** How one attempt at a task ended. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TaskOutcome.Rendered.class, name = "rendered"),
    @JsonSubTypes.Type(value = TaskOutcome.Failed.class, name = "failed")
})
public sealed interface TaskOutcome {

    <R> R fold(Function<Rendered, R> onRendered, Function<Failed, R> onFailed);

    default boolean hasPicture() {
        return fold(rendered -> true, failed -> false);
    }

    /** The picture and its metadata are in the bucket. */
    record Rendered(StoredImage image) implements TaskOutcome {

        public Rendered {
            requireNonNull(image, "image is null");
        }

        @Override
        public <R> R fold(Function<Rendered, R> onRendered, Function<Failed, R> onFailed) {
            return onRendered.apply(this);
        }
    }

    /**
     * There is no picture.
     *
     * @param detail for people: what happened and what to do, without stack traces
     */
    record Failed(FailureCode code, String detail) implements TaskOutcome {

        public Failed {
            requireNonNull(code, "code is null");
            requireNonNull(detail, "detail is null");
        }

        @Override
        public <R> R fold(Function<Rendered, R> onRendered, Function<Failed, R> onFailed) {
            return onFailed.apply(this);
        }
    }
}
