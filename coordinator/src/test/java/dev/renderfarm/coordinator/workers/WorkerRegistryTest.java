package dev.renderfarm.coordinator.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.TaskDrawing;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.worker.WorkerActivity;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerRegistryTest {

    private static final ModelName TINY = new ModelName("tiny");
    private static final TaskId TASK = new TaskId(new BatchId("batch_1"), 4);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final WorkerRegistry registry = new WorkerRegistry(() -> now, Duration.ofSeconds(10));

    @Test
    void shouldAddUpReadyWorkersOfTheModel() {
        registry.record(heartbeat("w1", WorkerState.READY, TINY, now));
        registry.record(heartbeat("w2", WorkerState.READY, TINY, now));
        registry.record(heartbeat("w3", WorkerState.DRAINING, TINY, now));
        registry.record(heartbeat("w4", WorkerState.READY, new ModelName("other"), now));
        assertThat(registry.workforce(TINY).slots()).isEqualTo(4);
        assertThat(registry.workforce(TINY).imagesPerSecond()).isEqualTo(3.0);
    }

    @Test
    void shouldBelieveAHeartbeatForTheWindowOnly() {
        registry.record(heartbeat("w1", WorkerState.READY, TINY, now));
        now = now.plusSeconds(10);
        assertThat(registry.workforce(TINY).slots()).isEqualTo(2);
        assertThat(registry.holds(TASK)).isTrue();
        now = now.plusMillis(1);
        assertThat(registry.workforce(TINY).slots()).isZero();
        assertThat(registry.holds(TASK)).isFalse();
        assertThat(registry.views()).singleElement().satisfies(view -> assertThat(view.live())
                .isFalse());
    }

    @Test
    void shouldNotTakeOldHeartbeatsForNewOnesWhenTheTopicIsReadFromItsBeginning() {
        registry.recall(heartbeat("w1", WorkerState.READY, TINY, now), now.minusSeconds(60));
        registry.recall(heartbeat("w2", WorkerState.READY, TINY, now), now.minus(Duration.ofDays(2)));
        assertThat(registry.workforce(TINY).slots()).isZero();
        assertThat(registry.views())
                .extracting(view -> view.heartbeat().workerId().value())
                .containsExactly("w1");
    }

    @Test
    void shouldBelieveALiveHeartbeatWhateverTheWorkersClockSays() {
        registry.record(heartbeat("w1", WorkerState.READY, TINY, now.minus(Duration.ofDays(3))));
        registry.record(heartbeat("w2", WorkerState.READY, TINY, now.plus(Duration.ofDays(3))));
        assertThat(registry.workforce(TINY).slots()).isEqualTo(4);
        now = now.plusSeconds(11);
        assertThat(registry.workforce(TINY).slots()).isZero();
    }

    @Test
    void shouldLoseAWorkerInTimeWhenItsRecordIsFromTheFuture() {
        registry.recall(heartbeat("w1", WorkerState.READY, TINY, now), now.plusSeconds(3600));
        now = now.plusSeconds(11);
        assertThat(registry.workforce(TINY).slots()).isZero();
    }

    @Test
    void shouldKeepTasksOfADrainingWorkerAndDropThoseOfAStoppedOne() {
        registry.record(heartbeat("w1", WorkerState.DRAINING, TINY, now));
        assertThat(registry.holds(TASK)).isTrue();
        registry.record(heartbeat("w1", WorkerState.STOPPED, TINY, now));
        assertThat(registry.holds(TASK)).isFalse();
    }

    @Test
    void shouldNameTheWorkerThatVanishedWithATask() {
        registry.record(heartbeat("w1", WorkerState.READY, TINY, now));
        assertThat(registry.vanishedHolder(TASK)).isEmpty();
        now = now.plusSeconds(11);
        assertThat(registry.vanishedHolder(TASK)).contains(new WorkerId("w1"));
        registry.record(heartbeat("w1", WorkerState.STOPPED, TINY, now));
        assertThat(registry.vanishedHolder(TASK)).isEmpty();
    }

    @Test
    void shouldForgetAWorkerWhenItIsPurged() {
        registry.record(heartbeat("w1", WorkerState.READY, TINY, now));
        registry.remove(new WorkerId("w1"));
        assertThat(registry.views()).isEmpty();
    }

    @Test
    void shouldTellWhatDevicesOfLiveWorkersDraw() {
        WorkerActivity activity = new WorkerActivity(TASK, "MUG", 1, 5, 8, Instant.EPOCH);
        SampleWorkers.drawing(registry, "w1", activity);
        assertThat(registry.drawings()).containsExactly(Map.entry(TASK, new TaskDrawing(5, 8, Instant.EPOCH)));
        now = now.plusSeconds(11);
        assertThat(registry.drawings()).isEmpty();
    }

    @Test
    void shouldShowTheHeartbeatAndWhetherItIsLive() {
        registry.record(heartbeat("w1", WorkerState.READY, TINY, now));
        assertThat(Json.string(registry.views().get(0)))
                .isEqualTo(
                        "{\"object\":\"worker\",\"worker_id\":\"w1\",\"state\":\"ready\",\"model\":\"tiny\","
                                + "\"model_digest\":\"sha256:00\",\"device\":\"CPU:0\",\"slots\":2,"
                                + "\"tasks_held\":[\"batch_1/4\"],\"images_per_second\":1.5,\"rendered\":7,\"failed\":1,"
                                + "\"started_at\":\"1970-01-01T00:00:00Z\",\"sent_at\":\"2026-01-01T00:00:00Z\",\"live\":true}");
    }

    private static WorkerHeartbeat heartbeat(String id, WorkerState state, ModelName model, Instant sentAt) {
        return new WorkerHeartbeat(
                new WorkerId(id),
                state,
                model,
                "sha256:00",
                "CPU:0",
                2,
                List.of(TASK),
                1.5,
                null,
                7,
                1,
                Instant.EPOCH,
                sentAt,
                null);
    }
}
