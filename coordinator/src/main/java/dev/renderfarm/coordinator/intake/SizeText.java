package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.ImageSize;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a size: in pixels, such as {@code 1024x768}; by its shape, such as {@code 16:9}, with about as many pixels as
 * the model draws unasked; or with a share of the model's sides, such as {@code 50%} or {@code 16:9 50%}.
 */
final class SizeText {

    private static final Pattern SHAPE =
            Pattern.compile("(?:([1-9][0-9]?):([1-9][0-9]?))?\\s*(?:([1-9][0-9]{0,2})\\s*%)?");

    /** Empty where it is no size at all; one that the model cannot draw may come of pixels. */
    static Optional<ImageSize> read(String text, ModelManifest manifest) {
        String size = text.strip();
        try {
            return Optional.of(ImageSize.parse(size));
        } catch (IllegalArgumentException e) {
            Matcher shape = SHAPE.matcher(size);
            return !size.isEmpty() && shape.matches() ? Optional.of(shaped(shape, manifest)) : Optional.empty();
        }
    }

    private static ImageSize shaped(Matcher shape, ModelManifest manifest) {
        ImageSize usual = manifest.defaults().size();
        ModelManifest.SizeLimits limits = manifest.size();
        double ratio = shape.group(1) == null
                ? (double) usual.width() / usual.height()
                : Double.parseDouble(shape.group(1)) / Double.parseDouble(shape.group(2));
        double share = shape.group(3) == null ? 1 : Integer.parseInt(shape.group(3)) / 100.0;
        double pixels = Math.min(limits.maxPixels(), usual.pixels() * share * share);
        int width = side(Math.sqrt(pixels * ratio), limits);
        int height = side(Math.sqrt(pixels / ratio), limits);
        while ((long) width * height > limits.maxPixels() && Math.max(width, height) > limits.minSide()) {
            if (width >= height) {
                width = side(width - limits.multiple(), limits);
            } else {
                height = side(height - limits.multiple(), limits);
            }
        }
        return new ImageSize(width, height);
    }

    /** The nearest one that the model draws. */
    private static int side(double wanted, ModelManifest.SizeLimits limits) {
        int multiple = limits.multiple();
        int least = (limits.minSide() + multiple - 1) / multiple * multiple;
        int most = limits.maxSide() / multiple * multiple;
        int nearest = (int) Math.round(wanted / multiple) * multiple;
        return Math.max(least, Math.min(most, nearest));
    }

    private SizeText() {}
}
