package dev.renderfarm.modeldistribution.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Which parts of a download are on disk, in a file beside them: a line for each part, written after the part. A line
 * that was cut off counts for nothing; one that a crash of the machine left without its part is found by the digest.
 * Safe for use by several threads.
 */
final class DownloadJournal {

    private static final String END = ";";

    private final Path file;
    private final Set<String> parts = new HashSet<>();

    private DownloadJournal(Path file) {
        this.file = file;
    }

    /** @param partSize of the parts; what was fetched in others does not count */
    static DownloadJournal open(Path folder, long partSize) throws IOException {
        DownloadJournal journal = new DownloadJournal(folder.resolve("parts-" + partSize));
        if (Files.exists(journal.file)) {
            for (String line :
                    Files.readString(journal.file, StandardCharsets.ISO_8859_1).split("\n")) {
                if (line.endsWith(END)) {
                    journal.parts.add(line);
                }
            }
            // what follows must not continue a line that was cut off
            journal.append("\n");
        }
        return journal;
    }

    synchronized boolean has(String path, long part) {
        return parts.contains(line(path, part));
    }

    synchronized void add(String path, long part) throws IOException {
        String line = line(path, part);
        parts.add(line);
        append(line + "\n");
    }

    /** None of the file's parts count any more. */
    synchronized void forget(String path) throws IOException {
        parts.removeIf(line -> line.startsWith(path + " "));
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(written, String.join("\n", parts) + "\n", StandardCharsets.ISO_8859_1);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String line(String path, long part) {
        return path + " " + part + END;
    }

    private void append(String text) throws IOException {
        Files.writeString(
                file, text, StandardCharsets.ISO_8859_1, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
