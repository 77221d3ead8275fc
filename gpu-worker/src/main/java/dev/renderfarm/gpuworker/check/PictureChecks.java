package dev.renderfarm.gpuworker.check;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.Delivery;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Likeness;
import dev.renderfarm.common.task.Rejection;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.Shortfall;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The checks that a worker makes, in order. Safe for use by several threads.
 *
 * @param compared whether the pictures of a line are compared with one another, which the ledger does by what is told of each
 */
public record PictureChecks(List<PictureCheck> checks, boolean compared) {

    /** All that there are, the one that says most first. */
    public static final PictureChecks ALL =
            new PictureChecks(List.of(new OneColour(), new NearBlack(), new TooUniform()), true);

    private static final double DIGITS = 1_000;
    private static final int LEAST_BITS = 8;

    public PictureChecks {
        checks = List.copyOf(checks);
    }

    /**
     * Those of these codes.
     *
     * @throws IllegalArgumentException if a code is no check's
     */
    public static PictureChecks of(Collection<FailureCode> codes) {
        List<FailureCode> known = Stream.concat(
                        ALL.checks.stream().map(PictureCheck::code), Stream.of(FailureCode.NEAR_DUPLICATE))
                .toList();
        for (FailureCode code : codes) {
            if (!known.contains(code)) {
                throw new IllegalArgumentException("no check is called " + code.wireName() + ", but "
                        + known.stream().map(FailureCode::wireName).collect(Collectors.joining(", ")));
            }
        }
        return new PictureChecks(
                ALL.checks.stream()
                        .filter(check -> codes.contains(check.code()))
                        .toList(),
                codes.contains(FailureCode.NEAR_DUPLICATE));
    }

    /** The same, for pictures that are alike by design. */
    public PictureChecks withoutComparison() {
        return new PictureChecks(checks, false);
    }

    /**
     * Why the picture is none that anybody asked for, by the first check that it does not pass; empty where it passes all.
     *
     * @param rgb three bytes a pixel, at least one pixel
     */
    public Optional<Rejection> rejection(byte[] rgb) {
        List<Rejection> rejections = new ArrayList<>();
        double excess = 0;
        for (PictureCheck check : checks) {
            Optional<PictureCheck.Fault> fault = check.fault(rgb);
            if (fault.isPresent()) {
                rejections.add(new Rejection(check.code(), fault.get().detail()));
                excess += Math.rint(fault.get().excess() * DIGITS) / DIGITS;
            }
        }
        if (rejections.isEmpty()) {
            return Optional.empty();
        }
        Rejection first = rejections.get(0);
        return Optional.of(new Rejection(first.code(), first.detail(), new Shortfall(rejections.size(), excess)));
    }

    /**
     * By what another picture of its line is told to look like it. One whose hash has hardly a bit, as a small thing on a plain
     * ground, looks like any other by that, and is not compared.
     *
     * @param rgb rows from the top, three bytes a pixel
     */
    public Likeness likeness(RenderItem item, ImageSize size, byte[] rgb) {
        return likeness(DifferenceHash.of(rgb, size), item);
    }

    /**
     * The same of an edit: what it keeps of its source is the same in all pictures of its line, and says nothing. One that
     * begins with more than noise is to look like its source, and one whose ground its delivery profile makes white has none of
     * its own: neither is compared, nor is one of which hardly anything is painted anew.
     *
     * @param rgb as it was drawn, before it was delivered; rows from the top, three bytes a pixel
     * @param repaint a byte a pixel, as of its canvas; null where all of it was painted anew
     */
    public Likeness likenessOfEdit(RenderItem item, byte[] rgb, byte @Nullable [] repaint) {
        ImageSize size = item.image().size();
        OptionalLong painted =
                repaint == null ? OptionalLong.of(DifferenceHash.of(rgb, size)) : PaintedHash.of(rgb, size, repaint);
        return painted.isPresent() && isDrawnFromNoise(item.image()) && !isWhitened(item.image())
                ? likeness(painted.getAsLong(), item)
                : new Likeness(hex(DifferenceHash.of(rgb, size)), null);
    }

    private Likeness likeness(long hash, RenderItem item) {
        return new Likeness(hex(hash), compared && Long.bitCount(hash) >= LEAST_BITS ? item.variant() : null);
    }

    private static String hex(long hash) {
        return String.format(Locale.ROOT, "%016x", hash);
    }

    private static boolean isDrawnFromNoise(ImageRequest image) {
        Edit edit = image.edit();
        int steps = image.sampling().numInferenceSteps();
        return edit == null || edit.stepsOf(steps) == steps;
    }

    private static boolean isWhitened(ImageRequest image) {
        Delivery delivery = image.encoding().delivery();
        return delivery != null && delivery.rules().background() != null;
    }
}
