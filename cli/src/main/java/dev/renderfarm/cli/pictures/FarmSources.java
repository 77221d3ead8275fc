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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Uploads that the farm still has, fetched when they are asked for. The last one is remembered, since lines of one product
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
        FileId file = ObjectKeys.uploaded(source.key())
                .orElseThrow(() -> new SourceNotHereException("its source is no upload, but " + source.key()
                        + " of the bucket, which the farm does not hand out"));
        if (unreachable != null) {
            throw new SourceNotHereException(unreachable);
        }
        try {
            lastFile = download(file);
            last = source;
            return lastFile;
        } catch (FarmException e) {
            if (e.code() == FailureCode.FARM_UNREACHABLE) {
                unreachable = e.getMessage();
            }
            throw new SourceNotHereException(
                    e.code() == FailureCode.NOT_FOUND
                            ? "the farm no longer has its source, " + file
                            : String.valueOf(e.getMessage()));
        }
    }

    private byte[] download(FileId file) throws InterruptedException {
        try {
            Path scratch = Files.createTempFile("farm-source", ".part");
            try {
                client.get().save(file, scratch);
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
