package dev.renderfarm.coordinator.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class WorkerRemovalTest {

    private Instant now = Instant.parse("2026-01-02T04:00:00Z");
    private final WorkerRegistry registry = new WorkerRegistry(() -> now, Duration.ofSeconds(10));
    private final FakeHeartbeatRemoval heartbeats = new FakeHeartbeatRemoval();
    private final WorkerRemoval removal = new WorkerRemoval(registry, heartbeats);

    @Test
    void shouldForgetAWorkerThatHasStoppedOrGone() throws InterruptedException {
        // Given
        WorkerId stopped = SampleWorkers.heardOf(registry, "w1", WorkerState.STOPPED);
        WorkerId gone = SampleWorkers.heardOf(registry, "w2", WorkerState.READY);
        now = now.plusSeconds(11);
        // When
        removal.remove(stopped);
        removal.remove(gone);
        // Then
        assertThat(heartbeats.removed()).containsExactly(stopped, gone);
        assertThat(registry.views()).isEmpty();
    }

    @Test
    void shouldRefuseWhileItIsLiveOrWhereNobodyHasHeardOfIt() {
        WorkerId live = SampleWorkers.heardOf(registry, "w1", WorkerState.SET_ASIDE);
        assertRefused(live, FailureCode.CONFLICT);
        assertRefused(new WorkerId("w2"), FailureCode.NOT_FOUND);
        assertThat(heartbeats.removed()).isEmpty();
        assertThat(registry.view(live)).isPresent();
    }

    @Test
    void shouldWriteARecordWithoutAValue() throws InterruptedException {
        // Given
        MockProducer<String, byte[]> producer =
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        // When
        try (var written = new KafkaHeartbeatRemoval("farm.workers", () -> producer)) {
            written.remove(new WorkerId("w1"));
        }
        // Then
        assertThat(producer.history()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("farm.workers");
            assertThat(record.key()).isEqualTo("w1");
            assertThat(record.value()).isNull();
        });
    }

    private void assertRefused(WorkerId worker, FailureCode code) {
        assertThatThrownBy(() -> removal.remove(worker))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
