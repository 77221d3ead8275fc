package dev.renderfarm.imaging.webp;

import dev.renderfarm.imaging.colour.SourceColours;
import dev.renderfarm.imaging.encoded.EncodedPicture;
import dev.renderfarm.imaging.encoded.ExifTags;
import dev.renderfarm.imaging.encoded.FilePart;
import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceFormat;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.imaging.pixels.UprightRows;
import org.jspecify.annotations.Nullable;

/** A WebP file, lossy or lossless, with or without alpha. An animated one is refused. */
public final class WebpSource implements EncodedPicture {

    private static final String LOSSY = "VP8 ";
    private static final String LOSSLESS = "VP8L";
    private static final String EXTENDED = "VP8X";
    private static final String ALPHA = "ALPH";
    private static final String PROFILE = "ICCP";
    private static final int EXTENDED_LENGTH = 10;
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
     * @param file that {@link #begins}; not copied
     * @throws SourceRefusedException where its chunks show that it cannot be read
     */
    public static WebpSource open(byte[] file) {
        RiffChunks chunks = RiffChunks.of(file);
        FilePart extended = chunks.get(EXTENDED);
        if (chunks.has("ANIM") || chunks.has("ANMF") || (extended != null && isAnimated(extended))) {
            throw new SourceRefusedException(SourceFault.ANIMATED, "the WebP is animated");
        }
        WebpFrame frame = frame(chunks);
        if (extended != null && !fits(extended, frame)) {
            throw damaged("a canvas of another size than its picture");
        }
        FilePart exif = chunks.get("EXIF");
        return new WebpSource(chunks, frame, exif == null ? ExifTags.NONE : ExifTags.read(exif.bytes()));
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
        return frame.hasAlpha() || alphaChunk() != null;
    }

    @Override
    public ExifTags exif() {
        return exif;
    }

    @Override
    public boolean tellsColours() {
        return chunks.has(PROFILE);
    }

    /** The decoder's own pixels take four. */
    @Override
    public int decodingBytes() {
        return Integer.BYTES + Pixels.COLOURS + (hasAlpha() ? 1 : 0);
    }

    @Override
    public Pixels decode() {
        FilePart profile = chunks.get(PROFILE);
        SourceColours colours = SourceColours.of(Pixels.COLOURS, profile == null ? null : profile.bytes());
        FilePart lossy = chunks.get(LOSSY);
        if (lossy != null) {
            UprightRows picture = new UprightRows(width(), height(), exif.orientation(), hasAlpha());
            FilePart alpha = alphaChunk();
            if (alpha != null) {
                new AlphaPlane(alpha, width(), height()).decode(picture);
            }
            new LossyDecoder(RiffChunks.file(LOSSY, lossy), width(), height()).decode(colours, picture);
            return picture.pixels();
        }
        FilePart lossless = chunks.get(LOSSLESS);
        if (lossless == null) {
            throw damaged("no picture");
        }
        return lossless(lossless.after(WebpFrame.LOSSLESS_HEADER), colours);
    }

    private Pixels lossless(FilePart stream, SourceColours colours) {
        int[] argb = LosslessDecoder.decode(stream, width(), height());
        UprightRows picture = new UprightRows(width(), height(), exif.orientation(), hasAlpha());
        byte[] row = new byte[width() * Pixels.COLOURS];
        byte[] rgb = new byte[row.length];
        byte[] alpha = new byte[width()];
        for (int y = 0; y < height(); y++) {
            for (int x = 0; x < width(); x++) {
                int pixel = argb[y * width() + x];
                row[x * Pixels.COLOURS] = (byte) (pixel >> 16);
                row[x * Pixels.COLOURS + 1] = (byte) (pixel >> 8);
                row[x * Pixels.COLOURS + 2] = (byte) pixel;
                alpha[x] = (byte) (pixel >>> 24);
            }
            colours.toSrgb(row, width(), rgb);
            picture.colours(rgb, y, 0, 1);
            if (hasAlpha()) {
                picture.alpha(alpha, y, 0, 1);
            }
        }
        return picture.pixels();
    }

    /** Null where a lossy picture has none; a lossless one has its own. */
    private @Nullable FilePart alphaChunk() {
        return chunks.has(EXTENDED) && chunks.has(LOSSY) ? chunks.get(ALPHA) : null;
    }

    private static WebpFrame frame(RiffChunks chunks) {
        FilePart lossy = chunks.get(LOSSY);
        if (lossy != null) {
            return WebpFrame.lossy(lossy);
        }
        FilePart lossless = chunks.get(LOSSLESS);
        if (lossless != null) {
            return WebpFrame.lossless(lossless);
        }
        throw damaged("no picture");
    }

    private static boolean isAnimated(FilePart extended) {
        return extended.length() > 0 && (extended.at(0) & FLAG_ANIMATION) != 0;
    }

    private static boolean fits(FilePart extended, WebpFrame frame) {
        return extended.length() >= EXTENDED_LENGTH
                && 1 + number(extended, 4) == frame.width()
                && 1 + number(extended, 7) == frame.height();
    }

    private static int number(FilePart bytes, int at) {
        return bytes.at(at) | (bytes.at(at + 1) << 8) | (bytes.at(at + 2) << 16);
    }

    static SourceRefusedException damaged(String what) {
        return new SourceRefusedException(SourceFault.DAMAGED, "the WebP has " + what);
    }
}
