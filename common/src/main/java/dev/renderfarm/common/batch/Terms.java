package dev.renderfarm.common.batch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What whoever owns a batch may change while it runs.
 *
 * @param name for people; null where it has none
 * @param priority from {@value #LOWEST} to {@value #HIGHEST}; the higher goes first, 0 where nobody said
 * @param deadline by which it is wanted; null where nobody said. Not the end of its completion window: it goes on beyond.
 * @param preview which pictures come first; null where none does
 */
public record Terms(
        @Nullable String name, int priority, @Nullable Instant deadline, @Nullable Preview preview) {

    public static final int LOWEST = -100;

    public static final int HIGHEST = 100;

    /** Of a name, in characters. */
    public static final int LONGEST_NAME = 200;

    /** Of a batch that does not say. */
    public static final Terms NONE = new Terms(null, 0, null, null);

    /** Without pictures that come first. */
    public Terms(@Nullable String name, int priority, @Nullable Instant deadline) {
        this(name, priority, deadline, null);
    }

    public Terms {
        if (priority < LOWEST || priority > HIGHEST) {
            throw new IllegalArgumentException("priority must be from " + LOWEST + " to " + HIGHEST + ": " + priority);
        }
    }

    /** The same, with these pictures first. */
    public Terms with(@Nullable Preview first) {
        return new Terms(name, priority, deadline, first);
    }
}
