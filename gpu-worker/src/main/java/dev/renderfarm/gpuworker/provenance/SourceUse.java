package dev.renderfarm.gpuworker.provenance;

import dev.renderfarm.common.edit.SourcePicture;

/**
 * What a picture was made from, as its signature tells it.
 *
 * @param mediaType of its file, as it came
 * @param isPlaced whether it is a part of the picture, with what was drawn around or behind it; else it was drawn over
 */
public record SourceUse(SourcePicture picture, String mediaType, boolean isPlaced) {}
