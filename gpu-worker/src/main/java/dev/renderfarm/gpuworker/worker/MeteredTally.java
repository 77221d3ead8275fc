package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.gpuworker.slot.Tally;
import dev.renderfarm.gpuworker.slot.Workload;
import dev.renderfarm.gpuworker.stage.Stage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** {@link Tally} that keeps Micrometer's meters and the workload for heartbeats. */
final class MeteredTally implements Tally {

    private final Workload workload;
    private final MeterRegistry meters;
    private final Counter rendered;
    private final AtomicInteger busySlots;

    MeteredTally(Workload workload, MeterRegistry meters) {
        this.workload = workload;
        this.meters = meters;
        this.rendered = Counter.builder("renderfarm.images.rendered")
                .description("Pictures rendered, stored and reported")
                .register(meters);
        this.busySlots = meters.gauge("renderfarm.slots.busy", new AtomicInteger());
    }

    @Override
    public void busySlots(int count) {
        busySlots.set(count);
    }

    @Override
    public void took(Map<Stage, Duration> times) {
        times.forEach((stage, time) -> timer(stage).record(time));
    }

    @Override
    public void reported(TaskOutcome outcome) {
        workload.count(outcome);
        outcome.fold(
                picture -> {
                    rendered.increment();
                    return true;
                },
                failure -> {
                    failures(failure.code()).increment();
                    return false;
                });
    }

    /** The registry gives the same timer every time. */
    private Timer timer(Stage stage) {
        return Timer.builder("renderfarm.stage")
                .description("Time that tasks spend in each stage")
                .tag("stage", stage.wireName())
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(5))
                .register(meters);
    }

    private Counter failures(FailureCode code) {
        return Counter.builder("renderfarm.tasks.failed")
                .description("Attempts that ended without a picture")
                .tag("code", code.wireName())
                .register(meters);
    }
}
