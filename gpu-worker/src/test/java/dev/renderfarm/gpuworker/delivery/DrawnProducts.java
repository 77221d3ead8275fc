package dev.renderfarm.gpuworker.delivery;

import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.gpuworker.render.Picture;
import java.util.Arrays;
import java.util.Random;

/** Pictures of products for tests. */
final class DrawnProducts {

    /** A dark box in the middle that fills so much of width and height, with a print of its own. */
    static Picture on(int ground, int width, int height, double fill) {
        byte[] rgb = new byte[width * height * 3];
        Arrays.fill(rgb, (byte) ground);
        int boxWidth = (int) Math.round(width * fill);
        int boxHeight = (int) Math.round(height * fill);
        int left = (width - boxWidth) / 2;
        int top = (height - boxHeight) / 2;
        for (int y = top; y < top + boxHeight; y++) {
            for (int x = left; x < left + boxWidth; x++) {
                int at = (y * width + x) * 3;
                rgb[at] = (byte) (x % 200);
                rgb[at + 1] = (byte) (y % 200);
                rgb[at + 2] = 40;
            }
        }
        return new Picture(new ImageSize(width, height), rgb);
    }

    /** What no encoder makes small. */
    static Picture noise(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        new Random(1).nextBytes(rgb);
        return new Picture(new ImageSize(width, height), rgb);
    }

    private DrawnProducts() {}
}
