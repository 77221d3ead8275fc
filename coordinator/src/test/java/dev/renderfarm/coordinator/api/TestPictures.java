package dev.renderfarm.coordinator.api;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Small PNGs, as a shop would upload them. */
final class TestPictures {

    private static final int RED = 0xff_c0_20_20;

    /** All of it opaque. */
    static byte[] png(int width, int height) {
        return encoded(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB));
    }

    /** Its first pixel is red, all others are transparent. */
    static byte[] cutOut(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        picture.setRGB(0, 0, RED);
        return encoded(picture);
    }

    private static byte[] encoded(BufferedImage picture) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }

    private TestPictures() {}
}
