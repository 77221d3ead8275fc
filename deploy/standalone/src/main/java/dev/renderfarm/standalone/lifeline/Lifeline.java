package dev.renderfarm.standalone.lifeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Java agent that ties a process to its parent: it ends when its standard input does. The parent holds the other end of
 * that pipe and the kernel closes it however the parent dies, {@code kill -9} included, so nobody has to watch process
 * ids.
 *
 * <p>The process also holds a shared lock on a file while it lives, by which the next run sees that the last one is not
 * gone yet. It leaves Ctrl-C to its parent, which stops the processes in the right order.
 */
public final class Lifeline {

    /** How long an orphan may take to shut down in good order. */
    static final long GRACE_SECONDS = 5;

    /** @param lockFile what to hold a shared lock on */
    public static void premain(String lockFile) throws IOException {
        Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        FileChannel channel = new RandomAccessFile(Path.of(lockFile).toFile(), "rw").getChannel();
        if (channel.tryLock(0, Long.MAX_VALUE, true) == null) {
            throw new IOException("locked by another farm: " + lockFile);
        }
        daemon("lifeline", () -> {
            awaitEnd(System.in);
            daemon("lifeline-grace", Lifeline::haltAfterGrace);
            System.exit(0);
        });
        held = channel;
    }

    private static void awaitEnd(InputStream pipe) {
        try {
            while (pipe.read() >= 0) {
                // what the parent writes means nothing: only the end does
            }
        } catch (IOException e) {
            // a broken pipe is its end
        }
    }

    private static void haltAfterGrace() {
        try {
            TimeUnit.SECONDS.sleep(GRACE_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Reachable as long as the process lives: a channel that is collected gives its lock back. */
    private static volatile @org.jspecify.annotations.Nullable FileChannel held;

    private Lifeline() {}
}
