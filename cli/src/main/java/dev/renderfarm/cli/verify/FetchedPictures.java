package dev.renderfarm.cli.verify;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pictures of batches and what is known of them, one at a time by way of a file that is deleted in the end. */
final class FetchedPictures implements AutoCloseable {

    private static final String METADATA = "json";

    private final FarmClient client;
    private final Path scratch;

    /** @throws FarmException if there is no room for a file */
    FetchedPictures(FarmClient client) {
        this.client = client;
        try {
            this.scratch = Files.createTempFile("farm-verify", ".part");
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    byte[] picture(BatchId batch, ImageFile file) throws InterruptedException {
        return fetch(batch, file, file.format().extension());
    }

    byte[] metadata(BatchId batch, ImageFile file) throws InterruptedException {
        return fetch(batch, file, METADATA);
    }

    private byte[] fetch(BatchId batch, ImageFile file, String extension) throws InterruptedException {
        client.save(batch, file.name(), extension, scratch);
        try {
            return Files.readAllBytes(scratch);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    @Override
    public void close() {
        scratch.toFile().delete();
    }

    private static FarmException unwritable(IOException e) {
        return new FarmException(
                FailureCode.OUTPUT_UNWRITABLE, "pictures cannot be held on this disk while they are examined: " + e);
    }
}
