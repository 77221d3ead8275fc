package dev.renderfarm.imaging.canvas;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.imaging.pixels.Pixels;
import java.util.Arrays;

/**
 * The pixels of a source that a finished picture has unchanged.
 *
 * @param count how many
 * @param sha256 of their bytes, three a pixel, row after row, in lower-case hex
 */
public record KeptPixels(int count, String sha256) {

    /**
     * @param rgb three bytes a pixel
     * @param kept not 0 where a pixel is
     */
    public static KeptPixels of(byte[] rgb, byte[] kept) {
        byte[] bytes = new byte[rgb.length];
        int length = 0;
        for (int i = 0; i < kept.length; i++) {
            if (kept[i] != 0) {
                System.arraycopy(rgb, i * Pixels.COLOURS, bytes, length, Pixels.COLOURS);
                length += Pixels.COLOURS;
            }
        }
        return new KeptPixels(length / Pixels.COLOURS, Sha256.hex(Arrays.copyOf(bytes, length)));
    }
}
