package dev.renderfarm.common.rooms.house.here;

import dev.renderfarm.common.rooms.house.there.There;
import org.jspecify.annotations.Nullable;

/** Knows the other half. */
public record Here(@Nullable There other) {}
