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
 * @param stopWhenFailed share of the pictures, above 0 and below 1; when more have failed it is paused, once; null where it goes on
 */
public record Terms(
        @Nullable String name,
        int priority,
        @Nullable Instant deadline,
        @Nullable Preview preview,
        @Nullable Double stopWhenFailed) {

    public static final int LOWEST = -100;

    public static final int HIGHEST = 100;

    /** Of a name, in characters. */
    public static final int LONGEST_NAME = 200;

    /** Of a batch that does not say. */
    public static final Terms NONE = new Terms(null, 0, null, null, null);

    /** What a name may be made of: a line of text. */
    public static final String NAME = "[^\\x00-\\x1F\\x7F-\\x9F\\u2028\\u2029]*";

    /** Of one that goes on whatever fails, without pictures that come first. */
    public Terms(@Nullable String name, int priority, @Nullable Instant deadline) {
        this(name, priority, deadline, null, null);
    }

    /** Of one that goes on whatever fails. */
    public Terms(@Nullable String name, int priority, @Nullable Instant deadline, @Nullable Preview preview) {
        this(name, priority, deadline, preview, null);
    }

    public Terms {
        if (priority < LOWEST || priority > HIGHEST) {
            throw new IllegalArgumentException("priority must be from " + LOWEST + " to " + HIGHEST + ": " + priority);
        }
        if (stopWhenFailed != null && !(stopWhenFailed > 0 && stopWhenFailed < 1)) {
            throw new IllegalArgumentException("stopWhenFailed must be above 0 and below 1: " + stopWhenFailed);
        }
    }

    /** The same, with these pictures first. */
    public Terms with(@Nullable Preview first) {
        return new Terms(name, priority, deadline, first, stopWhenFailed);
    }

    /** The same, paused when a larger share of its pictures has failed. */
    public Terms stoppingWhenFailed(@Nullable Double share) {
        return new Terms(name, priority, deadline, preview, share);
    }
}
