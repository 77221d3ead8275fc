package dev.renderfarm.gpuworker.slot;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.gpuworker.provenance.SourceUse;
import dev.renderfarm.gpuworker.source.Canvases;
import dev.renderfarm.imaging.canvas.Canvas;
import org.jspecify.annotations.Nullable;

/**
 * What an edit's picture was made from, as far as it matters once it is drawn.
 *
 * @param use as its signature tells it
 * @param repaint what of the picture was painted anew, as of its canvas; null where all of it was
 */
record DrawnFrom(SourceUse use, byte @Nullable [] repaint) {

    /** Null where the picture is no edit. */
    static @Nullable DrawnFrom of(Canvases.Laid laid) {
        Edit edit = laid.commission().request().edit();
        Canvas canvas = laid.commission().canvas();
        if (edit == null || canvas == null) {
            return null;
        }
        String mediaType =
                requireNonNull(laid.format(), "an edit began with no file").contentType();
        return new DrawnFrom(new SourceUse(edit.image(), mediaType, canvas.isPlaced()), canvas.repaint());
    }
}
