package dev.renderfarm.common.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.storage.ImageFormat;
import org.jspecify.annotations.Nullable;

/**
 * What to draw, with every default already filled in: two equal requests on the same model give the same picture.
 *
 * @param negativePrompt what to keep away from; of no effect while guidance is off
 * @param seed of the noise, 0 to 2³²−1 (the range that the torch CPU generator tells apart)
 * @param edit the picture that the drawing begins with; null where it begins with noise alone
 * @param encoding what becomes of the pixels; they do not depend on it
 * @param scheduler null is the model's usual one
 * @param saidSizes of no effect where the model is not told sizes
 */
public record ImageRequest(
        String prompt,
        @Nullable String negativePrompt,
        ImageSize size,
        @JsonUnwrapped Sampling sampling,
        long seed,
        @Nullable Edit edit,
        @JsonUnwrapped Encoding encoding,
        @Nullable SchedulerKind scheduler,
        @JsonUnwrapped SaidSizes saidSizes) {

    public static final long MAX_SEED = 0xFFFF_FFFFL;

    public ImageRequest {
        requireNonNull(size, "size is null");
        requireNonNull(sampling, "sampling is null");
        requireNonNull(encoding, "encoding is null");
        saidSizes = saidSizes == null ? SaidSizes.AS_DRAWN : saidSizes;
        if (prompt.isBlank()) {
            throw new IllegalArgumentException("prompt is empty");
        }
        RequestField.SEED.check(seed);
    }

    /** Sampled as is usual for the model, and told its own size. */
    public ImageRequest(
            String prompt,
            @Nullable String negativePrompt,
            ImageSize size,
            Sampling sampling,
            long seed,
            @Nullable Edit edit,
            Encoding encoding) {
        this(prompt, negativePrompt, size, sampling, seed, edit, encoding, null, SaidSizes.AS_DRAWN);
    }

    /** Drawn from noise alone, and stored as a PNG. */
    public ImageRequest(String prompt, @Nullable String negativePrompt, ImageSize size, Sampling sampling, long seed) {
        this(prompt, negativePrompt, size, sampling, seed, null, Encoding.PLAIN);
    }

    /** How the picture is encoded. */
    public ImageFormat outputFormat() {
        return encoding.format();
    }

    /** The same pixels in another file. */
    public ImageRequest withEncoding(Encoding other) {
        return new ImageRequest(prompt, negativePrompt, size, sampling, seed, edit, other, scheduler, saidSizes);
    }

    /** The same of another size. */
    public ImageRequest withSize(ImageSize other) {
        return new ImageRequest(prompt, negativePrompt, other, sampling, seed, edit, encoding, scheduler, saidSizes);
    }

    /** Sampling steps that run: all of them, but for an edit that keeps something of its picture. */
    public int steps() {
        int scheduled = sampling.numInferenceSteps();
        return edit == null ? scheduled : edit.stepsOf(scheduled);
    }

    /** The same but for the noise that it begins with. */
    public ImageRequest withSeed(long other) {
        return new ImageRequest(prompt, negativePrompt, size, sampling, other, edit, encoding, scheduler, saidSizes);
    }

    /** The same, sampled in this way and told these sizes. */
    public ImageRequest with(@Nullable SchedulerKind otherScheduler, SaidSizes otherSizes) {
        return new ImageRequest(
                prompt, negativePrompt, size, sampling, seed, edit, encoding, otherScheduler, otherSizes);
    }
}
