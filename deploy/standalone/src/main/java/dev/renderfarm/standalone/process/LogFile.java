package dev.renderfarm.standalone.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;

/** The file that a process writes its output to. */
record LogFile(Path path) {

    private static final int TAIL_BYTES = 64 << 10;
    private static final int TAIL_LINES = 12;
    private static final Pattern STACK_FRAME = Pattern.compile("\\s+(at |\\.\\.\\. \\d+ more)");

    /** Starts a new file; that of the last run is kept beside it as {@code NAME.previous}. */
    void startAnew() {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            if (Files.exists(path)) {
                Files.move(
                        path,
                        path.resolveSibling(path.getFileName() + ".previous"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write logs to " + path.getParent(), e);
        }
    }

    /** In bytes; 0 where there is no file. */
    long length() {
        return path.toFile().length();
    }

    /** The last of {@link #tail}. */
    String lastLine() {
        String tail = tail();
        return tail.substring(tail.lastIndexOf('\n') + 1).strip();
    }

    /** The last lines, for an error message: without stack frames, and empty where there is no file. */
    String tail() {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(TAIL_BYTES, file.length())];
            file.seek(file.length() - bytes.length);
            file.readFully(bytes);
            List<String> lines = new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line ->
                            !line.isBlank() && !STACK_FRAME.matcher(line).lookingAt())
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }
}
