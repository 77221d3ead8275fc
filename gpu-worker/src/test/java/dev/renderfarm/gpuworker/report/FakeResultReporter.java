package dev.renderfarm.gpuworker.report;

import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A {@link ResultReporter} that keeps what it is told. */
public final class FakeResultReporter implements ResultReporter {

    private final List<TaskResult> sent = new CopyOnWriteArrayList<>();
    private final List<Optional<Traceparent>> causes = new CopyOnWriteArrayList<>();
    private final List<TaskResult> results = new CopyOnWriteArrayList<>();

    private final CountDownLatch brokerIsBack = new CountDownLatch(1);
    private volatile boolean brokerIsAway;
    private volatile boolean broken;
    private volatile Consumer<TaskResult> written = result -> {};

    /** From now on every report waits for the broker. */
    public void loseBroker() {
        brokerIsAway = true;
    }

    public void findBroker() {
        brokerIsBack.countDown();
    }

    /** From now on every report fails as no report should. */
    public void breakDown() {
        broken = true;
    }

    @Override
    public Report send(TaskResult result, @Nullable Traceparent cause) {
        if (broken) {
            throw new IllegalStateException("made by the test");
        }
        sent.add(result);
        causes.add(Optional.ofNullable(cause));
        return () -> {
            if (brokerIsAway) {
                brokerIsBack.await();
            }
            results.add(result);
            written.accept(result);
        };
    }

    /** Told of every result that is written from now on. */
    public void whenWritten(Consumer<TaskResult> written) {
        this.written = written;
    }

    /** Whether they are written or not. */
    public List<TaskResult> sent() {
        return List.copyOf(sent);
    }

    /** What each that was sent is said to be caused by. */
    public List<Optional<Traceparent>> causes() {
        return List.copyOf(causes);
    }

    /** Those that are written. */
    public List<TaskResult> results() {
        return List.copyOf(results);
    }

    public List<TaskOutcome> outcomes() {
        return results.stream().map(TaskResult::outcome).toList();
    }
}
