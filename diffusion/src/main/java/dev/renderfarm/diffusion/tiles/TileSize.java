package dev.renderfarm.diffusion.tiles;

/**
 * Side of a tile that is decoded or encoded at once, and how tiles overlap: by a quarter.
 *
 * @param latent side in latent positions, a multiple of 4
 * @param scale pixels per latent position, on each side
 */
public record TileSize(int latent, int scale) {

    /**
     * What decoding needs for one pixel. The decoder of Z-Image is at its widest in its last block: 256 channels at the
     * picture's own size, of which three tensors in single precision are alive at once. Its encoder has half of that.
     */
    private static final long BYTES_PER_PIXEL = 3 * 256 * Float.BYTES;

    private static final int QUARTERS = 4;
    private static final int SMALLEST = 8;

    public TileSize {
        if (latent < SMALLEST || latent % QUARTERS != 0) {
            throw new IllegalArgumentException("the side of a tile must be a multiple of 4 from 8: " + latent);
        }
        if (scale < 1) {
            throw new IllegalArgumentException("scale must be positive: " + scale);
        }
    }

    /**
     * The largest tile that is decoded in so much memory: 1024 pixels a side in 3 GiB.
     *
     * @throws IllegalArgumentException where not even the smallest tile is
     */
    public static TileSize within(long bytes, int scale) {
        int unit = QUARTERS * scale;
        int side = (int) Math.min(Math.sqrt((double) bytes / BYTES_PER_PIXEL), Integer.MAX_VALUE / unit * unit);
        int latent = side / unit * QUARTERS;
        if (latent < SMALLEST) {
            long smallest = (long) SMALLEST * scale * SMALLEST * scale * BYTES_PER_PIXEL;
            throw new IllegalArgumentException(
                    "pictures cannot be decoded in " + bytes + " bytes: allow at least " + smallest);
        }
        return new TileSize(latent, scale);
    }

    /** Latent positions between the starts of two tiles. */
    int step() {
        return latent / QUARTERS * (QUARTERS - 1);
    }

    /** Latent positions that a tile shares with the next. */
    int overlap() {
        return latent / QUARTERS;
    }

    /** How many pictures of so many latent positions take no more memory than a tile. */
    long pictures(long positions) {
        return (long) latent * latent / positions;
    }
}
