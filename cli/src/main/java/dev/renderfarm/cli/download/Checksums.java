package dev.renderfarm.cli.download;

import dev.renderfarm.common.digest.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code SHA256SUMS} of a folder, in the form of {@code sha256sum}: the digest that each picture and its JSON had when
 * they came. No other record tells a JSON's. Of each line eight bytes are in memory at first. Thread-safe.
 */
final class Checksums {

    static final String FILE = "SHA256SUMS";

    /** Fetches or checks all that is to stand in it. */
    @FunctionalInterface
    interface Pass {
        void run() throws InterruptedException;
    }

    private final DownloadFolder folder;
    private final Path file;
    private final long[] before;
    private final Set<Long> since = new HashSet<>();
    private @Nullable Writer anew;

    /** Reads it, if it is there; lines of another form say nothing. */
    Checksums(DownloadFolder folder) {
        this.folder = folder;
        this.file = folder.file(FILE);
        this.before = read(file);
    }

    /** Whether a file of this name had this digest when it came. */
    synchronized boolean has(String name, String sha256) {
        long line = fingerprint(line(name, sha256));
        return Arrays.binarySearch(before, line) >= 0 || since.contains(line);
    }

    /** Notes at once what has come, so that it is known however the download ends. */
    synchronized void add(String name, String sha256) {
        String line = line(name, sha256);
        try {
            if (!has(name, sha256)) {
                append(line + "\n");
            }
            since.add(fingerprint(line));
            if (anew != null) {
                anew.write(line + "\n");
            }
        } catch (IOException e) {
            throw DownloadFolder.failure(file, e);
        }
    }

    /** Whether it came, or was found whole, since the checksums were read. */
    synchronized boolean hasSeen(String name, String sha256) {
        return since.contains(fingerprint(line(name, sha256)));
    }

    /** Leaves what the pass adds, and nothing that was before it. */
    void renew(Pass pass) throws InterruptedException {
        folder.put(file, part -> {
            try (Writer fresh = Files.newBufferedWriter(part)) {
                turnTo(fresh);
                pass.run();
            } finally {
                turnTo(null);
            }
        });
    }

    private synchronized void turnTo(@Nullable Writer fresh) {
        anew = fresh;
    }

    /** On a line of its own, even where a download was killed within one. */
    private void append(String line) throws IOException {
        try (RandomAccessFile end = new RandomAccessFile(file.toFile(), "rw")) {
            end.seek(Math.max(0, end.length() - 1));
            int last = end.read();
            end.seek(end.length());
            end.write(((last < 0 || last == '\n' ? "" : "\n") + line).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static long[] read(Path file) {
        if (!Files.isRegularFile(file)) {
            return new long[0];
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            return lines.lines().mapToLong(Checksums::fingerprint).sorted().toArray();
        } catch (IOException e) {
            throw DownloadFolder.failure(file, e);
        }
    }

    private static String line(String name, String sha256) {
        return sha256 + "  " + name;
    }

    private static long fingerprint(String line) {
        return ByteBuffer.wrap(Sha256.of(line)).getLong();
    }
}
