package dev.renderfarm.cli.pictures;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.storage.ObjectKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the farm still has of them, be it an upload or another object of its bucket, fetched when they are asked for. The last one is remembered, since lines of one product
 * stand together; and once no farm answers it is not asked again. Not safe for several threads.
 */
public final class FarmSources implements SourceFiles {

    private final Supplier<FarmClient> client;
    private @Nullable SourcePicture last;
    private byte[] lastFile = {};
    private @Nullable String unreachable;

    /** @param client asked for at the first picture, since there may be none */
    public FarmSources(Supplier<FarmClient> client) {
        this.client = client;
    }

    @Override
    public byte[] fetch(SourcePicture source) throws SourceNotHereException, InterruptedException {
        if (source.equals(last)) {
            return lastFile;
        }
        Optional<FileId> upload = ObjectKeys.uploaded(source.key());
        if (unreachable != null) {
            throw new SourceNotHereException(unreachable);
        }
        try {
            lastFile = download(source.key(), upload);
            last = source;
            return lastFile;
        } catch (FarmException e) {
            if (e.code() == FailureCode.FARM_UNREACHABLE) {
                unreachable = e.getMessage();
            }
            throw new SourceNotHereException(
                    e.code() == FailureCode.NOT_FOUND
                            ? "the farm no longer has its source, "
                                    + upload.map(FileId::value).orElse(source.key())
                            : String.valueOf(e.getMessage()));
        }
    }

    private byte[] download(String key, Optional<FileId> upload) throws InterruptedException {
        try {
            Path scratch = Files.createTempFile("farm-source", ".part");
            try {
                if (upload.isPresent()) {
                    client.get().save(upload.get(), scratch);
                } else {
                    client.get().saveSource(key, scratch);
                }
                return Files.readAllBytes(scratch);
            } finally {
                Files.deleteIfExists(scratch);
            }
        } catch (IOException e) {
            throw new FarmException(
                    FailureCode.OUTPUT_UNWRITABLE, "pictures cannot be held on this disk for a while: " + e);
        }
    }
}
