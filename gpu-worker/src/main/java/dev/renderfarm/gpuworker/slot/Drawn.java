package dev.renderfarm.gpuworker.slot;

import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.Likeness;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.gpuworker.check.PictureChecks;
import dev.renderfarm.gpuworker.claim.ClaimedTask.Renderable;
import dev.renderfarm.gpuworker.render.Picture;
import dev.renderfarm.gpuworker.source.Canvases;
import dev.renderfarm.gpuworker.stage.Stage;
import dev.renderfarm.gpuworker.store.SourceTrace;
import dev.renderfarm.gpuworker.trace.Timeline;
import dev.renderfarm.imaging.canvas.Canvas;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A picture that is still to be stored.
 *
 * @param source what of an edit's source is in it
 * @param from what it was made from; null where it is no edit
 * @param canvas with which it was finished; null where it is no edit, or where nothing further is done with it
 * @param times what it took up to here
 * @param timeline where its further stages are noted; null where they need not be
 */
record Drawn(
        Renderable task,
        Picture picture,
        SourceTrace source,
        @Nullable DrawnFrom from,
        @Nullable Canvas canvas,
        Map<Stage, Duration> times,
        @Nullable Timeline timeline) {

    /**
     * By which others of its line are told to look like it.
     *
     * @param delivered what became of it
     */
    Likeness likeness(PictureChecks checks, Picture delivered) {
        RenderItem item = task.task().item();
        return from == null
                ? checks.likeness(item, delivered.size(), delivered.rgb())
                : checks.likenessOfEdit(item, picture.rgb(), from.repaint());
    }

    /** @param laid what it began with: what is kept is pasted back from that */
    static Drawn of(
            Renderable task,
            Picture drawn,
            Canvases.Laid laid,
            Map<Stage, Duration> times,
            @Nullable Timeline timeline) {
        Canvas canvas = laid.commission().canvas();
        if (canvas == null) {
            return new Drawn(task, drawn, SourceTrace.NONE, null, null, times, timeline);
        }
        Canvas.Finished finished = canvas.finish(drawn.rgb());
        Encoding encoding = task.task().image().encoding();
        return new Drawn(
                task,
                new Picture(drawn.size(), finished.rgb()),
                SourceTrace.of(canvas, finished, encoding),
                DrawnFrom.of(laid),
                encoding.delivery() == null ? null : canvas,
                times,
                timeline);
    }
}
