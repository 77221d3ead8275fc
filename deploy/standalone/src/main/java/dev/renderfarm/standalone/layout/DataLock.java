package dev.renderfarm.standalone.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps a data directory to one farm. The operating system gives the lock back however the process ends. */
public final class DataLock implements AutoCloseable {

    private static final Duration ORPHANS_LIMIT = Duration.ofSeconds(20);

    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the directory, after the processes that a killed farm may have left in it are gone.
     *
     * @throws DataInUseException if another farm has it
     */
    public static DataLock acquire(DataDirectory data) throws InterruptedException {
        FileChannel channel = open(data.lock());
        try {
            if (tryLock(channel) == null) {
                throw new DataInUseException(data.root(), FarmAddresses.read(data.addresses()));
            }
            awaitOrphans(data);
            return new DataLock(channel);
        } catch (RuntimeException | InterruptedException e) {
            close(channel);
            throw e;
        }
    }

    @Override
    public void close() {
        close(channel);
    }

    private static void awaitOrphans(DataDirectory data) throws InterruptedException {
        FileChannel children = open(data.childrenLock());
        try {
            long deadline = System.nanoTime() + ORPHANS_LIMIT.toNanos();
            while (tryLock(children) == null) {
                if (System.nanoTime() > deadline) {
                    throw new DataInUseException(data.root(), Optional.empty());
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } finally {
            close(children);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory's file system has no locks", e);
        }
    }

    private static FileChannel open(Path path) {
        try {
            return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
