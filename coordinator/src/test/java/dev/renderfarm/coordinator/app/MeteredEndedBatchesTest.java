package dev.renderfarm.coordinator.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.TestBatches;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class MeteredEndedBatchesTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MeteredEndedBatches endings = new MeteredEndedBatches(registry);

    @Test
    void shouldTellCancelledTasksFromFailedOnes() {
        // Given
        Batch cancelled = TestBatches.batch(new BatchId("batch_1"), BatchStatus.CANCELLED, 3);
        // When
        endings.ended(cancelled);
        // Then
        assertThat(count("renderfarm.batches.ended", "status", "cancelled")).isEqualTo(1);
        assertThat(count("renderfarm.batches.ended", "status", "completed")).isZero();
        assertThat(count("renderfarm.tasks.ended", "state", "failed"))
                .isEqualTo(cancelled.requestCounts().failed());
        assertThat(count("renderfarm.tasks.ended", "state", "cancelled"))
                .isEqualTo(cancelled.renderfarm().cancelled());
    }

    private double count(String name, String tag, String value) {
        return registry.get(name).tag(tag, value).counter().count();
    }
}
