package dev.renderfarm.common.task;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.profile.DeliveryRules;
import dev.renderfarm.common.profile.Sides;
import dev.renderfarm.common.storage.ImageFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a picture is delivered to, with the rules of the moment when its line was taken in.
 *
 * @param profile name of the delivery profile
 */
public record Delivery(String profile, DeliveryRules rules) {

    public Delivery {
        requireNonNull(profile, "profile is null");
        requireNonNull(rules, "rules is null");
    }

    /** How a picture is encoded whose line says no compression. @param format that its line says; null is the first taken */
    public Encoding encoding(@Nullable ImageFormat format) {
        ImageFormat chosen = format == null ? rules.formats().get(0) : format;
        return new Encoding(chosen, chosen == ImageFormat.PNG ? null : rules.quality(), this);
    }

    /**
     * The wanted shape, unscaled: the least size that holds a picture of that one, where there is white to pad it with; else the
     * largest that it holds.
     */
    public ImageSize shaped(ImageSize drawn) {
        Sides sides = rules.sides();
        double ratio = sides == null ? 0 : sides.ratio();
        if (ratio == 0) {
            return drawn;
        }
        boolean isNarrow = drawn.width() < drawn.height() * ratio;
        return isNarrow == (rules.background() != null)
                ? new ImageSize(side(drawn.height(), ratio), drawn.height())
                : new ImageSize(drawn.width(), side(drawn.width(), 1 / ratio));
    }

    /** What becomes of a picture that is drawn so large; empty where that cannot be made to hold. */
    public Optional<ImageSize> delivered(ImageSize drawn) {
        ImageSize shaped = shaped(drawn);
        Sides sides = rules.sides();
        double scale = sides == null ? 1 : sides.scale(shaped.width(), shaped.height());
        ImageSize scaled = new ImageSize(side(shaped.width(), scale), side(shaped.height(), scale));
        return scale == 0 || Math.max(shaped.pixels(), scaled.pixels()) > Sides.MOST_PIXELS
                ? Optional.empty()
                : Optional.of(scaled);
    }

    private static int side(int drawn, double scale) {
        return Math.max(1, (int) Math.round(drawn * scale));
    }
}
