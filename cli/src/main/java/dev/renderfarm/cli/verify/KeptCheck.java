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
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Whether the pixels of a source that a picture is said to have are in it: laid out again as the worker did, and compared. */
final class KeptCheck {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

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

        boolean isOfNone() {
            return pixels == null && sha256 == null;
        }

        /** Whether it keeps what there is to be kept, and its file could prove it. */
        boolean isPasted() {
            return edit != null && edit.paste() && !isMended() && size != null;
        }
    }

    PictureFinding of(byte[] file, Promise promise) throws InterruptedException {
        if (promise.isOfNone() && !(promise.isPasted() && isPng(file))) {
            return notTold(promise);
        }
        Edit edit = promise.edit();
        ImageSize size = promise.size();
        if (edit == null
                || size == null
                || !promise.isOfNone() && (promise.pixels() == null || promise.sha256() == null)) {
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
            return judged(canvas.compare(picture.rgb()), promise);
        } catch (SourceRefusedException e) {
            return PictureFinding.fails(String.valueOf(e.getMessage()));
        } catch (SourceNotHereException e) {
            return promise.isOfNone() ? notTold(promise) : PictureFinding.notChecked(String.valueOf(e.getMessage()));
        } catch (CanvasRefusedException e) {
            return PictureFinding.fails("its JSON tells of an edit that cannot be: " + e.getMessage());
        }
    }

    /** Whose pixels are those that it was made from. */
    private static boolean isPng(byte[] file) {
        return file.length > PNG.length && Arrays.equals(file, 0, PNG.length, PNG, 0, PNG.length);
    }

    private static PictureFinding notTold(Promise promise) {
        return PictureFinding.notTold(
                promise.isMended()
                        ? "none: mended for "
                                + requireNonNull(promise.delivered()).profile()
                        : "none");
    }

    private static PictureFinding judged(Canvas.@Nullable Comparison comparison, Promise promise) {
        if (promise.isOfNone()) {
            return comparison == null || comparison.kept().count() == 0
                    ? notTold(promise)
                    : PictureFinding.fails(
                            "its JSON does not tell of the " + comparison.kept().count() + " pixels that it keeps");
        }
        KeptPixels promised = new KeptPixels(requireNonNull(promise.pixels()), requireNonNull(promise.sha256()));
        if (comparison == null || !comparison.kept().equals(promised)) {
            return PictureFinding.fails("its JSON tells of others than its source has");
        }
        return comparison.changed() == 0
                ? PictureFinding.holds(promised.count() + " pixels")
                : PictureFinding.fails(
                        comparison.changed() + " of " + promised.count() + " pixels are not its source's");
    }
}
