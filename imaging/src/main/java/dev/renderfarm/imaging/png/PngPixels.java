package dev.renderfarm.imaging.png;

import dev.renderfarm.imaging.colour.SourceColours;
import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.pixels.Pixels;
import org.jspecify.annotations.Nullable;

/** Takes a PNG's rows, and makes a picture of them. */
final class PngPixels {

    private static final int PALETTE_ENTRY = 3;

    private final PngHeader header;
    private final byte @Nullable [] palette;
    private final byte @Nullable [] transparency;
    private final byte @Nullable [] profile;
    private final int channels;

    /** One of the two is empty: 16 bits are kept as long as there is a profile to convert them by. */
    private final byte[] narrow;

    private final short[] wide;
    private final byte @Nullable [] alpha;

    /**
     * @param palette of a {@link PngColour#PALETTE}, three bytes a colour
     * @param transparency bytes of the chunk {@code tRNS}
     */
    PngPixels(PngHeader header, byte @Nullable [] palette, byte @Nullable [] transparency, byte @Nullable [] profile) {
        this.header = header;
        this.palette = palette;
        this.transparency = transparency;
        this.profile = profile;
        this.channels = header.colour().isGrey() ? 1 : Pixels.COLOURS;
        int count = header.width() * header.height();
        boolean isWide = header.depth() == 16 && profile != null;
        this.narrow = new byte[isWide ? 0 : count * channels];
        this.wide = new short[isWide ? count * channels : 0];
        this.alpha = header.colour().hasAlpha() || transparency != null ? new byte[count] : null;
    }

    /** Every {@code step}th pixel of row {@code y}, from the {@code first}. */
    void take(byte[] row, int y, int first, int step) {
        int samples = header.colour().samples();
        int at = 0;
        for (int x = first; x < header.width(); x += step) {
            int pixel = y * header.width() + x;
            if (header.colour() == PngColour.PALETTE) {
                takeIndex(pixel, sample(row, at));
            } else {
                for (int c = 0; c < channels; c++) {
                    put(pixel * channels + c, sample(row, at + c));
                }
                if (alpha != null) {
                    alpha[pixel] = header.colour().hasAlpha()
                            ? narrowed(sample(row, at + channels))
                            : isTransparent(row, at) ? 0 : (byte) 255;
                }
            }
            at += samples;
        }
    }

    Pixels picture() {
        byte[] rgb = wide.length > 0
                ? SourceColours.srgb(wide, channels, profile)
                : SourceColours.srgb(narrow, channels, profile);
        return new Pixels(header.width(), header.height(), rgb, alpha);
    }

    private void takeIndex(int pixel, int index) {
        byte[] colours = palette;
        if (colours == null || index * PALETTE_ENTRY >= colours.length) {
            throw new SourceRefusedException(SourceFault.DAMAGED, "the PNG has a pixel of a colour not in its palette");
        }
        System.arraycopy(colours, index * PALETTE_ENTRY, narrow, pixel * channels, PALETTE_ENTRY);
        if (alpha != null && transparency != null) {
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
