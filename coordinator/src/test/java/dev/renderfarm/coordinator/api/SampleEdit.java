package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.task.ImageRequest;

/** A variation of a picture. */
final class SampleEdit {

    /** The same request, beginning with the picture of that key, whose file is square. */
    static ImageRequest of(ImageRequest request, String key, byte[] file) {
        int side = request.size().width();
        return new ImageRequest(
                request.prompt(),
                request.negativePrompt(),
                request.size(),
                request.sampling(),
                request.seed(),
                new Edit(
                        new SourcePicture(key, Sha256.hex(file), file.length, side, side),
                        null,
                        0.6,
                        MaskToLatents.NEAREST,
                        EncodeMode.SAMPLE,
                        true,
                        0,
                        null,
                        Resize.COVER),
                request.encoding());
    }

    private SampleEdit() {}
}
