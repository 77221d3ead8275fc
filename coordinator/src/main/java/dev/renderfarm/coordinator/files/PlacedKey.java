package dev.renderfarm.coordinator.files;

import dev.renderfarm.common.id.FilePlace;

/** The key of a description, and the place that it tells. */
record PlacedKey(FilePlace place, String key) {}
