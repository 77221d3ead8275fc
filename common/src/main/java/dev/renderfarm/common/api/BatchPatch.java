package dev.renderfarm.common.api;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PATCH /v1/batches/{id}}: what is absent stays. Not checked yet, so that the farm can say which field
 * is wrong.
 *
 * @param name for people; an empty text takes it away
 * @param priority from -100 to 100; the higher goes first
 * @param deadline by which it is wanted, ISO 8601 with an offset; an empty text takes it away
 */
public record BatchPatch(
        @Nullable String name,
        @Nullable Integer priority,
        @Nullable String deadline) {

    /** A moment as it is given, as a regular expression. */
    public static final String MOMENT =
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})";
}
