package dev.renderfarm.common.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.renderfarm.common.storage.ImageFile;
import dev.renderfarm.common.storage.ImageName;
import org.jspecify.annotations.Nullable;

/**
 * One picture of a validated line of a batch's input, as it stands in an item part in the bucket. The pictures of a
 * line follow one another.
 *
 * @param index position in the batch, from 0
 * @param line where it came from in the input file, from 1; {@link #LINE_UNKNOWN} where that was not written down
 * @param customId the submitter's own id (SKU) of the line, without blanks around it
 * @param variant which of the line's pictures it is, from 1; null where the line asks for one
 * @param imageName base name of its objects, unique in the batch
 */
public record RenderItem(
        @JsonProperty(required = true) int index,
        int line,
        String customId,
        @Nullable Integer variant,
        ImageName imageName,
        ImageRequest image) {

    public static final int LINE_UNKNOWN = 0;

    public RenderItem {
        requireNonNull(customId, "customId is null");
        requireNonNull(imageName, "imageName is null");
        requireNonNull(image, "image is null");
        if (variant != null && variant < 1) {
            throw new IllegalArgumentException("variant must be at least 1: " + variant);
        }
    }

    public ImageFile imageFile() {
        return new ImageFile(imageName, image.outputFormat());
    }
}
