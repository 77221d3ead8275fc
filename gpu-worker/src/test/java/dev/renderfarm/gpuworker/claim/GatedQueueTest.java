package dev.renderfarm.gpuworker.claim;

import static dev.renderfarm.gpuworker.sample.SampleTasks.NOW;
import static dev.renderfarm.gpuworker.sample.SampleTasks.claimed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.ManualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class GatedQueueTest {

    private final FakeTaskQueue group = new FakeTaskQueue();
    private final ManualTime time = new ManualTime(NOW);
    private final AtomicBoolean open = new AtomicBoolean();
    private final GatedQueue queue = new GatedQueue(group, open::get, time);

    @Test
    void shouldClaimNothingAndLeaveTheGroupWhileTheGateIsShut() throws InterruptedException {
        // Given
        group.add(claimed(0));
        // When
        var claimed = queue.claim(Duration.ofMillis(500));
        // Then
        assertThat(claimed).isEmpty();
        assertThat(group.pauses()).isEqualTo(1);
        assertThat(time.sleeps()).containsExactly(Duration.ofMillis(500));
    }

    @Test
    void shouldClaimWhenTheGateIsOpen() throws InterruptedException {
        // Given
        group.add(claimed(0));
        open.set(true);
        // When
        var claimed = queue.claim(Duration.ofMillis(500));
        // Then
        assertThat(claimed).containsExactly(claimed(0));
        assertThat(group.pauses()).isZero();
    }
}
