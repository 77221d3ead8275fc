package dev.renderfarm.coordinator.access;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.failure.FailureCode;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is to become of a request. */
public sealed interface AccessDecision {

    void fold(Consumer<Admitted> onAdmitted, Consumer<Refused> onRefused);

    /** It goes on, as his. */
    record Admitted(Caller caller) implements AccessDecision {
        @Override
        public void fold(Consumer<Admitted> onAdmitted, Consumer<Refused> onRefused) {
            onAdmitted.accept(this);
        }
    }

    /**
     * It is answered with this.
     *
     * @param after when it may be sent again; null where that does not help
     */
    record Refused(
            FailureCode code, String message, @Nullable Duration after) implements AccessDecision {

        public Refused {
            requireNonNull(code, "code is null");
            requireNonNull(message, "message is null");
        }

        Refused(FailureCode code, String message) {
            this(code, message, null);
        }

        @Override
        public void fold(Consumer<Admitted> onAdmitted, Consumer<Refused> onRefused) {
            onRefused.accept(this);
        }
    }
}
