package dev.renderfarm.common.task;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model that is told sizes is told of a picture's. Null is what is so: all of the picture, at its own size.
 *
 * @param originalSize that it is said to have had at first
 * @param crop that is said to have been cut off it
 * @param targetSize that it is said to be made for
 */
public record SaidSizes(
        @Nullable ImageSize originalSize,
        @Nullable SaidCrop crop,
        @Nullable ImageSize targetSize) {

    public static final SaidSizes AS_DRAWN = new SaidSizes(null, null, null);

    /** Each that is there, as a line has it. */
    public Map<RequestField, String> byField() {
        Map<RequestField, String> all = new EnumMap<>(RequestField.class);
        if (originalSize != null) {
            all.put(RequestField.ORIGINAL_SIZE, originalSize.toString());
        }
        if (crop != null) {
            all.put(RequestField.CROP, crop.toString());
        }
        if (targetSize != null) {
            all.put(RequestField.TARGET_SIZE, targetSize.toString());
        }
        return all;
    }

    /** Of a picture that is drawn so large: height and width at first, top and left, height and width that are meant. */
    public float[] numbers(ImageSize drawn) {
        ImageSize original = originalSize == null ? drawn : originalSize;
        ImageSize target = targetSize == null ? drawn : targetSize;
        int top = crop == null ? 0 : crop.top();
        int left = crop == null ? 0 : crop.left();
        return new float[] {original.height(), original.width(), top, left, target.height(), target.width()};
    }
}
