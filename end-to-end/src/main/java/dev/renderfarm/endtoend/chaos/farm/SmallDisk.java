package dev.renderfarm.endtoend.chaos.farm;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A folder on a file system of its own, in memory, that can be filled to the last byte. Wants root. */
final class SmallDisk implements AutoCloseable {

    private static final int BLOCK = 64 << 10;

    private final Path folder;
    private final Path filling;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.filling = folder.resolve("filling");
    }

    /** Empty where this process may not mount it. */
    static Optional<SmallDisk> mount(Path folder, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Command mount =
                Command.run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
        return mount.isGood() ? Optional.of(new SmallDisk(folder)) : Optional.empty();
    }

    void fill(Duration length) throws InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        try (OutputStream out = Files.newOutputStream(filling)) {
            // what others free meanwhile is taken too
            while (System.nanoTime() < end) {
                write(out);
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot fill " + folder, e);
        } finally {
            free();
        }
    }

    private static void write(OutputStream out) {
        for (int size = BLOCK; size > 0; size /= 2) {
            writeAll(out, new byte[size]);
        }
    }

    private static void writeAll(OutputStream out, byte[] block) {
        try {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            // no such block fits any more
        }
    }

    private void free() {
        try {
            Files.deleteIfExists(filling);
        } catch (IOException e) {
            throw new IllegalStateException("cannot free " + folder, e);
        }
    }

    /** It goes when nobody uses it any more. */
    @Override
    public void close() {
        try {
            Command.run("umount", "-l", folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unmount " + folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
