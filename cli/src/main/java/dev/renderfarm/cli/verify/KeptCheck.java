package dev.renderfarm.cli.verify;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.cli.pictures.SourceFiles;
import dev.renderfarm.cli.pictures.SourceNotHereException;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.task.DeliveryReport;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.imaging.canvas.Canvas;
import dev.renderfarm.imaging.canvas.CanvasRefusedException;
import dev.renderfarm.imaging.canvas.KeptPixels;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.imaging.source.SourceLimits;
import dev.renderfarm.imaging.source.SourceReader;
import org.jspecify.annotations.Nullable;

/** Whether the pixels of a source that a picture is said to have are in it: laid out again as the worker did, and compared. */
final class KeptCheck {

    private final SourceFiles sources;
    private final SourceReader reader = new SourceReader(SourceLimits.DEFAULT);

    KeptCheck(SourceFiles sources) {
        this.sources = sources;
    }

    /**
     * What metadata say of it.
     *
     * @param edit null where it begins with no picture
     * @param pixels how many are kept; null where nothing is said to be
     * @param sha256 of them; null where nothing is said to be
     * @param delivered what became of it by its delivery profile; null where it has none
     */
    record Promise(
            @Nullable Edit edit,
            @Nullable ImageSize size,
            @Nullable Integer pixels,
            @Nullable String sha256,
            @Nullable DeliveryReport delivered) {

        /** Whether nothing is said of an edit since its profile has made another picture or file of it. */
        boolean isMended() {
            return edit != null && delivered != null && !delivered.mended().isEmpty();
        }
    }

    PictureFinding of(byte[] file, Promise promise) throws InterruptedException {
        if (promise.pixels() == null && promise.sha256() == null) {
            return PictureFinding.notTold(
                    promise.isMended()
                            ? "none: mended for "
                                    + requireNonNull(promise.delivered()).profile()
                            : "none");
        }
        Edit edit = promise.edit();
        ImageSize size = promise.size();
        if (promise.pixels() == null || promise.sha256() == null || edit == null || size == null) {
            return PictureFinding.fails("its JSON tells of kept pixels, and not of which");
        }
        try {
            Pixels picture = reader.read(file);
            if (picture.width() != size.width() || picture.height() != size.height()) {
                return PictureFinding.fails(
                        "it is " + picture.width() + "x" + picture.height() + ", its JSON says " + size);
            }
            Pixels mask = edit.mask() instanceof Mask.OfFile ofFile ? sources.pixels(ofFile.file()) : null;
            Canvas canvas = Canvas.of(edit, sources.pixels(edit.image()), mask, size);
            return judged(canvas.compare(picture.rgb()), new KeptPixels(promise.pixels(), promise.sha256()));
        } catch (SourceRefusedException e) {
            return PictureFinding.fails(String.valueOf(e.getMessage()));
        } catch (SourceNotHereException e) {
            return PictureFinding.notChecked(String.valueOf(e.getMessage()));
        } catch (CanvasRefusedException e) {
            return PictureFinding.fails("its JSON tells of an edit that cannot be: " + e.getMessage());
        }
    }

    private static PictureFinding judged(Canvas.@Nullable Comparison comparison, KeptPixels promised) {
        if (comparison == null || !comparison.kept().equals(promised)) {
            return PictureFinding.fails("its JSON tells of others than its source has");
        }
        return comparison.changed() == 0
                ? PictureFinding.holds(promised.count() + " pixels")
                : PictureFinding.fails(
                        comparison.changed() + " of " + promised.count() + " pixels are not its source's");
    }
}
