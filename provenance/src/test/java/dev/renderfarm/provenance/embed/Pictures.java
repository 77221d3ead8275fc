package dev.renderfarm.provenance.embed;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;

/** Small files of each format. */
public final class Pictures {

    public static byte[] png() {
        return written("png");
    }

    public static byte[] jpeg() {
        return written("jpg");
    }

    /** Its chunk is not one that a decoder would take. */
    public static byte[] webp() {
        byte[] chunk = "VP8L....".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(20 + chunk.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(12 + chunk.length)
                .put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII))
                .putInt(chunk.length)
                .put(chunk)
                .array();
    }

    public static byte[] of(PictureFormat format) {
        return switch (format) {
            case PNG -> png();
            case JPEG -> jpeg();
            case WEBP -> webp();
        };
    }

    private static byte[] written(String format) {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256; i++) {
            image.setRGB(i % 16, i / 16, i * 0x01_03_07);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private Pictures() {}
}
