package dev.renderfarm.coordinator.sources;

import dev.renderfarm.common.edit.PictureFacts;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.storage.FilePurpose;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Looks at uploads that may be pictures, a few at once since each is held in memory. Safe for several threads. */
public final class UploadedPictures {

    private final PictureProbe probe;
    private final SourceBounds bounds;
    private final Semaphore places;

    /** @param most looked at at once; more wait for their turn */
    public UploadedPictures(PictureProbe probe, SourceBounds bounds, int most) {
        this.probe = probe;
        this.bounds = bounds;
        this.places = new Semaphore(most, true);
    }

    /**
     * What is known of an upload; empty for one that is no picture, and need not be one.
     *
     * @throws RequestRefusedException if it has to be a picture that drawings can begin with, and is none
     * @throws IOException if it cannot be read from local disk
     */
    public Optional<PictureFacts> look(FilePurpose purpose, Path upload) throws IOException {
        if (purpose == FilePurpose.BATCH) {
            return Optional.empty();
        }
        try {
            return Optional.of(probe(upload));
        } catch (UnusableSourceException e) {
            if (purpose == FilePurpose.VISION) {
                throw new RequestRefusedException(e.code(), "file", e.getMessage());
            }
            return Optional.empty();
        }
    }

    /**
     * @throws UnusableSourceException if no drawing can begin with it
     * @throws IOException if it cannot be read from local disk
     */
    PictureFacts probe(Path upload) throws IOException, UnusableSourceException {
        if (Files.size(upload) > bounds.maxBytes()) {
            throw new UnusableSourceException(FailureCode.FILE_TOO_LARGE, "the file " + bounds.tooLarge());
        }
        places.acquireUninterruptibly();
        try {
            return probe.probe(Files.readAllBytes(upload));
        } finally {
            places.release();
        }
    }

    /** @throws UnusableSourceException if no drawing can begin with it */
    PictureFacts probe(byte[] content) throws UnusableSourceException {
        return probe.probe(content);
    }

    SourceBounds bounds() {
        return bounds;
    }
}
