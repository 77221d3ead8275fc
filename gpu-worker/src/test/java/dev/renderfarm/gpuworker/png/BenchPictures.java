package dev.renderfarm.gpuworker.png;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures to measure with: what a small model drew, scaled up or side by side, and what no model draws. */
final class BenchPictures {

    static final int SIDE = 1024;

    private static final int COLOURS = 3;
    private static final int TILE = 128;
    private static final int REFERENCES = 20;

    /** @param references the starter model's reference pictures */
    static Map<String, byte[]> all(Path references) throws IOException {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put("starter model, scaled by 8, noise of 1.5", withNoise(scaled(references, 0), 1.5));
        pictures.put("starter model, scaled by 8, noise of 0.5", withNoise(scaled(references, 3), 0.5));
        pictures.put("starter model, scaled by 8", scaled(references, 7));
        pictures.put("starter model, 64 pictures side by side", tiles(references));
        pictures.put("texture of all sizes, noise of 0.7", withNoise(texture(), 0.7));
        pictures.put("texture of all sizes", texture());
        pictures.put("shaded ball on white", ball());
        pictures.put("random", random());
        return pictures;
    }

    private static BufferedImage reference(Path references, int number) throws IOException {
        return ImageIO.read(references.resolve("R%02d.png".formatted(number)).toFile());
    }

    private static byte[] scaled(Path references, int number) throws IOException {
        BufferedImage large = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = large.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(reference(references, number), 0, 0, SIDE, SIDE, null);
        graphics.dispose();
        return PlainPictures.pixels(large);
    }

    private static byte[] tiles(Path references) throws IOException {
        BufferedImage sheet = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        int across = SIDE / TILE;
        for (int tile = 0; tile < across * across; tile++) {
            BufferedImage picture = reference(references, tile * 7 % REFERENCES);
            graphics.drawImage(picture, tile % across * TILE, tile / across * TILE, null);
        }
        graphics.dispose();
        return PlainPictures.pixels(sheet);
    }

    private static byte[] withNoise(byte[] rgb, double deviation) {
        Random random = new Random(1);
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = clamped((rgb[i] & 0xFF) + random.nextGaussian() * deviation);
        }
        return rgb;
    }

    /** Octaves of smooth noise, each half as large and half as strong as the one before, about. */
    private static byte[] texture() {
        double[] values = new double[SIDE * SIDE * COLOURS];
        Random random = new Random(5);
        double strength = 60;
        for (int cell = 256; cell > 1; cell /= 2) {
            addOctave(values, cell, strength, random);
            strength *= 0.55;
        }
        byte[] rgb = new byte[values.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = clamped(128 + values[i]);
        }
        return rgb;
    }

    private static void addOctave(double[] values, int cell, double strength, Random random) {
        int across = SIDE / cell + 2;
        double[] grid = new double[across * across];
        Arrays.setAll(grid, i -> random.nextDouble() * 2 - 1);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int corner = y / cell * across + x / cell;
                double right = smooth((double) (x % cell) / cell);
                double down = smooth((double) (y % cell) / cell);
                double above = grid[corner] * (1 - right) + grid[corner + 1] * right;
                double below = grid[corner + across] * (1 - right) + grid[corner + across + 1] * right;
                double value = above * (1 - down) + below * down;
                for (int colour = 0; colour < COLOURS; colour++) {
                    values[(y * SIDE + x) * COLOURS + colour] += strength * value * (1 - 0.1 * colour);
                }
            }
        }
    }

    private static double smooth(double place) {
        return place * place * (3 - 2 * place);
    }

    private static byte[] ball() {
        byte[] rgb = new byte[SIDE * SIDE * COLOURS];
        Arrays.fill(rgb, (byte) 255);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double right = (x - 512) / 300.0;
                double down = (y - 512) / 300.0;
                double away = right * right + down * down;
                if (away < 1) {
                    double light = Math.max(0.1, 0.5 * Math.sqrt(1 - away) - 0.4 * right - 0.5 * down);
                    double shine = Math.pow(light, 20) * 60;
                    int i = (y * SIDE + x) * COLOURS;
                    rgb[i] = clamped(40 + 180 * light + shine);
                    rgb[i + 1] = clamped(20 + 60 * light + shine);
                    rgb[i + 2] = clamped(30 + 90 * light + shine);
                }
            }
        }
        return rgb;
    }

    private static byte[] random() {
        byte[] rgb = new byte[SIDE * SIDE * COLOURS];
        new Random(3).nextBytes(rgb);
        return rgb;
    }

    private static byte clamped(double value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }

    private BenchPictures() {}
}
