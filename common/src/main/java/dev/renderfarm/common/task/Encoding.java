package dev.renderfarm.common.task;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.renderfarm.common.storage.ImageFormat;
import org.jspecify.annotations.Nullable;

/**
 * How a picture becomes a file. What is not said otherwise is null, as in all that was written before there was a choice.
 *
 * @param outputFormat null, which PNG becomes, is PNG
 * @param outputCompression from 0, the smallest file, to 100, the best picture; null, which 100 becomes, is 100
 * @param delivery what the place that it is delivered to wants of it, before and after it is encoded; null where nobody says
 */
public record Encoding(
        @Nullable ImageFormat outputFormat,
        @Nullable Integer outputCompression,
        @Nullable Delivery delivery) {

    /** The best picture of a format that has a choice; PNG is as good as that, whatever its size. */
    public static final int BEST = 100;

    /** PNG. */
    public static final Encoding PLAIN = new Encoding(null, null);

    /** Delivered nowhere in particular. */
    public Encoding(@Nullable ImageFormat outputFormat, @Nullable Integer outputCompression) {
        this(outputFormat, outputCompression, null);
    }

    public Encoding {
        RequestField.OUTPUT_COMPRESSION.check(outputCompression);
        outputFormat = outputFormat == ImageFormat.PNG ? null : outputFormat;
        outputCompression = outputCompression != null && outputCompression == BEST ? null : outputCompression;
        if (outputFormat == null && outputCompression != null) {
            throw new IllegalArgumentException("output_compression is for jpeg and webp: a png loses nothing");
        }
    }

    /** The one that counts. */
    public ImageFormat format() {
        return outputFormat == null ? ImageFormat.PNG : outputFormat;
    }

    /** The one that counts. */
    public int quality() {
        return outputCompression == null ? BEST : outputCompression;
    }

    /** @param wanted of the place that the picture is delivered to */
    public Encoding deliveredTo(Delivery wanted) {
        return new Encoding(outputFormat, outputCompression, wanted);
    }

    /** The same file of another quality. */
    public Encoding withQuality(int quality) {
        return new Encoding(outputFormat, outputFormat == null ? null : (Integer) quality, delivery);
    }

    /** Whether the file has the very pixels that it was made from. */
    @JsonIgnore
    public boolean isLossless() {
        return switch (format()) {
            case PNG -> true;
            case JPEG -> false;
            case WEBP -> quality() == BEST;
        };
    }
}
