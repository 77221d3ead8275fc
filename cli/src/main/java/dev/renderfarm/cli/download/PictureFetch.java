package dev.renderfarm.cli.download;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fetches a picture with its JSON, as far as they are not there already and whole. Thread-safe. */
final class PictureFetch {

    private final FarmClient client;
    private final BatchId batch;
    private final DownloadFolder folder;
    private final Checksums sums;
    private final DownloadCount count;

    PictureFetch(FarmClient client, BatchId batch, DownloadFolder folder, Checksums sums, DownloadCount count) {
        this.client = client;
        this.batch = batch;
        this.folder = folder;
        this.sums = sums;
        this.count = count;
    }

    /**
     * The picture comes after its JSON. One that the farm does not have, or gives damaged, is counted as missing.
     *
     * @throws FarmException where other pictures cannot be fetched either
     */
    void fetch(FinishedPicture picture) throws InterruptedException {
        String name = picture.local().toString();
        try {
            long bytes = fetchMetadata(picture) + fetchImage(picture);
            sums.add(name, picture.sha256());
            if (bytes > 0) {
                count.fetched(bytes);
            } else {
                count.there();
            }
        } catch (DamagedException e) {
            count.missing(name, FailureCode.STORAGE_UNAVAILABLE, String.valueOf(e.getMessage()));
        } catch (FarmException e) {
            if (e.code() != FailureCode.NOT_FOUND) {
                throw e;
            }
            count.missing(name, e.code(), String.valueOf(e.getMessage()));
        }
    }

    /** @return how many bytes came */
    private long fetchMetadata(FinishedPicture picture) throws InterruptedException {
        Path file = folder.file(picture.localMetadata());
        Optional<String> there = digest(file).filter(sha256 -> sums.has(picture.localMetadata(), sha256));
        if (there.isEmpty()) {
            folder.put(file, part -> {
                client.save(batch, picture.file().name(), "json", part);
                check(part, picture);
            });
        }
        there.or(() -> digest(file)).ifPresent(sha256 -> sums.add(picture.localMetadata(), sha256));
        return there.isEmpty() ? file.toFile().length() : 0;
    }

    /** @return how many bytes came */
    private long fetchImage(FinishedPicture picture) throws InterruptedException {
        Path file = folder.file(picture.local().toString());
        boolean seen = sums.hasSeen(picture.local().toString(), picture.sha256()) && Files.isRegularFile(file);
        if (seen || digest(file).filter(picture.sha256()::equals).isPresent()) {
            return 0;
        }
        folder.put(file, part -> {
            client.save(batch, picture.file().name(), picture.file().format().extension(), part);
            if (digest(part).filter(picture.sha256()::equals).isEmpty()) {
                throw new DamagedException("it came damaged: its SHA-256 is not the one that the farm tells");
            }
        });
        return file.toFile().length();
    }

    /** What of the JSON tells that it is whole, and of which picture. */
    private record Metadata(@Nullable String sha256) {}

    private static void check(Path file, FinishedPicture picture) throws IOException {
        try {
            Metadata metadata = Json.read(Files.readAllBytes(file), Metadata.class);
            if (metadata.sha256() == null || metadata.sha256().equals(picture.sha256())) {
                return;
            }
        } catch (MalformedJsonException e) {
            throw new DamagedException("its JSON came damaged");
        }
        throw new DamagedException("its JSON is of another picture");
    }

    /** None of what is no file, or cannot be read. */
    private static Optional<String> digest(Path file) {
        try {
            return Files.isRegularFile(file) ? Optional.of(Sha256.hex(file)) : Optional.empty();
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
