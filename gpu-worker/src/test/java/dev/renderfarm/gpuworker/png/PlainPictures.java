package dev.renderfarm.gpuworker.png;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Pictures that whole numbers make, so that they are the same on every machine: noise, slopes, texture and flat. */
final class PlainPictures {

    /** Three bytes a pixel, rows from the top. */
    record Plain(String name, int width, int height, byte[] rgb) {}

    /** A picture's value at a place, for one colour. */
    private interface Shade {
        int at(int x, int y, int colour);
    }

    static List<Plain> all() {
        List<Plain> pictures = new ArrayList<>();
        pictures.add(drawn("white", 300, 200, (x, y, colour) -> 255));
        pictures.add(drawn("slopes", 256, 256, (x, y, colour) -> (x * (colour + 1) + y) / 3));
        pictures.add(drawn("squares", 257, 129, (x, y, colour) -> ((x >> 4) + (y >> 4)) % 2 == 0 ? 40 * colour : 250));
        pictures.add(drawn(
                "disc on white",
                200,
                200,
                (x, y, colour) -> square(x - 100) + square(y - 90) < 3600 ? 200 - (x + y) / (2 + colour) : 255));
        Random random = new Random(7);
        pictures.add(drawn("noise", 160, 160, (x, y, colour) -> random.nextInt(256)));
        pictures.add(drawn(
                "texture",
                320,
                240,
                (x, y, colour) -> square(x % 61 - 30) / 8 + square(y % 47 - 20) / 8 + random.nextInt(5)));
        pictures.add(drawn("one pixel", 1, 1, (x, y, colour) -> 7 * colour));
        pictures.add(drawn("a column", 1, 70, (x, y, colour) -> 3 * y + colour));
        pictures.add(drawn("a row", 70, 1, (x, y, colour) -> 3 * x + colour));
        return pictures;
    }

    static byte[] pixels(BufferedImage image) {
        return drawn(
                        "read",
                        image.getWidth(),
                        image.getHeight(),
                        (x, y, colour) -> image.getRGB(x, y) >> (16 - 8 * colour))
                .rgb();
    }

    private static Plain drawn(String name, int width, int height, Shade shade) {
        byte[] rgb = new byte[width * height * 3];
        int i = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int colour = 0; colour < 3; colour++) {
                    rgb[i++] = (byte) shade.at(x, y, colour);
                }
            }
        }
        return new Plain(name, width, height, rgb);
    }

    private static int square(int number) {
        return number * number;
    }

    private PlainPictures() {}
}
