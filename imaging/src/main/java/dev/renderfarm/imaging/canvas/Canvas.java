package dev.renderfarm.imaging.canvas;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.imaging.pixels.Pixels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is under a drawing, where it is drawn anew, and what of the source is in the picture in the end. Immutable. */
public final class Canvas {

    /** Where nothing is. */
    public static final int GREY = 128;

    private final ImageSize size;
    private final byte[] rgb;
    private final byte @Nullable [] repaint;
    private final @Nullable Paste paste;
    private final @Nullable ImageSize resizedFrom;
    private final @Nullable Double keptShare;
    private final boolean tellsProduct;
    private final boolean showsGround;

    Canvas(
            ImageSize size,
            byte[] rgb,
            byte @Nullable [] repaint,
            @Nullable Paste paste,
            @Nullable ImageSize resizedFrom,
            @Nullable Double keptShare,
            boolean tellsProduct,
            boolean showsGround) {
        this.size = size;
        this.rgb = rgb;
        this.repaint = repaint;
        this.paste = paste;
        this.resizedFrom = resizedFrom;
        this.keptShare = keptShare;
        this.tellsProduct = tellsProduct;
        this.showsGround = showsGround;
    }

    /**
     * Lays a picture out.
     *
     * @param mask of the edit's {@code Mask.OfFile}, as it was read; null where the edit has no such mask
     * @param size of the picture that is drawn
     * @throws CanvasRefusedException where the edit contradicts the picture
     */
    public static Canvas of(Edit edit, Pixels image, @Nullable Pixels mask, ImageSize size) {
        return new CanvasLayout(edit, image, mask, size).canvas();
    }

    /**
     * What is under a drawing, whatever of it is painted anew: three bytes a pixel, rows from the top.
     *
     * @param size of the picture that is drawn
     * @throws CanvasRefusedException where nothing of the picture would be seen, or it does not fit its place
     */
    public static byte[] under(Edit edit, Pixels image, ImageSize size) {
        Edit bare = new Edit(
                edit.image(),
                null,
                edit.strength(),
                edit.maskToLatents(),
                edit.encode(),
                edit.paste(),
                0,
                edit.place(),
                edit.resize());
        return new CanvasLayout(bare, image, null, size).under();
    }

    public ImageSize size() {
        return size;
    }

    /** What the encoder sees: three bytes a pixel, rows from the top. Not copied. */
    public byte[] rgb() {
        return rgb;
    }

    /**
     * A byte a pixel, rows from the top: what is painted anew {@link Mask#isRepainted} says. Null where all of the
     * picture is, from its latents. Not copied.
     */
    public byte @Nullable [] repaint() {
        return repaint;
    }

    /** Whether {@link #repaint} tells a product from its ground, by transparency or a mask; else it tells a photo's frame. */
    public boolean tellsProduct() {
        return tellsProduct;
    }

    /**
     * Whether the source is a part of the finished picture, with what was drawn around or behind it, rather than a photo
     * that was drawn over.
     */
    public boolean isPlaced() {
        return showsGround && paste != null;
    }

    /** Not 0 where the source is exact in the end; null where nothing is pasted. */
    public byte @Nullable [] kept() {
        return paste == null ? null : paste.kept();
    }

    /** Size of the source where it was made another one; else null. */
    public @Nullable ImageSize resizedFrom() {
        return resizedFrom;
    }

    /** What of the source a white background left, from 0 to 1; null where no such mask was asked for. */
    public @Nullable Double keptShare() {
        return keptShare;
    }

    /**
     * The finished picture.
     *
     * @param drawn three bytes a pixel; not changed
     */
    public Finished finish(byte[] drawn) {
        checkLength(drawn);
        if (paste == null) {
            return new Finished(drawn, null);
        }
        byte[] pixels = paste.over(drawn);
        return new Finished(pixels, KeptPixels.of(pixels, paste.kept()));
    }

    /**
     * Holds a picture, as it was read back, against what of the source is to be in it.
     *
     * @param stored three bytes a pixel; not changed
     * @return null where nothing is pasted
     */
    public @Nullable Comparison compare(byte[] stored) {
        checkLength(stored);
        if (paste == null) {
            return null;
        }
        byte[] kept = paste.kept();
        byte[] pixels = paste.over(stored);
        int changed = 0;
        for (int i = 0; i < kept.length; i++) {
            int from = i * Pixels.COLOURS;
            int to = from + Pixels.COLOURS;
            changed += kept[i] != 0 && !Arrays.equals(pixels, from, to, stored, from, to) ? 1 : 0;
        }
        return new Comparison(KeptPixels.of(pixels, kept), changed);
    }

    private void checkLength(byte[] pixels) {
        if (pixels.length != rgb.length) {
            throw new IllegalArgumentException(
                    "a picture of " + size + " has " + rgb.length + " bytes, these are " + pixels.length);
        }
    }

    /**
     * A picture as it is stored.
     *
     * @param rgb three bytes a pixel
     * @param kept what of it is the source's, as it is read back from these bytes; null where nothing was pasted
     */
    public record Finished(byte[] rgb, @Nullable KeptPixels kept) {}

    /**
     * How a picture's kept pixels are to those of its source.
     *
     * @param kept what the source says they are
     * @param changed how many of them the picture has otherwise
     */
    public record Comparison(KeptPixels kept, int changed) {}
}
