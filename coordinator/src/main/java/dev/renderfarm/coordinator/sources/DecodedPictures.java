package dev.renderfarm.coordinator.sources;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.edit.PictureFacts;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.mask.RepaintMask;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.imaging.source.SourceReader;
import java.util.concurrent.Semaphore;

/** Decodes pictures as workers do, a few at once. */
public final class DecodedPictures implements PictureProbe {

    private static final byte OPAQUE = (byte) 255;

    private final SourceReader reader;
    private final Semaphore places;

    /** @param most decoded at once; more wait for their turn */
    public DecodedPictures(SourceReader reader, int most) {
        this.reader = reader;
        this.places = new Semaphore(most, true);
    }

    @Override
    public PictureFacts probe(byte[] file) throws UnusableSourceException {
        places.acquireUninterruptibly();
        try {
            Pixels pixels = reader.read(file);
            return new PictureFacts(
                    Sha256.hex(file),
                    pixels.width(),
                    pixels.height(),
                    pixels.hasAlpha(),
                    isTransparent(pixels),
                    RepaintMask.coverage(pixels));
        } catch (SourceRefusedException e) {
            throw new UnusableSourceException(String.valueOf(e.getMessage()));
        } finally {
            places.release();
        }
    }

    private static boolean isTransparent(Pixels pixels) {
        byte[] alpha = pixels.alpha();
        if (alpha != null) {
            for (byte opacity : alpha) {
                if (opacity != OPAQUE) {
                    return true;
                }
            }
        }
        return false;
    }
}
