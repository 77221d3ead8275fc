package dev.renderfarm.imaging.png;

import dev.renderfarm.imaging.colour.SourceColours;
import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.pixels.Orientation;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.imaging.pixels.UprightRows;
import org.jspecify.annotations.Nullable;

/** Takes a PNG's rows, and makes a picture of them: no more than a row is held in the colours of the file. */
final class PngPixels {

    private static final int PALETTE_ENTRY = 3;

    private final PngHeader header;
    private final byte @Nullable [] palette;
    private final byte @Nullable [] transparency;
    private final SourceColours colours;
    private final int channels;
    private final UprightRows picture;
    private final boolean hasAlpha;

    /** A row in the colours of the file. One of the two is empty: 16 bits are kept where they are converted by a profile. */
    private final byte[] narrow;

    private final short[] wide;
    private final byte[] rgb;
    private final byte[] alpha;

    /**
     * @param palette of a {@link PngColour#PALETTE}, three bytes a colour
     * @param transparency bytes of the chunk {@code tRNS}
     * @param profile null where it is sRGB
     */
    PngPixels(
            PngHeader header,
            Orientation orientation,
            byte @Nullable [] palette,
            byte @Nullable [] transparency,
            byte @Nullable [] profile) {
        this.header = header;
        this.palette = palette;
        this.transparency = transparency;
        this.channels = header.colour().isGrey() ? 1 : Pixels.COLOURS;
        this.colours = SourceColours.of(channels, profile);
        this.hasAlpha = header.colour().hasAlpha() || transparency != null;
        boolean isWide = header.depth() == 16 && colours.needsWide();
        this.narrow = new byte[isWide ? 0 : header.width() * channels];
        this.wide = new short[isWide ? header.width() * channels : 0];
        this.rgb = new byte[header.width() * Pixels.COLOURS];
        this.alpha = new byte[hasAlpha ? header.width() : 0];
        this.picture = new UprightRows(header.width(), header.height(), orientation, hasAlpha);
    }

    /** Every {@code step}th pixel of row {@code y}, from the {@code first}. */
    void take(byte[] row, int y, int first, int step) {
        int pixels = (header.width() - first + step - 1) / step;
        for (int pixel = 0; pixel < pixels; pixel++) {
            if (header.colour() == PngColour.PALETTE) {
                takeIndex(pixel, sample(row, pixel));
            } else {
                takeSamples(row, pixel);
            }
        }
        if (wide.length > 0) {
            colours.toSrgb(wide, pixels, rgb);
        } else {
            colours.toSrgb(narrow, pixels, rgb);
        }
        picture.colours(rgb, y, first, step);
        if (hasAlpha) {
            picture.alpha(alpha, y, first, step);
        }
    }

    Pixels picture() {
        return picture.pixels();
    }

    private void takeSamples(byte[] row, int pixel) {
        int at = pixel * header.colour().samples();
        for (int c = 0; c < channels; c++) {
            put(pixel * channels + c, sample(row, at + c));
        }
        if (hasAlpha) {
            alpha[pixel] = header.colour().hasAlpha()
                    ? narrowed(sample(row, at + channels))
                    : isTransparent(row, at) ? 0 : (byte) 255;
        }
    }

    private void takeIndex(int pixel, int index) {
        byte[] entries = palette;
        if (entries == null || index * PALETTE_ENTRY >= entries.length) {
            throw new SourceRefusedException(SourceFault.DAMAGED, "the PNG has a pixel of a colour not in its palette");
        }
        System.arraycopy(entries, index * PALETTE_ENTRY, narrow, pixel * channels, PALETTE_ENTRY);
        if (transparency != null) {
            alpha[pixel] = index < transparency.length ? transparency[index] : (byte) 255;
        }
    }

    private void put(int at, int sample) {
        if (wide.length > 0) {
            wide[at] = (short) sample;
        } else {
            narrow[at] = narrowed(sample);
        }
    }

    private boolean isTransparent(byte[] row, int at) {
        byte[] meant = transparency;
        if (meant == null) {
            return false;
        }
        for (int c = 0; c < channels; c++) {
            int value = (meant[2 * c] & 0xff) << 8 | (meant[2 * c + 1] & 0xff);
            if (sample(row, at + c) != value) {
                return false;
            }
        }
        return true;
    }

    private int sample(byte[] row, int at) {
        int depth = header.depth();
        return switch (depth) {
            case 8 -> row[at] & 0xff;
            case 16 -> (row[2 * at] & 0xff) << 8 | (row[2 * at + 1] & 0xff);
            default -> {
                int bit = at * depth;
                yield (row[bit / 8] & 0xff) >> (8 - depth - bit % 8) & ((1 << depth) - 1);
            }
        };
    }

    private byte narrowed(int sample) {
        return switch (header.depth()) {
            case 8 -> (byte) sample;
            case 16 -> SourceColours.narrowed(sample);
            default -> (byte) (sample * 255 / ((1 << header.depth()) - 1));
        };
    }
}
