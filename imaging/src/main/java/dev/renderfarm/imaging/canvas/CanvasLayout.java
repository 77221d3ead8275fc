package dev.renderfarm.imaging.canvas;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.imaging.mask.RepaintMask;
import dev.renderfarm.imaging.mask.WhiteFlood;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.imaging.resize.Lanczos;
import org.jspecify.annotations.Nullable;

/** Puts a picture and its mask on a canvas. */
final class CanvasLayout {

    private static final String TOO_THIN = "where it is too thin or cut off";

    private final Edit edit;
    private final ImageSize size;
    private final Placement place;
    private final Pixels placed;
    private final @Nullable RepaintMask mask;
    private final @Nullable Double keptShare;
    private final @Nullable ImageSize resizedFrom;

    CanvasLayout(Edit edit, Pixels image, @Nullable Pixels maskFile, ImageSize size) {
        this.edit = edit;
        this.size = size;
        this.place = Placement.of(edit, image.width(), image.height(), size);
        Pixels source = withoutOpaqueAlpha(image);
        RepaintMask asked = mask(edit, source, maskFile);
        this.placed = placed(source);
        this.mask = asked == null ? null : placed(asked);
        this.keptShare = edit.mask() instanceof Mask.WhiteBackground && asked != null ? asked.keptShare() : null;
        this.resizedFrom = place.keepsPixels() ? null : new ImageSize(image.width(), image.height());
        if (edit.feather() > 0 && placed.hasAlpha()) {
            throw new CanvasRefusedException(
                    "the picture is partly transparent, and there is nothing of it to pass into"
                            + " what is drawn: leave feather out");
        }
    }

