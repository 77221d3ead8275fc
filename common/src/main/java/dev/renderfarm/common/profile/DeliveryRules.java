package dev.renderfarm.common.profile;

import dev.renderfarm.common.storage.ImageFormat;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a picture. What is null is not ruled; sRGB and no transparency always are.
 *
 * @param formats that are taken; the first counts where a line says none
 * @param quality {@code output_compression} of a JPEG or WebP whose line says none, from {@value #LEAST_QUALITY}
 * @param mostBytes of the largest file
 * @param fill only beside {@code background}, by which the product is found
 */
public record DeliveryRules(
        List<ImageFormat> formats,
        @Nullable Integer quality,
        @Nullable Long mostBytes,
        @Nullable Sides sides,
        @Nullable Background background,
        @Nullable Fill fill) {

    /** Below that no file is made smaller: blocks would show. */
    public static final int LEAST_QUALITY = 50;

    private static final int BEST_QUALITY = 100;
    private static final long LEAST_BYTES = 10_000;

    public DeliveryRules {
        formats = listed("formats", formats);
        if (formats.isEmpty()) {
            throw new IllegalArgumentException("formats names no format that is taken");
        }
        if (quality != null && (quality < LEAST_QUALITY || quality > BEST_QUALITY)) {
            throw new IllegalArgumentException(
                    "quality must be from " + LEAST_QUALITY + " to " + BEST_QUALITY + ": " + quality);
        }
        if (mostBytes != null && mostBytes < LEAST_BYTES) {
            throw new IllegalArgumentException("most_bytes must be at least " + LEAST_BYTES + ": " + mostBytes);
        }
        if (fill != null && background == null) {
            throw new IllegalArgumentException("fill needs background, by which the product is told from its ground");
        }
    }

    /**
     * A list of a file, as a record keeps it; empty where there is none.
     *
     * @throws IllegalArgumentException where an entry is null
     */
    public static <T> List<T> listed(String field, @Nullable List<T> entries) {
        if (entries == null) {
            return List.of();
        }
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) == null) {
                throw new IllegalArgumentException(
                        "entry " + (i + 1) + " of " + field + " is null: fill it in, or take it out");
            }
        }
        return List.copyOf(entries);
    }

    /** Those that are asked for. */
    public Set<ProfileRule> asked() {
        Set<ProfileRule> asked = EnumSet.of(ProfileRule.FORMAT, ProfileRule.COLOURS, ProfileRule.TRANSPARENCY);
        add(asked, ProfileRule.SIZE, sides);
        add(asked, ProfileRule.BYTES, mostBytes);
        add(asked, ProfileRule.BACKGROUND, background);
        add(asked, ProfileRule.FILL, fill);
        return asked;
    }

    /** How many of them a picture may fail. */
    public int breakable() {
        return (int) asked().stream().filter(rule -> rule.failure().isPresent()).count();
    }

    private static void add(Set<ProfileRule> asked, ProfileRule rule, @Nullable Object wanted) {
        if (wanted != null) {
            asked.add(rule);
        }
    }

    /** How many times as long as it was drawn a side may be made. */
    public double enlargement() {
        return sides == null ? Sides.USUAL_ENLARGEMENT : sides.enlargement();
    }

    /** For people: the sizes that are taken. */
    public String sizes() {
        return sides == null ? "any size" : sides.describe();
    }

    /** For people: the formats that are taken. */
    public String takes() {
        return formats.stream().map(ImageFormat::wireName).collect(Collectors.joining(" or "));
    }
}
