package dev.renderfarm.imaging.mask;

import dev.renderfarm.imaging.pixels.Pixels;

/** The background of a pack shot: what is white and joined to the border by white, pixel beside pixel. */
public final class WhiteFlood {

    /**
     * @param tolerance how far from 255 each channel of white may be; what is wholly transparent is white too
     * @return where the background is painted anew
     */
    public static RepaintMask of(Pixels picture, int tolerance) {
        WhiteFlood flood = new WhiteFlood(picture, 255 - tolerance);
        int right = picture.width() - 1;
        int bottom = picture.height() - 1;
        for (int x = 0; x <= right; x++) {
            flood.from(x, 0);
            flood.from(x, bottom);
        }
        for (int y = 0; y <= bottom; y++) {
            flood.from(0, y);
            flood.from(right, y);
        }
        return new RepaintMask(picture.width(), picture.height(), flood.flooded);
    }

    private final Pixels picture;
    private final int darkest;
    private final byte[] flooded;
    private final int[] waiting;
    private int count;

    private WhiteFlood(Pixels picture, int darkest) {
        this.picture = picture;
        this.darkest = darkest;
        this.flooded = new byte[picture.count()];
        this.waiting = new int[picture.count()];
    }

    private void from(int x, int y) {
        visit(y * picture.width() + x);
        while (count > 0) {
            int pixel = waiting[--count];
            int column = pixel % picture.width();
            if (column > 0) {
                visit(pixel - 1);
            }
            if (column < picture.width() - 1) {
                visit(pixel + 1);
            }
            if (pixel >= picture.width()) {
                visit(pixel - picture.width());
            }
            if (pixel < flooded.length - picture.width()) {
                visit(pixel + picture.width());
            }
        }
    }

    private void visit(int pixel) {
        if (flooded[pixel] == 0 && isWhite(pixel)) {
            flooded[pixel] = (byte) 255;
            waiting[count++] = pixel;
        }
    }

    private boolean isWhite(int pixel) {
        byte[] alpha = picture.alpha();
        if (alpha != null && alpha[pixel] == 0) {
            return true;
        }
        byte[] rgb = picture.rgb();
        int at = pixel * Pixels.COLOURS;
        return (rgb[at] & 0xff) >= darkest && (rgb[at + 1] & 0xff) >= darkest && (rgb[at + 2] & 0xff) >= darkest;
    }
}
