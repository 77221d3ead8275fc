package dev.renderfarm.gpuworker.worker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How long each phase of the start took. Safe for use by several threads. */
final class StartTimes {

    private static final double NANOS = 1e9;

    private final Map<StartPhase, Duration> times = new EnumMap<>(StartPhase.class);
    private final MeterRegistry registry;

    StartTimes(MeterRegistry registry) {
        this.registry = registry;
    }

    synchronized void took(StartPhase phase, Duration time) {
        times.put(phase, time);
        Gauge.builder("renderfarm.start", time, taken -> taken.toNanos() / NANOS)
                .baseUnit("seconds")
                .description("Time that each phase of this start took")
                .tag("phase", phase.label())
                .strongReference(true)
                .register(registry);
    }

    /** As in {@code wait 0.0, fetch 41.2, verify 9.8, load 12.0, warm_up 3.1}, in seconds. */
    synchronized String describe() {
        return times.entrySet().stream()
                .map(each -> String.format(
                        Locale.ROOT,
                        "%s %.1f",
                        each.getKey().label(),
                        each.getValue().toNanos() / NANOS))
                .collect(Collectors.joining(", "));
    }
}
