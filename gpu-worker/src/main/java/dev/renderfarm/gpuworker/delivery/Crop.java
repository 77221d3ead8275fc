package dev.renderfarm.gpuworker.delivery;

import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.imaging.pixels.Pixels;
import java.util.Arrays;

/**
 * The part of a picture that is delivered, which may reach beyond it.
 *
 * @param x of its left in the picture; negative where it reaches beyond
 * @param y of its top
 */
record Crop(int x, int y, int width, int height) {

    /** Sides that no picture of the farm comes near. */
    private static final double LARGEST = 1 << 15;

    /** The picture in the middle. */
    static Crop around(ImageSize picture, ImageSize size) {
        return new Crop(
                (picture.width() - size.width()) / 2,
                (picture.height() - size.height()) / 2,
                size.width(),
                size.height());
    }

    /**
     * A product in the middle.
     *
     * @param shape whose proportions it has
     * @param fill share of it that the product fills
     */
    static Crop around(ProductBox box, ImageSize shape, double fill) {
        double ratio = (double) shape.width() / shape.height();
        double wide = Math.min(LARGEST, Math.max(box.width(), box.height() * ratio) / fill);
        int width = Math.max(1, (int) Math.round(wide));
        int height = Math.max(1, (int) Math.round(wide / ratio));
        return new Crop((box.left() + box.right() - width) / 2, (box.top() + box.bottom() - height) / 2, width, height);
    }

    /** @param beyond what stands where there is nothing of the picture */
    byte[] of(byte[] samples, int channels, ImageSize picture, byte beyond) {
        if (x == 0 && y == 0 && width == picture.width() && height == picture.height()) {
            return samples;
        }
        byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(width, height), channels)];
        Arrays.fill(out, beyond);
        int first = Math.max(0, x);
        int end = Math.min(picture.width(), x + width);
        for (int row = 0; row < height; row++) {
            int from = row + y;
            if (from >= 0 && from < picture.height() && end > first) {
                System.arraycopy(
                        samples,
                        (from * picture.width() + first) * channels,
                        out,
                        (row * width + first - x) * channels,
                        (end - first) * channels);
            }
        }
        return out;
    }

    Pixels of(Pixels picture, byte beyond) {
        ImageSize size = new ImageSize(picture.width(), picture.height());
        return Pixels.opaque(width, height, of(picture.rgb(), Pixels.COLOURS, size, beyond));
    }
}
