package dev.renderfarm.coordinator.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.worker.DrainMode;
import dev.renderfarm.common.worker.DrainRequest;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkerDrainsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T04:00:00Z");

    private final WorkerRegistry registry = new WorkerRegistry(() -> NOW, Duration.ofSeconds(10));
    private final FakeDrainRequestPublisher requests = new FakeDrainRequestPublisher();
    private final WorkerDrains drains = new WorkerDrains(registry, requests, () -> NOW);

    @ParameterizedTest
    @EnumSource(names = {"STARTING", "READY", "SET_ASIDE"})
    void shouldAskTheLifeThatWasHeardOfLast(WorkerState state) throws InterruptedException {
        // Given
        WorkerId worker = SampleWorkers.heardOf(registry, "w1", state);
        // When
        var view = drains.drain(worker, DrainMode.AFTER_CURRENT);
        // Then
        assertThat(view.heartbeat().workerId()).isEqualTo(worker);
        assertThat(requests.requests()).containsExactly(new DrainRequest(worker, SampleWorkers.STARTED, NOW, null));
    }

    @Test
    void shouldAskNothingMoreWhenItDrainsAlready() throws InterruptedException {
        WorkerId worker = SampleWorkers.heardOf(registry, "w1", WorkerState.DRAINING);
        assertThat(drains.drain(worker, DrainMode.AFTER_CURRENT).heartbeat().state())
                .isEqualTo(WorkerState.DRAINING);
        assertThat(requests.requests()).isEmpty();
    }

    @Test
    void shouldAskOneThatDrainsAlreadyToDoSoNow() throws InterruptedException {
        WorkerId worker = SampleWorkers.heardOf(registry, "w1", WorkerState.DRAINING);
        drains.drain(worker, DrainMode.NOW);
        assertThat(requests.requests())
                .containsExactly(new DrainRequest(worker, SampleWorkers.STARTED, NOW, DrainMode.NOW));
    }

    @Test
    void shouldRefuseWhenItHasStoppedOrNobodyHasHeardOfIt() {
        WorkerId stopped = SampleWorkers.heardOf(registry, "w1", WorkerState.STOPPED);
        assertRefused(stopped, FailureCode.CONFLICT);
        assertRefused(new WorkerId("w2"), FailureCode.NOT_FOUND);
        assertThat(requests.requests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTING", "READY", "SET_ASIDE", "DRAINING"})
    void shouldAskTheLifeThatWasHeardOfLastToGoOn(WorkerState state) throws InterruptedException {
        // Given
        WorkerId worker = SampleWorkers.heardOf(registry, "w1", state);
        // When
        drains.resume(worker);
        // Then
        assertThat(requests.requests()).containsExactly(DrainRequest.takenBack(worker, SampleWorkers.STARTED, NOW));
    }

    @Test
    void shouldSayThatOneThatHasStoppedCannotBeTakenBack() {
        WorkerId stopped = SampleWorkers.heardOf(registry, "w1", WorkerState.STOPPED);
        assertThatThrownBy(() -> drains.resume(stopped))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.CONFLICT))
                .hasMessageContaining("worker w1 has stopped");
        assertThatThrownBy(() -> drains.resume(new WorkerId("w2")))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.NOT_FOUND));
        assertThat(requests.requests()).isEmpty();
    }

    private void assertRefused(WorkerId worker, FailureCode code) {
        assertThatThrownBy(() -> drains.drain(worker, DrainMode.AFTER_CURRENT))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(worker.value());
    }
}
