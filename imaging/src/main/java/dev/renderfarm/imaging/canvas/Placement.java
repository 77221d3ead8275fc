package dev.renderfarm.imaging.canvas;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.Place;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.task.ImageSize;
import org.jspecify.annotations.Nullable;

/**
 * To what size a picture is made, and where on the canvas its top left corner is then. What is left or above of the canvas,
 * as where its middle is cut out, has a negative one.
 */
public record Placement(int x, int y, int width, int height) {

    /**
     * Needs no pixels: whoever takes an edit in can ask as well.
     *
     * @param width of the picture
     * @param height of the picture
     * @throws CanvasRefusedException where it does not fit
     */
    public static Placement of(Edit edit, int width, int height, ImageSize canvas) {
        Place place = edit.place();
        if (place == null) {
            return resized(edit.resize(), width, height, canvas);
        }
        Placement placed = place instanceof Place.At at
                ? at(at, width, height)
                : centred(((Place.Centred) place).fit(), width, height, canvas);
        if (placed.x < 0
                || placed.y < 0
                || (long) placed.x + placed.width > canvas.width()
                || (long) placed.y + placed.height > canvas.height()) {
            throw new CanvasRefusedException("the picture would be " + placed.width + "x" + placed.height + " at "
                    + placed.x + "," + placed.y + ", which is not within " + canvas
                    + ": place it smaller, as by width or fit, or ask for a larger size");
        }
        return placed;
    }

    boolean covers(ImageSize canvas) {
        return x <= 0 && y <= 0 && x + width >= canvas.width() && y + height >= canvas.height();
    }

    private static Placement resized(Resize resize, int width, int height, ImageSize canvas) {
        if (width == canvas.width() && height == canvas.height()) {
            return new Placement(0, 0, width, height);
        }
        double across = (double) canvas.width() / width;
        double down = (double) canvas.height() / height;
        return switch (resize) {
            case EXACT -> new Placement(0, 0, canvas.width(), canvas.height());
            case CONTAIN -> middle(scaled(width, Math.min(across, down)), scaled(height, Math.min(across, down)), canvas);
            case COVER -> middle(scaled(width, Math.max(across, down)), scaled(height, Math.max(across, down)), canvas);
        };
    }

    private static Placement at(Place.At at, int width, int height) {
        Integer toWidth = at.width();
        Integer toHeight = at.height();
        if (toWidth == null && toHeight == null) {
            return new Placement(at.x(), at.y(), width, height);
        }
        return new Placement(
                at.x(),
                at.y(),
                toWidth == null ? scaled(width, (double) orZero(toHeight) / height) : toWidth,
                toHeight == null ? scaled(height, (double) orZero(toWidth) / width) : toHeight);
    }

    private static int orZero(@Nullable Integer side) {
        return side == null ? 0 : side;
    }

    private static Placement centred(@Nullable Double fit, int width, int height, ImageSize canvas) {
        if (fit == null) {
            return middle(width, height, canvas);
        }
        double scale = fit * Math.min(canvas.width(), canvas.height()) / Math.max(width, height);
        return middle(scaled(width, scale), scaled(height, scale), canvas);
    }

    private static Placement middle(int width, int height, ImageSize canvas) {
        return new Placement(
                Math.floorDiv(canvas.width() - width, 2), Math.floorDiv(canvas.height() - height, 2), width, height);
    }

    /** Sides that nobody can ask for are cut, and refused because they do not fit. */
    private static int scaled(int side, double scale) {
        return (int) Math.max(1, Math.min(Math.rint(side * scale), 1 << 20));
    }
}
