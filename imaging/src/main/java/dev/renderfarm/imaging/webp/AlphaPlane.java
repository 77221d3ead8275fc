package dev.renderfarm.imaging.webp;

import dev.renderfarm.imaging.encoded.FilePart;
import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.pixels.UprightRows;

/** The alpha of a lossy picture, its chunk {@code ALPH}: RFC 9649, section 2.7.1.2. */
final class AlphaPlane {

    private static final int PLAIN = 0;
    private static final int LOSSLESS = 1;
    private static final int HORIZONTAL = 1;
    private static final int VERTICAL = 2;
    private static final int GRADIENT = 3;

    private final FilePart data;
    private final int compression;
    private final int filter;
    private final int width;
    private final int height;

    /** @throws SourceRefusedException where there is no such alpha */
    AlphaPlane(FilePart chunk, int width, int height) {
        if (chunk.length() < 1) {
            throw WebpSource.damaged("no alpha where it says so");
        }
        this.compression = chunk.at(0) & 3;
        this.filter = (chunk.at(0) >> 2) & 3;
        this.data = chunk.after(1);
        this.width = width;
        this.height = height;
    }

    /** Decodes all of it into the picture. */
    void decode(UprightRows picture) {
        if (compression != PLAIN && compression != LOSSLESS) {
            throw WebpSource.damaged("alpha of an unknown compression");
        }
        if (compression == PLAIN && data.length() < width * height) {
            throw new SourceRefusedException(SourceFault.TRUNCATED, "the WebP ends in the middle of its alpha");
        }
        int[] greens = compression == LOSSLESS ? LosslessDecoder.decode(data, width, height) : new int[0];
        byte[] above = new byte[width];
        byte[] row = new byte[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                int stored = compression == LOSSLESS ? greens[at] >> 8 : data.at(at);
                row[x] = (byte) (stored + guess(row, above, x, y));
            }
            picture.alpha(row, y, 0, 1);
            byte[] free = above;
            above = row;
            row = free;
        }
    }

    private int guess(byte[] row, byte[] above, int x, int y) {
        if (filter == 0 || (x == 0 && y == 0)) {
            return 0;
        }
        if (x == 0) {
            return above[0] & 0xff;
        }
        int left = row[x - 1] & 0xff;
        if (y == 0 || filter == HORIZONTAL) {
            return left;
        }
        int top = above[x] & 0xff;
        return switch (filter) {
            case VERTICAL -> top;
            case GRADIENT -> Math.max(0, Math.min(255, left + top - (above[x - 1] & 0xff)));
            default -> throw new IllegalStateException("a filter " + filter);
        };
    }
}
