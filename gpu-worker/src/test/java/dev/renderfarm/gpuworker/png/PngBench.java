package dev.renderfarm.gpuworker.png;

import static java.util.Objects.requireNonNull;

import com.pngencoder.PngEncoder;
import com.pngencoder.PngEncoderSrgbRenderingIntent;
import com.sun.management.ThreadMXBean;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.gpuworker.imprint.ModelLabel;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Encodes pictures of 1024x1024 by the levels, by the encoder that was there before and by the Java runtime's own, in
 * turn, and prints CPU time and bytes as Markdown. {@code scripts/bench/png} starts it.
 */
final class PngBench {

    private static final int SIDE = BenchPictures.SIDE;
    private static final int WARM_UP = 5;
    private static final String BEFORE = "before: pngencoder, level 6";
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final ModelLabel MODEL = new ModelLabel("tiny", "1", "0123456789", "flow_match_euler");
    private static final ImageRequest REQUEST =
            new ImageRequest("a red mug", null, new ImageSize(SIDE, SIDE), Sampling.of(8, 0), 42);

    /** @param arguments folder of the starter model's reference pictures, number of rounds */
    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.parseInt(arguments[1]);
        System.out.printf(
                Locale.ROOT,
                "%d rounds, %d cores, load %.1f, %s %s, Java %s of %s%n",
                rounds,
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.runtime.version"),
                System.getProperty("java.vendor"));
        for (Map.Entry<String, byte[]> picture :
                BenchPictures.all(Path.of(arguments[0])).entrySet()) {
            measure(picture.getKey(), picture.getValue(), rounds);
        }
    }

    private static void measure(String name, byte[] rgb, int rounds) {
        Map<String, Supplier<byte[]>> encoders = encoders(rgb);
        Map<String, double[]> times = new LinkedHashMap<>();
        Map<String, byte[]> files = new LinkedHashMap<>();
        encoders.forEach((encoder, encode) -> times.put(encoder, new double[rounds]));
        for (int round = -WARM_UP; round < rounds; round++) {
            for (Map.Entry<String, Supplier<byte[]>> encoder : encoders.entrySet()) {
                long start = THREADS.getCurrentThreadCpuTime();
                byte[] file = encoder.getValue().get();
                if (round >= 0) {
                    requireNonNull(times.get(encoder.getKey()))[round] =
                            (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
                }
                files.put(encoder.getKey(), file);
            }
        }
        System.out.printf("%n%s%n%n| encoder | CPU-ms | of before | bytes | of before | SHA-256 |%n", name);
        System.out.println("|---|---|---|---|---|---|");
        double timeBefore = median(requireNonNull(times.get(BEFORE)));
        int bytesBefore = requireNonNull(files.get(BEFORE)).length;
        times.forEach((encoder, all) -> {
            byte[] file = requireNonNull(files.get(encoder));
            double median = median(all);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f (%.0f to %.0f) | %.2f | %,d | %.3f | %s |%n",
                    encoder,
                    median,
                    all[0],
                    all[rounds - 1],
                    median / timeBefore,
                    file.length,
                    (double) file.length / bytesBefore,
                    Sha256.hex(file).substring(0, 12));
        });
    }

    private static Map<String, Supplier<byte[]>> encoders(byte[] rgb) {
        Map<String, Supplier<byte[]>> encoders = new LinkedHashMap<>();
        BufferedImage image = image(rgb);
        encoders.put(BEFORE, () -> pngencoder(image, 6));
        for (int level : List.of(3, 1)) {
            encoders.put("pngencoder, level " + level, () -> pngencoder(image, level));
        }
        encoders.put("ImageIO", () -> imageIo(image));
        Stream.of(PngLevel.values())
                .forEach(level -> encoders.put(level.wireName(), () -> PngFile.encode(rgb, REQUEST, MODEL, level)));
        return encoders;
    }

    private static byte[] pngencoder(BufferedImage image, int level) {
        return new PngEncoder()
                .withBufferedImage(image)
                .withCompressionLevel(level)
                .withPredictorEncoding(true)
                .withTryIndexedEncoding(false)
                .withMultiThreadedCompressionEnabled(false)
                .withSrgbRenderingIntent(PngEncoderSrgbRenderingIntent.PERCEPTUAL)
                .toBytes();
    }

    private static byte[] imageIo(BufferedImage image) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    private static BufferedImage image(byte[] rgb) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        for (int i = 0, k = 0; i < pixels.length; i++, k += 3) {
            pixels[i] = ((rgb[k] & 0xFF) << 16) | ((rgb[k + 1] & 0xFF) << 8) | (rgb[k + 2] & 0xFF);
        }
        return image;
    }

    /** Sorts. */
    private static double median(double[] times) {
        Arrays.sort(times);
        return times[times.length / 2];
    }

    private PngBench() {}
}
