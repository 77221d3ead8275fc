package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.gpuworker.render.Device;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** Whether the device ever waited for work that was there. */
final class DeviceMeters {

    private static final String SECONDS = "seconds";
    private static final double NANOS = 1e9;

    private static final double MILLIS = 1e3;

    /** The energy has a meter only where the device tells it. */
    static void register(Device device, ModelName model, MeterRegistry registry) {
        if (device.tellsEnergy()) {
            FunctionCounter.builder(
                            "renderfarm.device.energy",
                            device,
                            used -> used.use().energy() / MILLIS)
                    .baseUnit("joules")
                    .tag("model", model.value())
                    .description("Energy that the device drew while it worked, by its own counter")
                    .register(registry);
        }
        FunctionCounter.builder(
                        "renderfarm.device.busy",
                        device,
                        used -> seconds(used.use().busy()))
                .baseUnit(SECONDS)
                .description("Time in which the device has worked")
                .register(registry);
        FunctionCounter.builder(
                        "renderfarm.device.starved",
                        device,
                        used -> seconds(used.use().starved()))
                .baseUnit(SECONDS)
                .description("Time in which the device stood idle while a task that it got later was in the queue")
                .register(registry);
        Gauge.builder("renderfarm.device.busy.ratio", device, used -> used.use()
                        .recentRatio()
                        .orElse(Double.NaN))
                .description("Busy time over busy and starved time, of the last minute of both")
                .register(registry);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / NANOS;
    }

    private DeviceMeters() {}
}
