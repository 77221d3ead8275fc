package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.profile.RuleFinding;
import dev.renderfarm.common.task.DeliveryReport;
import dev.renderfarm.common.task.Rejection;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskOutcome.Rendered;
import dev.renderfarm.common.worker.WorkerActivity;
import dev.renderfarm.gpuworker.slot.SlotMeters;
import dev.renderfarm.gpuworker.slot.WorkerLoad;
import dev.renderfarm.gpuworker.stage.Stage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** {@link SlotMeters} that keeps Micrometer's meters and the load for heartbeats. */
final class MicrometerSlotMeters implements SlotMeters {

    private final WorkerLoad load;
    private final TaskExemplars exemplars;
    private final MeterRegistry registry;
    private final Counter rendered;
    private final Counter declined;
    private final Counter thumbnailsLeftOut;
    private final AtomicInteger busySlots;
    private final Timer tasks;

    MicrometerSlotMeters(WorkerLoad load, TaskExemplars exemplars, MeterRegistry registry) {
        this.load = load;
        this.exemplars = exemplars;
        this.registry = registry;
        this.rendered = Counter.builder("renderfarm.images.rendered")
                .description("Pictures rendered, stored and reported")
                .register(registry);
        this.declined = Counter.builder("renderfarm.tasks.declined")
                .description("Tasks left to another worker without a try")
                .register(registry);
        this.thumbnailsLeftOut = Counter.builder("renderfarm.thumbnails.left_out")
                .description("Pictures stored without a small one beside them")
                .register(registry);
        this.tasks = histogram("renderfarm.task", "Time from the claim of a task until its picture was reported")
                .register(registry);
        this.busySlots = registry.gauge("renderfarm.slots.busy", new AtomicInteger());
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
    public void reported(TaskOutcome outcome, Duration took, @Nullable Traceparent trace) {
        load.count(outcome);
        Counter counter = outcome.fold(this::withPicture, failure -> withoutPicture(failure.code()), left -> declined);
        exemplars.naming(trace, () -> {
            counter.increment();
            if (outcome.hasPicture()) {
                tasks.record(took);
            }
        });
    }

    @Override
    public void drawing(WorkerActivity now) {
        load.drawing(now);
    }

    @Override
    public void drawnNoMore(TaskId first) {
        load.drawnNoMore(first);
    }

    @Override
    public void thumbnailLeftOut() {
        thumbnailsLeftOut.increment();
    }

    /** The registry gives the same timer every time. */
    private Timer timer(Stage stage) {
        return histogram("renderfarm.stage", "Time that tasks spend in each stage")
                .tag("stage", stage.wireName())
                .register(registry);
    }

    private static Timer.Builder histogram(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(5));
    }

    private Counter withPicture(Rendered picture) {
        Rejection rejected = picture.image().rejected();
        if (rejected != null) {
            Counter.builder("renderfarm.images.rejected")
                    .description("Pictures kept though they failed a check, for want of another attempt")
                    .tag("code", rejected.code().wireName())
                    .register(registry)
                    .increment();
        }
        DeliveryReport delivered = picture.image().delivered();
        if (delivered != null) {
            delivered.mended().forEach(finding -> mended(delivered.profile(), finding));
        }
        return rendered;
    }

    private void mended(String profile, RuleFinding finding) {
        Counter.builder("renderfarm.images.mended")
                .description("Pictures that were made what a rule of their delivery profile wants")
                .tag("profile", profile)
                .tag("rule", finding.rule().wireName())
                .register(registry)
                .increment();
    }

    private Counter withoutPicture(FailureCode code) {
        return code.isUnwanted() ? dropped(code) : failures(code);
    }

    private Counter dropped(FailureCode code) {
        return Counter.builder("renderfarm.tasks.dropped")
                .description("Tasks whose batch had ended or was stopped, answered without a picture")
                .tag("code", code.wireName())
                .register(registry);
    }

    private Counter failures(FailureCode code) {
        return Counter.builder("renderfarm.tasks.failed")
                .description("Attempts that ended without a picture")
                .tag("code", code.wireName())
                .register(registry);
    }
}
