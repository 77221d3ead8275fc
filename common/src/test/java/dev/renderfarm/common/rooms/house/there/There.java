package dev.renderfarm.common.rooms.house.there;

import dev.renderfarm.common.rooms.house.here.Here;
import org.jspecify.annotations.Nullable;

/** Knows the first half. */
public record There(@Nullable Here other) {}
