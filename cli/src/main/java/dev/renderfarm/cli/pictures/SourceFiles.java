package dev.renderfarm.cli.pictures;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.imaging.source.SourceLimits;
import dev.renderfarm.imaging.source.SourceReader;

/** Where the pictures are that edits began with. */
public interface SourceFiles {

    /**
     * The file, whatever it has become since.
     *
     * @throws SourceNotHereException where it cannot be had
     */
    byte[] fetch(SourcePicture source) throws SourceNotHereException, InterruptedException;

    /**
     * Its pixels, as workers read them.
     *
     * @throws SourceNotHereException where it cannot be had, or is another picture than the edit began with
     */
    default Pixels pixels(SourcePicture source) throws SourceNotHereException, InterruptedException {
        byte[] file = fetch(source);
        if (!Sha256.hex(file).equals(source.sha256())) {
            throw new SourceNotHereException("its source is another picture now");
        }
        try {
            return new SourceReader(SourceLimits.DEFAULT.reaching(
                            source, Runtime.getRuntime().maxMemory()))
                    .read(file);
        } catch (SourceRefusedException e) {
            throw new SourceNotHereException("its source cannot be read: " + e.getMessage());
        }
    }
}
