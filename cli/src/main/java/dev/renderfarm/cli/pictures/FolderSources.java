package dev.renderfarm.cli.pictures;

import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.failure.FailureCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A shop's own folder of pictures, which are known by their content whatever they are called. */
public final class FolderSources implements SourceFiles {

    private final Path folder;
    private final List<Path> files;

    /** @throws FarmException if it cannot be listed */
    public FolderSources(Path folder) {
        this.folder = folder;
        try (Stream<Path> entries = Files.list(folder)) {
            this.files = entries.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new FarmException(FailureCode.INVALID_REQUEST, "cannot list the pictures in " + folder);
        }
    }

    @Override
    public byte[] fetch(SourcePicture source) throws SourceNotHereException {
        try {
            for (Path file : files) {
                if (Files.size(file) == source.bytes() && Sha256.hex(file).equals(source.sha256())) {
                    return Files.readAllBytes(file);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new SourceNotHereException("pictures in " + folder + " cannot be read");
        }
        throw new SourceNotHereException("its source is not in " + folder);
    }
}
