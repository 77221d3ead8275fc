package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.failure.FailureCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is submitted, in a file that can be read more than once: standard input and pipes are kept in a temporary one.
 *
 * @param name that the farm is given
 * @param described for people
 * @param temporary whether it goes away when it is closed
 */
record SubmittedFile(Path path, String name, String described, boolean temporary) implements AutoCloseable {

    private static final int START = 4_096;

    /**
     * @param file {@code -} is standard input
     * @param format null where it is to be told by the content
     * @throws FarmException if it cannot be read
     */
    static SubmittedFile of(Path file, @Nullable FileFormat format, InputStream standardInput) {
        if (file.toString().equals("-")) {
            return kept(standardInput, "stdin", "standard input", format);
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            String why = Files.isDirectory(file) ? "it is a folder" : "no such file, or not yours to read";
            throw new FarmException(FailureCode.INVALID_REQUEST, "cannot read " + file + ": " + why);
        }
        String name = String.valueOf(file.getFileName());
        if (Files.isRegularFile(file)) {
            return new SubmittedFile(file, format == null ? name : format.naming(name), file.toString(), false);
        }
        try (InputStream pipe = Files.newInputStream(file)) {
            return kept(pipe, name, file.toString(), format);
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        }
    }

    private static SubmittedFile kept(InputStream source, String name, String described, @Nullable FileFormat format) {
        try {
            byte[] start = source.readNBytes(START);
            if (start.length == 0) {
                throw new FarmException(FailureCode.INVALID_REQUEST, described + " is empty, so nothing was submitted");
            }
            FileFormat likely = FileFormat.of(start);
            Path kept = Files.createTempFile("farm-submit-", "");
            kept.toFile().deleteOnExit();
            try (OutputStream out = Files.newOutputStream(kept)) {
                out.write(start);
                source.transferTo(out);
            }
            return new SubmittedFile(
                    kept,
                    (format == null ? likely : format).naming(name),
                    format == null ? described + ", read as " + likely + "," : described,
                    true);
        } catch (IOException e) {
            throw unreadable(described, e);
        }
    }

    private static FarmException unreadable(String described, IOException e) {
        return new FarmException(
                FailureCode.INVALID_REQUEST,
                described + " cannot be read, or kept in the system's folder for temporary files: " + e.getMessage());
    }

    @Override
    public void close() {
        if (temporary) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // it goes away with the process
            }
        }
    }
}
