package dev.renderfarm.imaging.mask;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.edit.Coverage;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.imaging.resize.Box;
import dev.renderfarm.imaging.resize.Lanczos;

/**
 * Which pixels of a picture are painted anew.
 *
 * @param repaint a byte a pixel, 255 is painted anew, 0 is kept; not copied
 */
public record RepaintMask(int width, int height, byte[] repaint) {

    public RepaintMask {
        requireNonNull(repaint, "repaint is null");
        if (repaint.length != (long) width * height) {
            throw new IllegalArgumentException(
                    "a mask of " + width + "x" + height + " has " + repaint.length + " bytes");
        }
    }

    /** As OpenAI's API has it: what is transparent is painted anew; of a picture without alpha what is white is. */
    public static RepaintMask of(Pixels file) {
        byte[] repaint = new byte[file.count()];
        for (int i = 0; i < repaint.length; i++) {
            repaint[i] = level(file, i);
        }
        return new RepaintMask(file.width(), file.height(), repaint);
    }

    /** How much of a picture of its size the file has painted anew; makes room for nothing. */
    public static Coverage coverage(Pixels file) {
        boolean some = false;
        boolean all = true;
        for (int i = 0; i < file.count() && (!some || all); i++) {
            boolean painted = Mask.isRepainted(level(file, i));
            some |= painted;
            all &= painted;
        }
        return all ? Coverage.ALL : some ? Coverage.SOME : Coverage.NONE;
    }

    private static byte level(Pixels file, int pixel) {
        byte[] alpha = file.alpha();
        return (byte) (alpha == null ? grey(file.rgb(), pixel * Pixels.COLOURS) : 255 - (alpha[pixel] & 0xff));
    }

    /** Part of it, of another size. */
    public RepaintMask resized(Box part, int toWidth, int toHeight) {
        return new RepaintMask(toWidth, toHeight, Lanczos.resize(repaint, 1, width, height, part, toWidth, toHeight));
    }

    public boolean isRepainted(int pixel) {
        return Mask.isRepainted(repaint[pixel]);
    }

    /** Of all pixels, from 0 to 1. */
    public double keptShare() {
        int kept = 0;
        for (int i = 0; i < repaint.length; i++) {
            kept += isRepainted(i) ? 0 : 1;
        }
        return (double) kept / repaint.length;
    }

    /** Luma of ITU-R BT.601 in Pillow's fixed point. */
    private static int grey(byte[] rgb, int at) {
        return (rgb[at] & 0xff) * 19595 + (rgb[at + 1] & 0xff) * 38470 + (rgb[at + 2] & 0xff) * 7471 + 0x8000 >> 16;
    }
}
