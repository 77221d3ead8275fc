package dev.renderfarm.common.catalogue;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body that puts a preset. Not checked yet. */
public record PresetRequest(
        @Nullable String description, @Nullable Map<String, String> fields) {}
