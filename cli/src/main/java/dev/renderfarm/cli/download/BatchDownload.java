package dev.renderfarm.cli.download;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.cli.download.Manifest.Picture;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.storage.ImageFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fetches the files and pictures of a batch that has ended. What is there already and right is not fetched again. */
public final class BatchDownload {

    private static final int AT_ONCE = 4;

    private final FarmClient client;
    private final DownloadFolder folder;
    private final IntConsumer onPicture;

    /** @param onPicture is given how many pictures are there: 0, then after each, by one thread at a time */
    public BatchDownload(FarmClient client, Path folder, IntConsumer onPicture) {
        this.client = client;
        this.folder = new DownloadFolder(folder);
        this.onPicture = onPicture;
    }

    /**
     * @throws FarmException if the batch has not ended, or something cannot be fetched; what was fetched until then
     * stays
     */
    public DownloadReport fetch(Batch batch) throws InterruptedException {
        FileId manifest = batch.renderfarm().manifestFileId();
        if (manifest == null) {
            throw nothingToFetch(batch);
        }
        folder.create();
        fetchFile(batch.outputFileId(), BatchFile.OUTPUT);
        fetchFile(batch.errorFileId(), BatchFile.ERRORS);
        Path rows = fetchFile(manifest, BatchFile.MANIFEST);
        onPicture.accept(0);
        DownloadCount count = new DownloadCount(onPicture);
        try (Stream<Picture> pictures = new Manifest(rows).pictures();
                BoundedTasks tasks = new BoundedTasks(AT_ONCE)) {
            for (Iterator<Picture> each = pictures.iterator(); each.hasNext(); ) {
                Picture picture = each.next();
                tasks.submit(() -> fetchPicture(batch.id(), picture, count));
            }
            tasks.awaitAll();
        }
        return count.report();
    }

    private static FarmException nothingToFetch(Batch batch) {
        return batch.status().isTerminal()
                ? new FarmException(
                        FailureCode.CONFLICT,
                        batch.id() + " is " + batch.status().wireName() + ": it left nothing")
                : new FarmException(
                        FailureCode.CONFLICT,
                        batch.id() + " is " + batch.status().wireName() + ": wait for its end with farm watch "
                                + batch.id());
    }

    private Path fetchFile(@Nullable FileId id, BatchFile kind) throws InterruptedException {
        Path file = folder.file(kind.fileName());
        if (id != null) {
            folder.put(file, part -> client.save(id, part));
        }
        return file;
    }

    private void fetchPicture(BatchId batch, Picture picture, DownloadCount count) throws InterruptedException {
        ImageFile image = picture.file();
        Path file = folder.file(picture.local().toString());
        Path json = folder.file(picture.local().name() + ".json");
        if (Files.exists(json) && matches(file, picture.sha256())) {
            count.skipped();
            return;
        }
        folder.put(json, part -> client.save(batch, image.name(), "json", part));
        folder.put(file, part -> {
            client.save(batch, image.name(), image.format().extension(), part);
            if (!matches(part, picture.sha256())) {
                throw new FarmException(
                        FailureCode.STORAGE_UNAVAILABLE,
                        image + " came damaged (its SHA-256 is not the manifest's): run the download again");
            }
        });
        count.fetched(sizeOf(file));
    }

    private static boolean matches(Path file, String sha256) {
        try {
            return Files.isRegularFile(file) && Sha256.hex(file).equals(sha256);
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static long sizeOf(Path file) {
        return file.toFile().length();
    }
}
