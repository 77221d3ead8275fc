package dev.renderfarm.imaging.source;

/**
 * The largest file that is taken. To decode one takes some 5 bytes a pixel, and twice that for a progressive JPEG.
 *
 * @param bytes of the file
 * @param pixels that its header tells of
 */
public record SourceLimits(int bytes, long pixels) {

    /** Files as OpenAI takes them, and the pictures of every camera but some studio backs. */
    public static final SourceLimits DEFAULT = new SourceLimits(50 << 20, 50_000_000);

    /** What of an array's length three bytes a pixel leave. */
    private static final long MOST_PIXELS = Integer.MAX_VALUE / 4;

    public SourceLimits {
        if (bytes < 1 || pixels < 1 || pixels > MOST_PIXELS) {
            throw new IllegalArgumentException("limits must be at least 1, and at most " + MOST_PIXELS + " pixels: "
                    + bytes + " bytes, " + pixels + " pixels");
        }
    }
}
