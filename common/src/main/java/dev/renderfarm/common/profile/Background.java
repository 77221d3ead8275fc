package dev.renderfarm.common.profile;

import org.jspecify.annotations.Nullable;

/**
 * Pure white, 255 of each colour, outside the product.
 *
 * @param tolerance how far from 255 each colour may be where white is looked for; what is found becomes 255. Null is
 * {@value #USUAL_TOLERANCE}. Of no effect where an edit tells the product from its ground
 */
public record Background(@Nullable Integer tolerance) {

    public static final int USUAL_TOLERANCE = 16;
    /** Beyond that pale products are eaten. */
    public static final int MOST_TOLERANCE = 64;

    public Background {
        if (tolerance != null && (tolerance < 0 || tolerance > MOST_TOLERANCE)) {
            throw new IllegalArgumentException("tolerance must be from 0 to " + MOST_TOLERANCE + ": " + tolerance);
        }
    }

    /** The one that counts. */
    public int within() {
        return tolerance == null ? USUAL_TOLERANCE : tolerance;
    }
}
