package dev.renderfarm.gpuworker.render;

import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.imaging.canvas.Canvas;
import org.jspecify.annotations.Nullable;

/**
 * A picture to draw, with what it begins with at hand.
 *
 * @param canvas of the request's edit; null where it has none
 */
public record Commission(ImageRequest request, @Nullable Canvas canvas) {

    public Commission {
        if ((request.edit() == null) != (canvas == null)) {
            throw new IllegalArgumentException("an edit has a canvas, and nothing else has one");
        }
        if (canvas != null && !canvas.size().equals(request.size())) {
            throw new IllegalArgumentException("the canvas is " + canvas.size() + ", the picture " + request.size());
        }
    }

    /** Drawn from noise alone. */
    public static Commission of(ImageRequest request) {
        return new Commission(request, null);
    }
}
