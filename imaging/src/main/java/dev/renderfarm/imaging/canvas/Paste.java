package dev.renderfarm.imaging.canvas;

import dev.renderfarm.imaging.pixels.Pixels;
import org.jspecify.annotations.Nullable;

/**
 * How what was drawn and the source become one picture. All arrays are the canvas', rows from the top.
 *
 * @param source straight colours, three bytes a pixel
 * @param alpha how much of the source is in front of what was drawn; of 255 it is exact
 * @param feather of {@link Feather#ALL} parts how many of what was drawn there are where alpha is 0; null is all
 */
record Paste(byte[] source, byte[] alpha, short @Nullable [] feather) {

    byte[] over(byte[] drawn) {
        byte[] out = new byte[drawn.length];
        for (int pixel = 0; pixel < alpha.length; pixel++) {
            int a = alpha[pixel] & 0xff;
            int weight = feather == null ? Feather.ALL : feather[pixel];
            for (int i = pixel * Pixels.COLOURS; i < (pixel + 1) * Pixels.COLOURS; i++) {
                int ours = source[i] & 0xff;
                int painted = drawn[i] & 0xff;
                int around = (weight * painted + (Feather.ALL - weight) * ours + 128) / Feather.ALL;
                out[i] = (byte) ((a * ours + (255 - a) * around + 127) / 255);
            }
        }
        return out;
    }

    /** Not 0 where the source is exact. */
    byte[] kept() {
        byte[] kept = new byte[alpha.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = (byte) (alpha[i] == (byte) 255 ? 1 : 0);
        }
        return kept;
    }
}
