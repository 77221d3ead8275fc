package dev.renderfarm.gpuworker.report;

import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A {@link ResultReporter} that keeps what it is told. */
public final class FakeResultReporter implements ResultReporter {

    private final List<TaskResult> results = new CopyOnWriteArrayList<>();

    private final CountDownLatch brokerIsBack = new CountDownLatch(1);
    private volatile boolean brokerIsAway;
    private volatile boolean broken;

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
    public void report(TaskResult result) throws InterruptedException {
        if (brokerIsAway) {
            brokerIsBack.await();
        }
        if (broken) {
            throw new IllegalStateException("made by the test");
        }
        results.add(result);
    }

    public List<TaskResult> results() {
        return List.copyOf(results);
    }

    public List<TaskOutcome> outcomes() {
        return results.stream().map(TaskResult::outcome).toList();
    }
}
