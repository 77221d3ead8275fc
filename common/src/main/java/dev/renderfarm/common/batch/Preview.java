package dev.renderfarm.common.batch;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Some pictures of a batch that are rendered before the others.
 *
 * @param every one in so many: the first, and each that comes so many after it
 * @param approve whether the others wait for a yes
 * @param proceededAt when somebody said it; null where nobody has
 */
public record Preview(int every, boolean approve, @Nullable Instant proceededAt) {

    public static final int LEAST = 2;

    public static final int MOST = 1_000_000;

    public Preview {
        if (every < LEAST || every > MOST) {
            throw new IllegalArgumentException("every must be from " + LEAST + " to " + MOST + ": " + every);
        }
    }

    public Preview(int every, boolean approve) {
        this(every, approve, null);
    }

    /** Whether the others wait for a yes that nobody has said. */
    @JsonIgnore
    public boolean isAwaited() {
        return approve && proceededAt == null;
    }

    public Preview proceeded(Instant at) {
        return new Preview(every, approve, at);
    }
}
