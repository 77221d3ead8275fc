package dev.renderfarm.coordinator.sources;

import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.batch.ExpiresAfter;
import dev.renderfarm.common.edit.PictureFacts;
import dev.renderfarm.common.storage.FilePurpose;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pictures that come with a request for a drawing: each becomes a file that expires after a day. Safe for several threads. */
public final class SentPictures {

    private static final ExpiresAfter A_DAY = new ExpiresAfter(ExpiresAfter.CREATED_AT, 86_400);

    private final FileStore files;
    private final UploadedPictures pictures;

    public SentPictures(FileStore files, UploadedPictures pictures) {
        this.files = files;
        this.pictures = pictures;
    }

    /**
     * @param param by which the request holds it
     * @throws RequestRefusedException if no drawing can begin with it
     * @throws dev.renderfarm.objectstore.store.StorageException if the bucket does not take it
     */
    public UploadedFile save(String param, String filename, Path upload) {
        try (InputStream content = Files.newInputStream(upload)) {
            PictureFacts facts = pictures.probe(upload);
            return files.save(filename, FilePurpose.VISION, A_DAY, facts, content, Files.size(upload));
        } catch (UnusableSourceException e) {
            throw new RequestRefusedException(e.code(), param, e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("an upload could not be read from local disk", e);
        }
    }

    /** As the other. */
    public UploadedFile save(String param, String dataUrl) {
        try {
            byte[] content = DataUrl.content(dataUrl, pictures.bounds());
            PictureFacts facts = pictures.probe(content);
            return files.save(
                    param, FilePurpose.VISION, A_DAY, facts, new ByteArrayInputStream(content), content.length);
        } catch (UnusableSourceException e) {
            throw new RequestRefusedException(e.code(), param, e.getMessage());
        }
    }
}