    Canvas canvas() {
        int count = Math.toIntExact(size.pixels());
        byte[] under = new byte[count * Pixels.COLOURS];
        byte[] source = new byte[count * Pixels.COLOURS];
        byte[] kept = new byte[count];
        byte[] repaint = new byte[count];
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                int pixel = y * size.width() + x;
                int from = sourcePixel(x, y);
                int alpha = from < 0 ? 0 : alpha(from);
                boolean masked = mask != null && from >= 0 && mask.isRepainted(from);
                int keep = masked || isFeathered(x, y) ? 0 : alpha;
                kept[pixel] = (byte) keep;
                repaint[pixel] = (byte) (255 - keep);
                for (int c = 0; c < Pixels.COLOURS; c++) {
                    int ours = colour(from, c);
                    int at = pixel * Pixels.COLOURS + c;
                    source[at] = (byte) ours;
                    under[at] = onGrey(ours, alpha);
                }
            }
        }
        if (mask == null && !placed.hasAlpha() && place.covers(size)) {
            if (edit.feather() > 0) {
                throw new CanvasRefusedException("nothing of the picture is kept, so there is nothing to feather: leave"
                        + " feather out, or send a mask");
            }
            return new Canvas(size, under, null, null, resizedFrom, null, false, false);
        }
        if (!isAnyRepainted(repaint)) {
            throw new CanvasRefusedException(
                    "nothing would be painted, since the picture is opaque wherever it is seen: place"
                            + " it smaller, or leave its transparency out to have all of it painted over");
        }
        return new Canvas(
                size,
                under,
                repaint,
                edit.paste() ? paste(source, kept) : null,
                resizedFrom,
                keptShare,
                mask != null || placed.hasAlpha(),
                placed.hasAlpha() || !place.covers(size));
    }

    /** The picture in its place alone, on grey. */
    byte[] under() {
        byte[] under = new byte[Math.toIntExact(size.pixels()) * Pixels.COLOURS];
        int at = 0;
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                int from = sourcePixel(x, y);
                int alpha = from < 0 ? 0 : alpha(from);
                for (int c = 0; c < Pixels.COLOURS; c++) {
                    under[at++] = onGrey(colour(from, c), alpha);
                }
            }
        }
        return under;
    }

    private int colour(int from, int channel) {
        return from < 0 ? Canvas.GREY : placed.rgb()[from * Pixels.COLOURS + channel] & 0xff;
    }

    private static byte onGrey(int colour, int alpha) {
        return (byte) ((alpha * colour + (255 - alpha) * Canvas.GREY + 127) / 255);
    }

    private Paste paste(byte[] source, byte[] kept) {
        if (edit.feather() == 0) {
            return new Paste(source, kept, null);
        }
        if (isEmpty(kept)) {
            throw new CanvasRefusedException(
                    "a feather of " + edit.feather() + " leaves nothing of the picture: make it smaller");
        }
        return new Paste(source, kept, Feather.weights(kept, size.width(), size.height(), edit.feather()));
    }

    private static boolean isAnyRepainted(byte[] repaint) {
        for (byte level : repaint) {
            if (Mask.isRepainted(level)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEmpty(byte[] kept) {
        for (byte alpha : kept) {
            if (alpha != 0) {
                return false;
            }
        }
        return true;
    }

    /** Where in the placed picture a pixel of the canvas is; negative where it is not in it. */
    private int sourcePixel(int x, int y) {
        int column = x - place.x();
        int row = y - place.y();
        return column < 0 || row < 0 || column >= place.width() || row >= place.height()
                ? -1
                : row * place.width() + column;
    }

    private int alpha(int pixel) {
        byte[] alpha = placed.alpha();
        return alpha == null ? 255 : alpha[pixel] & 0xff;
    }

    /**
     * An opaque picture on a larger canvas passes into what is drawn around it within its own margin: outside of it there is
     * nothing to pass from.
     */
    private boolean isFeathered(int x, int y) {
        int feather = edit.feather();
        if (feather == 0) {
            return false;
        }
        boolean left = place.x() > 0 && x < place.x() + feather;
        boolean above = place.y() > 0 && y < place.y() + feather;
        int right = place.x() + place.width();
        int bottom = place.y() + place.height();
        return left
                || above
                || (right < size.width() && x >= right - feather)
                || (bottom < size.height() && y >= bottom - feather);
    }

    private static @Nullable RepaintMask mask(Edit edit, Pixels source, @Nullable Pixels maskFile) {
        if (edit.mask() instanceof Mask.WhiteBackground white) {
            return white(source, white.tolerance());
        }
        if (!(edit.mask() instanceof Mask.OfFile)) {
            return null;
        }
        if (maskFile == null) {
            throw new IllegalArgumentException("the edit has a mask's file, and its pixels are not here");
        }
        if (maskFile.width() != source.width() || maskFile.height() != source.height()) {
            throw new CanvasRefusedException("the mask is " + maskFile.width() + "x" + maskFile.height()
                    + ", its picture " + source.width() + "x" + source.height() + ": make them of one size");
        }
        RepaintMask mask = RepaintMask.of(maskFile);
        if (mask.keptShare() == 1) {
            throw new CanvasRefusedException(
                    maskFile.hasAlpha()
                            ? "the mask is nowhere transparent, so nothing would be painted: make transparent what is"
                                    + " to be, or save it without alpha to have white painted"
                            : "the mask has no white, so nothing would be painted: make white what is to be");
        }
        return mask;
    }

    private static RepaintMask white(Pixels source, int tolerance) {
        RepaintMask mask = WhiteFlood.of(source, tolerance);
        double kept = mask.keptShare();
        if (kept == 1) {
            throw new CanvasRefusedException("the picture has no white background at its border, within a tolerance of "
                    + tolerance + ": raise the tolerance, or send a mask");
        }
        if (kept == 0) {
            throw new CanvasRefusedException("the picture is all white, within a tolerance of " + tolerance
                    + ": lower the tolerance, or send a mask");
        }
        return mask;
    }

    private Pixels placed(Pixels source) {
        Pixels resized = Lanczos.resize(source, place.part(), place.width(), place.height());
        if (isTransparent(resized)) {
            throw new CanvasRefusedException(
                    "nothing is seen of the picture, of " + source.width() + "x" + source.height() + ", at "
                            + place.width() + "x" + place.height() + ", " + TOO_THIN + ": crop it to what it shows");
        }
        return resized;
    }

    /** A mask that says something of the picture's file may say nothing of what is seen of it. */
    private RepaintMask placed(RepaintMask asked) {
        RepaintMask seen = asked.resized(place.part(), place.width(), place.height());
        double kept = seen.keptShare();
        String here = "at " + place.width() + "x" + place.height() + ", " + TOO_THIN;
        if (kept == 1) {
            throw new CanvasRefusedException("nothing is left of what the mask has painted " + here
                    + ": have it paint more than a few pixels of what is seen");
        }
        if (kept == 0 && asked.keptShare() > 0) {
            throw new CanvasRefusedException("nothing is left of what the mask keeps " + here
                    + ": have it keep more than a few pixels of what is seen");
        }
        return seen;
    }

    /** An alpha that says nothing is none; one that leaves nothing is no picture. */
    private static Pixels withoutOpaqueAlpha(Pixels image) {
        byte[] alpha = image.alpha();
        if (alpha == null) {
            return image;
        }
        if (isTransparent(image)) {
            throw new CanvasRefusedException("the picture is wholly transparent: send one that shows something");
        }
        for (byte a : alpha) {
            if (a != (byte) 255) {
                return image;
            }
        }
        return Pixels.opaque(image.width(), image.height(), image.rgb());
    }

    private static boolean isTransparent(Pixels picture) {
        byte[] alpha = picture.alpha();
        if (alpha == null) {
            return false;
        }
        for (byte a : alpha) {
            if (a != 0) {
                return false;
            }
        }
        return true;
    }
}
