package dev.renderfarm.imaging.webp;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import dev.renderfarm.imaging.colour.SourceColours;
import dev.renderfarm.imaging.encoded.EncodedPicture;
import dev.renderfarm.imaging.encoded.ExifTags;
import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceFormat;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.pixels.Orientation;
import dev.renderfarm.imaging.pixels.Pixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A WebP file, lossy or lossless, with or without alpha. An animated one is refused. The decoder gets a file with nothing
 * in it but the picture; colours and orientation are read here.
 */
public final class WebpSource implements EncodedPicture {

    private static final String LOSSY = "VP8 ";
    private static final String LOSSLESS = "VP8L";
    private static final String EXTENDED = "VP8X";
    private static final String ALPHA = "ALPH";
    private static final int EXTENDED_LENGTH = 10;
    private static final int FLAG_ALPHA = 0x10;
    private static final int FLAG_ANIMATION = 0x02;

    private final RiffChunks chunks;
    private final WebpFrame frame;
    private final ExifTags exif;

    private WebpSource(RiffChunks chunks, WebpFrame frame, ExifTags exif) {
        this.chunks = chunks;
        this.frame = frame;
        this.exif = exif;
    }

    public static boolean begins(byte[] file) {
        return RiffChunks.begin(file);
    }

    /**
     * @param file that {@link #begins}
     * @throws SourceRefusedException where its chunks show that it cannot be read
     */
    public static WebpSource open(byte[] file) {
        RiffChunks chunks = RiffChunks.of(file);
        byte[] extended = chunks.get(EXTENDED);
        if (chunks.has("ANIM") || chunks.has("ANMF") || (extended != null && isAnimated(extended))) {
            throw new SourceRefusedException(SourceFault.ANIMATED, "the WebP is animated");
        }
        WebpFrame frame = frame(chunks);
        if (extended != null && !fits(extended, frame)) {
            throw damaged("a canvas of another size than its picture");
        }
        byte[] exif = chunks.get("EXIF");
        return new WebpSource(chunks, frame, exif == null ? ExifTags.NONE : ExifTags.read(exif));
    }

    @Override
    public SourceFormat format() {
        return SourceFormat.WEBP;
    }

    @Override
    public int width() {
        return frame.width();
    }

    @Override
    public int height() {
        return frame.height();
    }

    @Override
    public boolean hasAlpha() {
        return frame.hasAlpha() || hasAlphaChunk();
    }

    @Override
    public Orientation orientation() {
        return exif.orientation();
    }

    @Override
    public Pixels decode() {
        BufferedImage image = decoded(plainFile());
        if (image.getWidth() != width() || image.getHeight() != height()) {
            throw damaged("other pixels than its header tells of");
        }
        byte[] rgb = new byte[width() * height() * Pixels.COLOURS];
        byte @Nullable [] alpha = hasAlpha() ? new byte[width() * height()] : null;
        int[] row = new int[width()];
        for (int y = 0; y < height(); y++) {
            image.getRGB(0, y, width(), 1, row, 0, width());
            for (int x = 0; x < width(); x++) {
                int pixel = y * width() + x;
                rgb[pixel * Pixels.COLOURS] = (byte) (row[x] >> 16);
                rgb[pixel * Pixels.COLOURS + 1] = (byte) (row[x] >> 8);
                rgb[pixel * Pixels.COLOURS + 2] = (byte) row[x];
                if (alpha != null) {
                    alpha[pixel] = (byte) (row[x] >>> 24);
                }
            }
        }
        return new Pixels(width(), height(), SourceColours.srgb(rgb, Pixels.COLOURS, chunks.get("ICCP")), alpha);
    }

    private static BufferedImage decoded(byte[] file) {
        ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
        try (ImageInputStream in = new ByteArrayImageInputStream(file)) {
            reader.setInput(in, true, true);
            return reader.read(0);
        } catch (IOException e) {
            throw damaged("pixels that cannot be decoded");
        } finally {
            reader.dispose();
        }
    }

    private byte[] plainFile() {
        Map<String, byte[]> plain = new LinkedHashMap<>();
        byte[] alpha = chunks.get(ALPHA);
        byte[] extended = chunks.get(EXTENDED);
        if (hasAlphaChunk() && alpha != null && extended != null) {
            byte[] header = extended.clone();
            header[0] = FLAG_ALPHA;
            plain.put(EXTENDED, header);
            plain.put(ALPHA, alpha);
        }
        String name = chunks.has(LOSSY) ? LOSSY : LOSSLESS;
        byte[] picture = chunks.get(name);
        if (picture != null) {
            plain.put(name, picture);
        }
        return RiffChunks.file(plain);
    }

    private boolean hasAlphaChunk() {
        return chunks.has(EXTENDED) && chunks.has(ALPHA) && chunks.has(LOSSY);
    }

    private static WebpFrame frame(RiffChunks chunks) {
        byte[] lossy = chunks.get(LOSSY);
        if (lossy != null) {
            return WebpFrame.lossy(lossy);
        }
        byte[] lossless = chunks.get(LOSSLESS);
        if (lossless != null) {
            return WebpFrame.lossless(lossless);
        }
        throw damaged("no picture");
    }

    private static boolean isAnimated(byte[] extended) {
        return extended.length > 0 && (extended[0] & FLAG_ANIMATION) != 0;
    }

    private static boolean fits(byte[] extended, WebpFrame frame) {
        return extended.length >= EXTENDED_LENGTH
                && 1 + number(extended, 4) == frame.width()
                && 1 + number(extended, 7) == frame.height();
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16;
    }

    private static SourceRefusedException damaged(String what) {
        return new SourceRefusedException(SourceFault.DAMAGED, "the WebP has " + what);
    }
}
