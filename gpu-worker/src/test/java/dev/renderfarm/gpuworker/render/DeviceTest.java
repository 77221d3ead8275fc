package dev.renderfarm.gpuworker.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.task.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DeviceTest {

    private final ManualTime time = new ManualTime(Instant.parse("2026-01-02T03:04:05Z"));
    private final Deque<OptionalLong> readings = new ArrayDeque<>();
    private final Device device = new Device("GPU:0", readings::remove, time);

    @Test
    void shouldTellWhatItsTurnsTookSinceItWasAskedLast() throws InterruptedException {
        // Given
        turn(Duration.ofSeconds(9), 0, 9_000);
        device.settle();
        // When
        turn(Duration.ofMillis(1500), 10_000, 10_450);
        turn(Duration.ofMillis(250), 12_000, 12_050);
        // Then: what was drawn between the two turns is in none
        assertThat(device.settle()).isEqualTo(Usage.of(Duration.ofMillis(1750), OptionalLong.of(500)));
        assertThat(device.settle()).isEqualTo(Usage.NONE);
    }

    @Test
    void shouldTellEachThreadItsOwn() throws Exception {
        // When
        turn(Duration.ofSeconds(1), 0, 100);
        // Then
        assertThat(CompletableFuture.supplyAsync(device::settle).get()).isEqualTo(Usage.NONE);
        assertThat(device.settle().deviceSeconds()).isEqualByComparingTo("1");
    }

    @Test
    void shouldTellNoEnergyWhereTheCounterIsSilentOrWasSetBack() throws InterruptedException {
        // Given
        readings.addAll(List.of(OptionalLong.of(5), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(7)));
        device.take().close();
        device.take().close();
        // When
        turn(Duration.ofSeconds(1), 900, 3);
        // Then
        assertThat(device.settle()).isEqualTo(Usage.of(Duration.ofSeconds(1), OptionalLong.empty()));
    }

    private void turn(Duration length, long before, long after) throws InterruptedException {
        readings.addAll(List.of(OptionalLong.of(before), OptionalLong.of(after)));
        try (Device.Ending turn = device.take()) {
            time.advance(length);
        }
    }
}
