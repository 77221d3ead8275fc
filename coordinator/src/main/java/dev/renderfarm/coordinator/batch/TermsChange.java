package dev.renderfarm.coordinator.batch;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.renderfarm.common.batch.Terms;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which of a batch's terms are to be others: two that change different ones at once both count.
 *
 * @param name null leaves it
 * @param priority null leaves it
 * @param deadline null leaves it
 * @param nameless takes its name away
 * @param unhurried takes its deadline away
 */
public record TermsChange(
        @Nullable String name,
        @Nullable Integer priority,
        @Nullable Instant deadline,
        boolean nameless,
        boolean unhurried) {

    public static TermsChange ofPriority(int priority) {
        return new TermsChange(null, priority, null, false, false);
    }

    /** Whether it says how its pictures are to be given out: nothing that a batch without any left has need of. */
    @JsonIgnore
    public boolean isAboutOrder() {
        return priority != null || deadline != null || unhurried;
    }

    public Terms of(Terms before) {
        return new Terms(
                nameless ? null : name == null ? before.name() : name,
                priority == null ? before.priority() : priority,
                unhurried ? null : deadline == null ? before.deadline() : deadline,
                before.preview(),
                before.stopWhenFailed());
    }
}
