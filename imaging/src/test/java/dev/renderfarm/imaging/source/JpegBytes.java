package dev.renderfarm.imaging.source;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** JPEG files of one colour but for their top left 8x8 pixels, and segments to put into them. */
final class JpegBytes {

    private static final int WIDTH = 24;
    private static final int HEIGHT = 16;

    /** JFIF, YCbCr. */
    static byte[] rgb(int corner, int rest, boolean progressive) {
        return image(corner, rest, BufferedImage.TYPE_INT_RGB, progressive);
    }

    private static byte[] image(int corner, int rest, int type, boolean progressive) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.setRGB(x, y, x < 8 && y < 8 ? corner : rest);
            }
        }
        return write(new IIOImage(image, List.of(), null), progressive);
    }

    /** Components as they are, without any segment that says what they are. */
    static byte[] components(int... sample) {
        byte[] samples = new byte[WIDTH * HEIGHT * sample.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) sample[i % sample.length];
        }
        int[] bands = new int[sample.length];
        Arrays.setAll(bands, band -> band);
        Raster raster = Raster.createInterleavedRaster(
                new DataBufferByte(samples, samples.length),
                WIDTH,
                HEIGHT,
                WIDTH * sample.length,
                sample.length,
                bands,
                null);
        return without(write(new IIOImage(raster, List.of(), null), false), 0xE0, 0xEE);
    }

    private static byte[] write(IIOImage image, boolean progressive) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(jpeg)) {
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(1);
            settings.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.setOutput(out);
            writer.write(null, image, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return jpeg.toByteArray();
    }

    /** A segment right after the start. */
    static byte[] with(byte[] jpeg, int marker, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.writeBytes(new byte[] {(byte) 0xFF, (byte) marker});
        out.writeBytes(
                ByteBuffer.allocate(2).putShort((short) (content.length + 2)).array());
        out.writeBytes(content);
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    static byte[] adobe(byte[] jpeg, int transform) {
        return with(jpeg, 0xEE, PngBytes.bytes('A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, transform));
    }

    static byte[] exif(byte[] jpeg, byte[] tiff) {
        return with(jpeg, 0xE1, joined("Exif\0\0".getBytes(StandardCharsets.US_ASCII), tiff));
    }

    static byte[] icc(byte[] jpeg, byte[] profile, int part, int parts) {
        return with(
                jpeg,
                0xE2,
                joined(
                        "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII),
                        joined(PngBytes.bytes(part, parts), profile)));
    }

    /** Exif with nothing but an orientation. */
    static byte[] orientation(int value) {
        return PngBytes.bytes(
                'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0);
    }

    /** Exif of a camera that is set to Adobe RGB. */
    static byte[] optionFile() {
        return PngBytes.bytes(
                'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x69, 0x87, 4, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0x05,
                0xA0, 4, 0, 1, 0, 0, 0, 44, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 2, 0, 4, 0, 0, 0, 'R', '0', '3', 0, 0, 0,
                0, 0);
    }

    /** Exif with nothing but a colour space. */
    static byte[] colourSpace(int value) {
        return PngBytes.bytes(
                'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x87, 0x69, 0, 4, 0, 0, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0, 0, 1, 0xA0,
                0x01, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0);
    }

    /** With as many empty comments. */
    static byte[] crowded(byte[] jpeg, int comments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        for (int i = 0; i < comments; i++) {
            out.writeBytes(PngBytes.bytes(0xFF, 0xFE, 0, 2));
        }
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    /** With some bytes after the first scan that the decoder does not need. */
    static byte[] padded(byte[] jpeg) {
        int at = find(jpeg, 0xDA) + 4;
        while (jpeg[at] != (byte) 0xFF || jpeg[at + 1] == 0) {
            at++;
        }
        return joined(joined(Arrays.copyOf(jpeg, at), new byte[9]), Arrays.copyOfRange(jpeg, at, jpeg.length));
    }

    /** Where the first segment of that marker begins. */
    static int find(byte[] jpeg, int marker) {
        int at = 2;
        while ((jpeg[at + 1] & 0xff) != marker) {
            at += 2 + ((jpeg[at + 2] & 0xff) << 8 | (jpeg[at + 3] & 0xff));
        }
        return at;
    }

    static byte[] changed(byte[] bytes, int at, int... values) {
        byte[] changed = bytes.clone();
        for (int i = 0; i < values.length; i++) {
            changed[at + i] = (byte) values[i];
        }
        return changed;
    }

    static byte[] joined(byte[] one, byte[] other) {
        byte[] joined = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, joined, one.length, other.length);
        return joined;
    }

    private static byte[] without(byte[] jpeg, int... markers) {
        byte[] rest = jpeg;
        for (int marker : markers) {
            for (int at = 2; (rest[at + 1] & 0xff) != 0xDA; ) {
                int length = 2 + ((rest[at + 2] & 0xff) << 8 | (rest[at + 3] & 0xff));
                if ((rest[at + 1] & 0xff) == marker) {
                    rest = joined(Arrays.copyOf(rest, at), Arrays.copyOfRange(rest, at + length, rest.length));
                } else {
                    at += length;
                }
            }
        }
        return rest;
    }

    private JpegBytes() {}
}
