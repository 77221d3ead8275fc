package dev.renderfarm.common.access;

import org.jspecify.annotations.Nullable;

/**
 * The body that makes a key. Not checked yet.
 *
 * @param name what people call it
 * @param tenant whose things its holder sees and makes; null is {@code default}
 * @param role what its holder may do
 * @param expiresAfter seconds; null where it lasts
 */
public record KeyRequest(
        @Nullable String name,
        @Nullable String tenant,
        @Nullable String role,
        @Nullable Long expiresAfter) {

    /** Characters of a name. */
    public static final int LONGEST_NAME = 100;
    /** Seconds: a minute. */
    public static final long SHORTEST = 60;
    /** Seconds: ten years. */
    public static final long LONGEST = 315_360_000;
}
