package dev.renderfarm.common.catalogue;

import org.jspecify.annotations.Nullable;

/**
 * What a tenant suggests to whoever makes batches of it: the body that puts it, and how it is stored. Not checked yet.
 *
 * @param preset name of one; null where what the operator suggests counts
 * @param template likewise, or NAME@VERSION
 */
public record DefaultsRequest(
        @Nullable String preset, @Nullable String template) {}
