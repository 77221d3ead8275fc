package dev.renderfarm.coordinator.files;

import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses an id made by {@link FileId#ofBatch}. */
public record BatchFileId(BatchId batch, BatchFile file) {

    private static final Pattern SYNTAX = Pattern.compile("file-(batch_[a-z0-9]{1,48})-[a-z]+");

    /** Empty for the id of an upload. */
    public static Optional<BatchFileId> parse(FileId id) {
        Matcher matcher = SYNTAX.matcher(id.value());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BatchId batch = new BatchId(matcher.group(1));
        return Arrays.stream(BatchFile.values())
                .filter(file -> FileId.ofBatch(batch, file).equals(id))
                .findFirst()
                .map(file -> new BatchFileId(batch, file));
    }
}
