package dev.renderfarm.imaging.source;

import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.imaging.encoded.EncodedPicture;

/**
 * The largest file that is taken. To decode one takes at most {@value #ROOM} bytes of heap for each of {@code pixels}: a
 * PNG takes 4, a JPEG 6, and of a picture whose decoder takes more a pixel, fewer pixels are allowed. A progressive JPEG
 * has as much again outside the heap.
 *
 * @param bytes of the file
 * @param side the most pixels in a row, and the most rows
 * @param pixels that its header tells of
 */
public record SourceLimits(int bytes, int side, long pixels) {

    /** Bytes of heap that each of {@link #pixels} may take. */
    static final int ROOM = 6;

    /**
     * Files as OpenAI takes them, and the pictures of cameras of 24 megapixels. One is decoded in 150 MB beside the file and
     * the picture before it: a heap of 512 MB holds that, and what a worker keeps.
     */
    public static final SourceLimits DEFAULT = new SourceLimits(50 << 20, 16_384, 25_000_000);

    /** Bytes of heap that a pixel takes of those that take most, a WebP with alpha. */
    private static final int MOST_DECODING = 8;
    /** What of the heap decoding may take, beside the file, other pictures and all else. */
    private static final int PART_OF_HEAP = 3;

    private static final int MOST_BYTES = Integer.MAX_VALUE - 16;

    /** What of an array's length three bytes a pixel leave. */
    private static final long MOST_PIXELS = Integer.MAX_VALUE / 4;

    public SourceLimits {
        if (bytes < 1 || side < 1 || pixels < 1 || pixels > MOST_PIXELS) {
            throw new IllegalArgumentException("limits must be at least 1, and at most " + MOST_PIXELS + " pixels: "
                    + bytes + " bytes, sides of " + side + ", " + pixels + " pixels");
        }
    }

    /**
     * These, or larger ones where a picture that somebody else has read needs them, so far as there is memory for it.
     *
     * @param heap bytes of it that there are in all
     */
    public SourceLimits reaching(SourcePicture known, long heap) {
        // of a picture whose decoder takes more, fewer pixels are allowed: so as many more here
        long shown = Math.min((long) known.width() * known.height(), MOST_PIXELS);
        long wanted = shown * MOST_DECODING / ROOM + 1;
        long room = Math.min(MOST_PIXELS, heap / PART_OF_HEAP / ROOM);
        return new SourceLimits(
                (int) Math.max(bytes, Math.min(known.bytes(), MOST_BYTES)),
                Math.max(side, Math.max(known.width(), known.height())),
                Math.max(pixels, Math.min(wanted, room)));
    }

    /** What a picture may have that takes as much to decode as this one. */
    long pixelsOf(EncodedPicture picture) {
        return Math.min(pixels, pixels * ROOM / picture.decodingBytes());
    }
}
