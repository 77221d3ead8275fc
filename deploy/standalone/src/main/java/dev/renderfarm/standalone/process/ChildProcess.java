package dev.renderfarm.standalone.process;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One child process over its several lives: it may be stopped or killed and started again at the same address.
 * Thread-safe; calls wait for one another.
 */
public final class ChildProcess implements Server {

    private static final Duration POLL = Duration.ofMillis(200);

    private final ChildSpec spec;
    private final LogFile log;
    private @Nullable Process process;

    public ChildProcess(ChildSpec spec) {
        this.spec = spec;
        this.log = new LogFile(spec.log());
        log.startAnew();
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public URI address() {
        return spec.address();
    }

    public Path log() {
        return spec.log();
    }

    @Override
    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** @throws IllegalStateException if it has not been started */
    public synchronized long pid() {
        return started().pid();
    }

    @Override
    public synchronized void launch() {
        if (isAlive()) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(spec.command())
                .directory(spec.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.path().toFile()));
        builder.environment().putAll(spec.environment());
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new ChildFailedException(name() + " cannot be started: " + e.getMessage());
        }
    }

    @Override
    public void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + spec.startLimit().toNanos();
        while (!spec.ready().isReady()) {
            if (!isAlive()) {
                throw failed("ended with exit code " + exitCode() + " before it was ready");
            }
            if (System.nanoTime() > deadline) {
                throw failed("was not ready after " + spec.startLimit().toSeconds() + " s");
            }
            pause();
        }
    }

    @Override
    public Optional<String> lostBecause() throws InterruptedException {
        return spec.lost().lostBecause();
    }

    @Override
    public synchronized void stop() throws InterruptedException {
        signal();
        if (process != null && !process.waitFor(spec.stopLimit().toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
        }
    }

    @Override
    public synchronized void signal() {
        if (process != null) {
            process.destroy();
        }
    }

    @Override
    public synchronized void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            signal();
        }
    }

    private synchronized void pause() throws InterruptedException {
        if (process != null) {
            process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized int exitCode() {
        return started().exitValue();
    }

    private Process started() {
        if (process == null) {
            throw new IllegalStateException(name() + " has not been started");
        }
        return process;
    }

    private ChildFailedException failed(String what) {
        return new ChildFailedException(
                name() + " " + what + ". The end of its log, " + log.path() + ":\n" + log.tail());
    }
}
