package dev.renderfarm.provenance.verdict;

import org.jspecify.annotations.Nullable;

/**
 * Something that was done to a picture, as its manifest tells it.
 *
 * @param action such as {@code c2pa.created}
 * @param digitalSourceType null where it says none
 * @param agent who did it, with its version; null where it says none
 */
public record ToldAction(
        String action,
        @Nullable String digitalSourceType,
        @Nullable String agent) {}
