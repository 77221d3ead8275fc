package dev.renderfarm.endtoend.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** What the data folder of a stopped farm holds, as one file. Logs, keys and settings are each start's own. */
public final class RecordedFolder {

    private static final List<String> KEPT = List.of("kafka", "s3/objects", "streams");

    private final Path zip;

    public RecordedFolder(Path zip) {
        this.zip = zip;
    }

    /** Writes it from the data folder of a farm. */
    public void record(Path data) throws IOException {
        Files.createDirectories(Objects.requireNonNull(zip.toAbsolutePath().getParent()));
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
                Stream<Path> files = Files.walk(data)) {
            out.setLevel(9);
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                Path name = data.relativize(file);
                if (KEPT.stream().anyMatch(name::startsWith)) {
                    out.putNextEntry(new ZipEntry(name.toString().replace('\\', '/')));
                    Files.copy(file, out);
                }
            }
        }
    }

    /** Makes a data folder of it. */
    public void restoreTo(Path data) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = data.resolve(entry.getName());
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.copy(in, file);
            }
        }
    }
}
