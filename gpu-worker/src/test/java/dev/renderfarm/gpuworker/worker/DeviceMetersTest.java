package dev.renderfarm.gpuworker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.gpuworker.render.Device;
import dev.renderfarm.gpuworker.render.EnergyCounter;
import dev.renderfarm.gpuworker.sample.SampleTasks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeviceMetersTest {

    private final ManualTime time = new ManualTime(SampleTasks.NOW);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void shouldCountTheEnergyOfADeviceThatTellsIt() throws InterruptedException {
        // Given
        AtomicLong millijoules = new AtomicLong();
        Device device = new Device("GPU:0", () -> OptionalLong.of(millijoules.get()), time);
        DeviceMeters.register(device, new ModelName("tiny"), registry);
        // When
        try (Device.Ending waiting = device.awaitedSince(time.instant());
                Device.Ending turn = device.take()) {
            millijoules.set(12_345);
        }
        // Then
        assertThat(registry.get("renderfarm.device.energy")
                        .tag("model", "tiny")
                        .functionCounter()
                        .count())
                .isEqualTo(12.345);
    }

    @Test
    void shouldHaveNoMeterOfAnEnergyThatIsNotTold() {
        DeviceMeters.register(new Device("CPU:0", EnergyCounter.NONE, time), new ModelName("tiny"), registry);
        assertThat(registry.find("renderfarm.device.energy").meters()).isEmpty();
        assertThat(registry.find("renderfarm.device.busy").meters()).hasSize(1);
    }
}
