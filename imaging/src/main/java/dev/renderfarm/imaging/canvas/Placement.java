package dev.renderfarm.imaging.canvas;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.Place;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.imaging.resize.Box;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a picture is seen, to what size it is made, and where on the canvas its top left corner is then. Always
 * within the canvas.
 */
public record Placement(Box part, int x, int y, int width, int height) {

    /**
     * How many times as far a picture may be stretched along one side as along the other. What is beyond that is a mistake,
     * and would cost far more memory than either picture.
     */
    public static final int MOST_STRETCH = 16;

    /**
     * Needs no pixels: whoever takes an edit in can ask as well.
     *
     * @param width of the picture
     * @param height of the picture
     * @throws CanvasRefusedException where it does not fit, or hardly anything would be left of its proportions
     */
    public static Placement of(Edit edit, int width, int height, ImageSize canvas) {
        Placement placed = unchecked(edit, width, height, canvas);
        placed.checkWithin(canvas);
        placed.checkStretch(width, height);
        return placed;
    }

    boolean covers(ImageSize canvas) {
        return width == canvas.width() && height == canvas.height();
    }

    /** Whether a picture's pixels are as they are in its file. */
    boolean keepsPixels() {
        return part.width() == width && part.height() == height;
    }

    private static Placement unchecked(Edit edit, int width, int height, ImageSize canvas) {
        Place place = edit.place();
        if (place instanceof Place.At at) {
            return at(at, width, height);
        }
        if (place instanceof Place.Centred centred) {
            return centred(centred.fit(), width, height, canvas);
        }
        return switch (edit.resize()) {
            case EXACT -> new Placement(Box.of(width, height), 0, 0, canvas.width(), canvas.height());
            case CONTAIN -> contained(width, height, canvas);
            case COVER -> new Placement(middlePart(width, height, canvas), 0, 0, canvas.width(), canvas.height());
        };
    }

    private static Placement contained(int width, int height, ImageSize canvas) {
        double scale = Math.min((double) canvas.width() / width, (double) canvas.height() / height);
        return middle(width, height, scaled(width, scale), scaled(height, scale), canvas);
    }

    /** Of the canvas' proportions; begins with a whole pixel, so that what is as large as the canvas keeps its pixels. */
    private static Box middlePart(int width, int height, ImageSize canvas) {
        double partWidth = Math.min(width, (double) height * canvas.width() / canvas.height());
        double partHeight = Math.min(height, (double) width * canvas.height() / canvas.width());
        double left = Math.floor((width - partWidth) / 2);
        double top = Math.floor((height - partHeight) / 2);
        return new Box(left, top, left + partWidth, top + partHeight);
    }

    private static Placement at(Place.At at, int width, int height) {
        Integer toWidth = at.width();
        Integer toHeight = at.height();
        if (toWidth == null && toHeight == null) {
            return new Placement(Box.of(width, height), at.x(), at.y(), width, height);
        }
        return new Placement(
                Box.of(width, height),
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
            return middle(width, height, width, height, canvas);
        }
        double scale = fit * Math.min(canvas.width(), canvas.height()) / Math.max(width, height);
        return middle(width, height, scaled(width, scale), scaled(height, scale), canvas);
    }

    private static Placement middle(int width, int height, int toWidth, int toHeight, ImageSize canvas) {
        return new Placement(
                Box.of(width, height),
                Math.floorDiv(canvas.width() - toWidth, 2),
                Math.floorDiv(canvas.height() - toHeight, 2),
                toWidth,
                toHeight);
    }

    /** At least a pixel; what no int holds is the largest one, which fits nowhere. */
    private static int scaled(int side, double scale) {
        return (int) Math.max(1, Math.rint(side * scale));
    }

    private void checkWithin(ImageSize canvas) {
        if (x < 0 || y < 0 || (long) x + width > canvas.width() || (long) y + height > canvas.height()) {
            throw new CanvasRefusedException("the picture would be " + width + "x" + height + " at " + x + "," + y
                    + ", which is not within " + canvas
                    + ": place it smaller, as by width or fit, or ask for a larger size");
        }
    }

    private void checkStretch(int fromWidth, int fromHeight) {
        double across = width / part.width();
        double down = height / part.height();
        if (Math.max(across, down) > MOST_STRETCH * Math.min(across, down)) {
            throw new CanvasRefusedException(
                    "the picture of " + fromWidth + "x" + fromHeight + " would be " + width + "x"
                            + height + ", more than " + MOST_STRETCH
                            + " times as far stretched along one side as along the other: crop it, or have it resized"
                            + " by cover");
        }
    }
}
