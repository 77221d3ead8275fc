package dev.renderfarm.imaging.png;

import dev.renderfarm.imaging.encoded.EncodedPicture;
import dev.renderfarm.imaging.encoded.ExifTags;
import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceFormat;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.pixels.Pixels;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A PNG file: of every colour type and depth, interlaced or not. An animated one is refused. */
public final class PngSource implements EncodedPicture {

    private static final Set<String> KNOWN = Set.of("IHDR", "PLTE", "IDAT");

    private static final List<String> TELLING_COLOURS = List.of("cICP", "iCCP", "sRGB", "cHRM");

    /** How much deflate makes of a byte at most, and some more. */
    private static final long BEST_DEFLATION = 1100;

    private static final int LARGEST_PALETTE = 256 * 3;

    /** First column, first row, and the steps between them, of Adam7's passes. */
    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

    private final byte[] file;
    private final PngChunks chunks;
    private final PngHeader header;
    private final ExifTags exif;

    private PngSource(byte[] file, PngChunks chunks, PngHeader header, ExifTags exif) {
        this.file = file;
        this.chunks = chunks;
        this.header = header;
        this.exif = exif;
    }

    public static boolean begins(byte[] file) {
        return PngChunks.begin(file);
    }

    /**
     * @param file that {@link #begins}; not copied
     * @throws SourceRefusedException where its chunks show that it cannot be read
     */
    public static PngSource open(byte[] file) {
        PngChunks chunks = PngChunks.of(file);
        List<PngChunks.Chunk> all = chunks.all();
        if (all.isEmpty() || !all.get(0).type().equals("IHDR")) {
            throw new SourceRefusedException(
                    !all.isEmpty() && all.get(0).type().equals("CgBI") ? SourceFault.UNSUPPORTED : SourceFault.DAMAGED,
                    "the PNG does not begin with its header");
        }
        PngHeader header = PngHeader.read(file, all.get(0));
        if (chunks.first("acTL") != null) {
            throw new SourceRefusedException(SourceFault.ANIMATED, "the PNG is animated");
        }
        for (PngChunks.Chunk chunk : all) {
            if (chunk.isCritical() && !KNOWN.contains(chunk.type())) {
                throw new SourceRefusedException(
                        SourceFault.UNSUPPORTED, "the PNG has a chunk " + chunk.type() + ", which only some can read");
            }
        }
        if (chunks.first("IDAT") == null) {
            throw damaged("no pixels");
        }
        PngChunks.Chunk exif = chunks.first("eXIf");
        return new PngSource(file, chunks, header, exif == null ? ExifTags.NONE : ExifTags.read(bytes(file, exif)));
    }

    @Override
    public SourceFormat format() {
        return SourceFormat.PNG;
    }

    @Override
    public int width() {
        return header.width();
    }

    @Override
    public int height() {
        return header.height();
    }

    @Override
    public boolean hasAlpha() {
        return header.colour().hasAlpha() || chunks.first("tRNS") != null;
    }

    @Override
    public ExifTags exif() {
        return exif;
    }

    @Override
    public boolean tellsColours() {
        return TELLING_COLOURS.stream().anyMatch(type -> chunks.first(type) != null);
    }

    @Override
    public int decodingBytes() {
        return Pixels.COLOURS + 1;
    }

    @Override
    public Pixels decode() {
        checkData();
        byte[] profile = PngColours.profile(file, chunks);
        PngPixels pixels = new PngPixels(header, exif.orientation(), palette(), transparency(), profile);
        try (PngRows rows = new PngRows(file, chunks.all("IDAT"), header)) {
            for (int[] pass : header.interlaced() ? PASSES : ONE_PASS) {
                if (pass[0] < header.width() && pass[1] < header.height()) {
                    rows.beginPass(header.rowBytes((header.width() - pass[0] + pass[2] - 1) / pass[2]));
                    for (int y = pass[1]; y < header.height(); y += pass[3]) {
                        pixels.take(rows.next(), y, pass[0], pass[2]);
                    }
                }
            }
        }
        return pixels.picture();
    }

    /** No room is made for a picture that so few bytes cannot be. */
    private void checkData() {
        long data =
                chunks.all("IDAT").stream().mapToLong(PngChunks.Chunk::length).sum();
        if (data * BEST_DEFLATION < (long) header.height() * header.rowBytes(header.width())) {
            throw new SourceRefusedException(
                    SourceFault.TRUNCATED,
                    "the PNG has too few bytes for the " + header.width() + "x" + header.height()
                            + " pixels that its header tells of");
        }
    }

    private byte @Nullable [] palette() {
        PngChunks.Chunk chunk = header.colour() == PngColour.PALETTE ? chunks.first("PLTE") : null;
        if (chunk == null) {
            return null;
        }
        if (chunk.length() == 0 || chunk.length() % Pixels.COLOURS != 0 || chunk.length() > LARGEST_PALETTE) {
            throw damaged("a palette of " + chunk.length() + " bytes");
        }
        return bytes(file, chunk);
    }

    private byte @Nullable [] transparency() {
        PngChunks.Chunk chunk = header.colour().hasAlpha() ? null : chunks.first("tRNS");
        if (chunk == null) {
            return null;
        }
        boolean right =
                switch (header.colour()) {
                    case GREY -> chunk.length() == 2;
                    case RGB -> chunk.length() == 6;
                    default -> chunk.length() <= 256;
                };
        if (!right) {
            throw damaged("a transparency of " + chunk.length() + " bytes");
        }
        return bytes(file, chunk);
    }

    private static byte[] bytes(byte[] file, PngChunks.Chunk chunk) {
        return Arrays.copyOfRange(file, chunk.from(), chunk.from() + chunk.length());
    }

    private static SourceRefusedException damaged(String what) {
        return new SourceRefusedException(SourceFault.DAMAGED, "the PNG has " + what);
    }
}
