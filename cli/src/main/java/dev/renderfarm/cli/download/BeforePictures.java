package dev.renderfarm.cli.download;

import dev.renderfarm.cli.pictures.SourceFiles;
import dev.renderfarm.cli.pictures.SourceNotHereException;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.imaging.resize.Lanczos;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** Small copies of the pictures that edits began with, as the JSON beside each picture names them. */
final class BeforePictures {

    private final DownloadFolder folder;
    private final SourceFiles sources;
    private final int side;

    /** @param side in pixels, of the square that a copy is to fill */
    BeforePictures(DownloadFolder folder, SourceFiles sources, int side) {
        this.folder = folder;
        this.sources = sources;
        this.side = side;
    }

    private record Metadata(@Nullable Edit edit) {}

    /** Null where a picture began with none, or where that cannot be had. */
    @Nullable
    BufferedImage of(FinishedPicture picture) throws InterruptedException {
        try {
            byte[] json = Files.readAllBytes(folder.file(picture.localMetadata()));
            Edit edit = Json.read(json, Metadata.class).edit();
            return edit == null ? null : small(sources.pixels(edit.image()));
        } catch (IOException | MalformedJsonException | SourceNotHereException e) {
            return null;
        }
    }

    private BufferedImage small(Pixels source) {
        double scale = (double) side / Math.max(source.width(), source.height());
        Pixels pixels = Lanczos.resize(source, Math.max(1, (int) Math.round(source.width() * scale)), Math.max(1, (int)
                Math.round(source.height() * scale)));
        BufferedImage image = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_ARGB);
        byte[] rgb = pixels.rgb();
        byte[] alpha = pixels.alpha();
        for (int i = 0; i < pixels.count(); i++) {
            int at = i * Pixels.COLOURS;
            int opaque = alpha == null ? 255 : alpha[i] & 0xff;
            int argb = opaque << 24 | (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | rgb[at + 2] & 0xff;
            image.setRGB(i % pixels.width(), i / pixels.width(), argb);
        }
        return image;
    }
}
