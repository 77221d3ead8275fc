package dev.renderfarm.cli.verify;

import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.failure.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Pictures on disk, each with its JSON beside it, as {@code farm download} leaves them. */
public final class PicturesOnDisk {

    private static final long MAX_BYTES = 512L << 20;
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "webp");
    private static final String CONTACT_SHEETS = "contact-sheet";

    private final PictureExamination examination;

    public PicturesOnDisk(PictureExamination examination) {
        this.examination = examination;
    }

    /**
     * Examines a picture, or in the order of their names all of a folder, without those below it.
     *
     * @throws FarmException if a file cannot be read, or a folder has none
     */
    public void examine(Path fileOrFolder, Consumer<Examined> found) throws InterruptedException {
        try {
            if (!Files.isDirectory(fileOrFolder)) {
                found.accept(examine(fileOrFolder));
                return;
            }
            List<Path> files;
            try (Stream<Path> entries = Files.list(fileOrFolder)) {
                files = entries.filter(PicturesOnDisk::isPicture).sorted().toList();
            }
            if (files.isEmpty()) {
                throw new FarmException(
                        FailureCode.NOT_FOUND, fileOrFolder + " has no pictures: name the folder of a download");
            }
            for (Path file : files) {
                found.accept(examine(file));
            }
        } catch (IOException e) {
            throw new FarmException(FailureCode.INVALID_REQUEST, fileOrFolder + " cannot be read: " + e);
        }
    }

    private Examined examine(Path file) throws IOException, InterruptedException {
        String name = String.valueOf(file.getFileName());
        Path metadata = file.resolveSibling(name.substring(0, Math.max(0, name.lastIndexOf('.'))) + ".json");
        return examination.of(
                name,
                content(file),
                Files.isRegularFile(metadata) ? Optional.of(content(metadata)) : Optional.empty(),
                Optional.empty());
    }

    private static byte[] content(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new FarmException(
                    FailureCode.FILE_TOO_LARGE, file + " has more than " + (MAX_BYTES >> 20) + " MB: it is no picture");
        }
        return Files.readAllBytes(file);
    }

    private static boolean isPicture(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file)
                && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1))
                && !name.startsWith(CONTACT_SHEETS);
    }
}
