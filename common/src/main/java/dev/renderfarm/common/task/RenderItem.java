package dev.renderfarm.common.task;

import dev.renderfarm.common.storage.ImageName;

/**
 * One validated line of a batch's input, as it stands in an item part in the bucket.
 *
 * @param index position in the batch, from 0
 * @param line where it came from in the input file, from 1
 * @param customId the submitter's own id (SKU), verbatim
 * @param imageName base name of its objects, unique in the batch
 */
public record RenderItem(int index, int line, String customId, ImageName imageName, ImageRequest image) {}
