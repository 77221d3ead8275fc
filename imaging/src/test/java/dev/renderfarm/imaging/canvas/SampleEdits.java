package dev.renderfarm.imaging.canvas;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Place;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.imaging.pixels.Pixels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Edits and pictures of one colour, for tests. */
final class SampleEdits {

    static final ImageSize SIZE = new ImageSize(96, 64);

    static final Mask FILE = new Mask.OfFile(new SourcePicture("m", "0", 1, 96, 64));

    static Pixels grey(int width, int height, int level) {
        return Pixels.opaque(width, height, filled(new ImageSize(width, height), level));
    }

    static byte[] filled(ImageSize size, int level) {
        byte[] rgb = new byte[(int) size.pixels() * 3];
        Arrays.fill(rgb, (byte) level);
        return rgb;
    }

    static Edit edit(@Nullable Mask mask, boolean paste, int feather, @Nullable Place place, Resize resize) {
        return new Edit(
                new SourcePicture("k", "0", 1, 96, 64),
                mask,
                1,
                MaskToLatents.NEAREST,
                EncodeMode.SAMPLE,
                paste,
                feather,
                place,
                resize);
    }

    private SampleEdits() {}
}
