package dev.renderfarm.common.edit;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** Where on a larger canvas a picture is put; all around it is painted. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Place.At.class, name = "at"),
    @JsonSubTypes.Type(value = Place.Centred.class, name = "centred")
})
public sealed interface Place {

    /**
     * In pixels of the canvas, from the top left.
     *
     * @param width to which the picture is resized; null is its own, or what its height says
     * @param height to which the picture is resized; null is its own, or what its width says
     */
    record At(
            int x, int y, @Nullable Integer width, @Nullable Integer height) implements Place {

        public At {
            if (x < 0 || y < 0) {
                throw new IllegalArgumentException("x and y must be at least 0: " + x + ", " + y);
            }
            if ((width != null && width < 1) || (height != null && height < 1)) {
                throw new IllegalArgumentException("width and height must be at least 1: " + width + ", " + height);
            }
        }
    }

    /**
     * In the middle.
     *
     * @param fit the larger side of the picture, as a share of the canvas' smaller side, above 0 up to 1; null keeps
     * the picture's own size
     */
    record Centred(@Nullable Double fit) implements Place {

        public Centred {
            if (fit != null && !(fit > 0 && fit <= 1)) {
                throw new IllegalArgumentException("fit must be above 0 and at most 1: " + fit);
            }
        }
    }
}
