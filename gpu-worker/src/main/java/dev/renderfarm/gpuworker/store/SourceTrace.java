package dev.renderfarm.gpuworker.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.imaging.canvas.Canvas;
import dev.renderfarm.imaging.canvas.KeptPixels;
import org.jspecify.annotations.Nullable;

/**
 * What of an edit's source is in the picture, so that anyone can prove that the product was not changed. All null where the
 * picture is no edit.
 *
 * @param keptPixels how many pixels are the source's, to the byte, for whoever decodes the file; null where nothing was
 * pasted, or the file has lost some of what was
 * @param keptSha256 of their bytes, three a pixel, row after row, in lower-case hex; null where {@code keptPixels} is
 * @param resizedFrom size of the source; null where its pixels are those of its file
 * @param keptShare what of the source its white background left, from 0 to 1; null where none was asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceTrace(
        @Nullable Integer keptPixels,
        @Nullable String keptSha256,
        @Nullable ImageSize resizedFrom,
        @Nullable Double keptShare) {

    /** Of what was drawn from noise alone. */
    public static final SourceTrace NONE = new SourceTrace(null, null, null, null);

    /** @param encoding of the picture's file */
    public static SourceTrace of(Canvas canvas, Canvas.Finished finished, Encoding encoding) {
        KeptPixels kept = encoding.isLossless() ? finished.kept() : null;
        return new SourceTrace(
                kept == null ? null : kept.count(),
                kept == null ? null : kept.sha256(),
                canvas.resizedFrom(),
                canvas.keptShare());
    }

    /** The same of a picture that has not the pixels any more which were kept. */
    public SourceTrace unproven() {
        return new SourceTrace(null, null, resizedFrom, keptShare);
    }
}
