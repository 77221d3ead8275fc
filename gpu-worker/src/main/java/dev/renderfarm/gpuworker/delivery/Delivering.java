package dev.renderfarm.gpuworker.delivery;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.profile.Background;
import dev.renderfarm.common.profile.DeliveryRules;
import dev.renderfarm.common.profile.Fill;
import dev.renderfarm.common.profile.ProfileRule;
import dev.renderfarm.common.profile.RuleFinding;
import dev.renderfarm.common.profile.Sides;
import dev.renderfarm.common.task.Delivery;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.gpuworker.render.Picture;
import dev.renderfarm.imaging.canvas.Canvas;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.imaging.resize.Box;
import dev.renderfarm.imaging.resize.Lanczos;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Mends a picture as the rules of a profile want it, and says what it is not. For one picture, and one thread. */
public final class Delivering {

    private static final byte WHITE = (byte) 255;
    /** Of a ground's level after it was resized: where nearly all is ground, what rings around the product is no part of it. */
    private static final int NEARLY_GROUND = 240;

    private final Delivery delivery;
    private final DeliveryRules rules;
    private final ImageSize drawn;
    private final List<RuleFinding> mended = new ArrayList<>();
    private final List<RuleFinding> failed = new ArrayList<>();
    private boolean isOfSource;

    private Delivering(Delivery delivery, ImageSize drawn) {
        this.delivery = delivery;
        this.rules = delivery.rules();
        this.drawn = drawn;
    }

    /**
     * Pixels that an edit keeps are never whitened. Where a picture is cropped, padded or scaled they are elsewhere, or others.
     *
     * @param canvas of an edit, with which the picture is finished; null where it is none
     */
    public static Delivered of(Picture picture, Delivery delivery, @Nullable Canvas canvas, @Nullable Edit edit) {
        return new Delivering(delivery, picture.size()).delivered(picture, canvas, edit);
    }

    private Delivered delivered(Picture picture, @Nullable Canvas canvas, @Nullable Edit edit) {
        Pixels pixels = Pixels.opaque(drawn.width(), drawn.height(), picture.rgb());
        Ground ground = rules.background() == null
                ? null
                : Ground.of(pixels, canvas, edit, rules.background().within());
        if (ground != null) {
            Ground.Whitened white = ground.whitened(pixels.rgb(), canvas);
            judge(ground, white, rules.background());
            pixels = Pixels.opaque(drawn.width(), drawn.height(), white.rgb());
        }
        ImageSize goal = goal();
        Crop crop = crop(ground, goal);
        Pixels cropped = crop.of(pixels, WHITE);
        Pixels out = Lanczos.resize(cropped, goal.width(), goal.height());
        boolean isScaled = out != cropped;
        if (isScaled && ground != null && failed.stream().noneMatch(Delivering::isOfBackground)) {
            out = withoutRings(out, ground, crop);
        }
        return new Delivered(
                new Picture(goal, out.rgb()), mended, failed, isScaled || cropped.rgb() != pixels.rgb(), isOfSource);
    }

    private void judge(Ground ground, Ground.Whitened white, @Nullable Background wanted) {
        String rule = "255 all around the product";
        double beyond = ground.isTold() ? 0 : ground.shareOfBorderBeyond();
        if (beyond > 0) {
            failed.add(new RuleFinding(
                    ProfileRule.BACKGROUND,
                    Fill.percent(beyond) + " of the border is not white, within "
                            + (wanted == null ? 0 : wanted.within()) + " levels",
                    rule));
        } else if (white.left() > 0) {
            isOfSource = true;
            failed.add(new RuleFinding(
                    ProfileRule.BACKGROUND,
                    white.left() + " pixels of the source's own ground, which are kept, are not 255: give the line the"
                            + " mask white-background",
                    rule));
        } else if (white.whitened() > 0) {
            mended.add(new RuleFinding(
                    ProfileRule.BACKGROUND,
                    white.whitened() + " of " + ground.size() + " pixels around the product were not 255",
                    rule));
        }
    }

    private static boolean isOfBackground(RuleFinding finding) {
        return finding.rule() == ProfileRule.BACKGROUND;
    }

    /** What it is to measure; as it was drawn, where that cannot be made to hold. */
    private ImageSize goal() {
        Optional<ImageSize> goal = delivery.delivered(drawn);
        if (goal.isEmpty()) {
            failed.add(new RuleFinding(ProfileRule.SIZE, drawn.toString(), wantedSize()));
            return drawn;
        }
        if (!goal.get().equals(drawn)) {
            mended.add(new RuleFinding(ProfileRule.SIZE, drawn.toString(), wantedSize()));
        }
        return goal.get();
    }

    private String wantedSize() {
        return rules.sizes() + ", enlarged at most " + rules.enlargement() + " times";
    }

    private Crop crop(@Nullable Ground ground, ImageSize goal) {
        boolean isSizeWrong = failed.stream().anyMatch(finding -> finding.rule() == ProfileRule.SIZE);
        ImageSize shape = isSizeWrong ? drawn : delivery.shaped(drawn);
        Crop whole = Crop.around(drawn, shape);
        Fill fill = rules.fill();
        if (fill == null || ground == null || failed.stream().anyMatch(Delivering::isOfBackground)) {
            return whole;
        }
        Optional<ProductBox> product = ProductBox.of(ground);
        double share =
                product.map(box -> box.fill(whole.width(), whole.height())).orElse(0.0);
        if (fill.allows(share)) {
            return whole;
        }
        RuleFinding finding = new RuleFinding(ProfileRule.FILL, Fill.percent(share), fill.describe());
        Optional<Crop> other =
                failed.isEmpty() ? product.flatMap(box -> closer(box, shape, goal, fill)) : Optional.empty();
        (other.isPresent() ? mended : failed).add(finding);
        return other.orElse(whole);
    }

    /** Empty where it would have to be enlarged too much. */
    private Optional<Crop> closer(ProductBox product, ImageSize shape, ImageSize goal, Fill fill) {
        Crop crop = Crop.around(product, shape, fill.target());
        return Optional.of(crop)
                .filter(wanted -> (long) wanted.width() * wanted.height() <= Sides.MOST_PIXELS)
                .filter(wanted -> fill.allows(product.fill(wanted.width(), wanted.height())))
                .filter(wanted -> (double) goal.width() / wanted.width() <= rules.enlargement());
    }

    /** What resizing has left around the product, darker than 255, is made white again. */
    private Pixels withoutRings(Pixels resized, Ground ground, Crop crop) {
        byte[] levels = Lanczos.resize(
                crop.of(ground.levels(), 1, drawn, WHITE),
                1,
                crop.width(),
                crop.height(),
                Box.of(crop.width(), crop.height()),
                resized.width(),
                resized.height());
        byte[] rgb = resized.rgb().clone();
        for (int pixel = 0; pixel < levels.length; pixel++) {
            if ((levels[pixel] & 0xFF) >= NEARLY_GROUND) {
                Arrays.fill(rgb, pixel * Pixels.COLOURS, (pixel + 1) * Pixels.COLOURS, WHITE);
            }
        }
        return Pixels.opaque(resized.width(), resized.height(), rgb);
    }
}
