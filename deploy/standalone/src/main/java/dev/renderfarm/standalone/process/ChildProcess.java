package dev.renderfarm.standalone.process;

import dev.renderfarm.common.backoff.MonotonicTime;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One child process over its several lives: it may be stopped or killed and started again at the same address.
 * Thread-safe; calls wait for one another.
 */
public final class ChildProcess implements Server {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration TELL_EVERY = Duration.ofSeconds(30);

    private final ChildSpec spec;
    private final Consumer<String> news;
    private final InstantSource clock = new MonotonicTime();
    private final LogFile log;
    private @Nullable Process process;

    /** @param news told now and then, for people, what a start that takes long waits for */
    public ChildProcess(ChildSpec spec, Consumer<String> news) {
        this.spec = spec;
        this.news = news;
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
        Instant began = clock.instant();
        Instant tellNext = began.plus(TELL_EVERY);
        StartProgress progress = new StartProgress(spec.startPatience(), clock);
        while (!spec.ready().isReady()) {
            if (!isAlive()) {
                throw failed("ended with exit code " + exitCode() + " before it was ready");
            }
            progress.see(signs());
            if (progress.hasStalled()) {
                throw failed("is not ready and nothing of it has moved for "
                        + progress.still().toSeconds() + " s, "
                        + spec.ready()
                                .awaited()
                                .map(awaited -> "while it waited: " + awaited)
                                .orElse("nor does it say what it waits for"));
            }
            if (!clock.instant().isBefore(tellNext)) {
                tellNext = clock.instant().plus(TELL_EVERY);
                news.accept("Waiting for " + name() + " for "
                        + Duration.between(began, clock.instant()).toSeconds() + " s: "
                        + spec.ready().awaited().orElseGet(this::lastWords));
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
            // not by the process, which would close its pipe too: that tells a child of its parent's death
            process.toHandle().destroy();
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

    private StartProgress.Signs signs() {
        return new StartProgress.Signs(log.length(), cpu(), spec.ready().awaited());
    }

    private synchronized Duration cpu() {
        return started().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private String lastWords() {
        String words = log.lastLine();
        return words.isEmpty() ? "its log is empty" : "its log ends with \"" + words + "\"";
    }

    /** Of a process that has ended. */
    public synchronized int exitCode() {
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
