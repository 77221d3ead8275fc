package dev.renderfarm.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.FinishedBatch;
import dev.renderfarm.endtoend.shop.ShopClient.Answer;
import dev.renderfarm.standalone.process.ChildProcess;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A worker that is asked to drain by the API finishes what it has in hand, ends, and may be started again. */
@Tag("long")
class WorkerDrainIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @AutoClose
    private static FlowFarm farm;

    @BeforeAll
    static void startFarm() throws Exception {
        farm = FlowFarm.drawingPatterns(2);
    }

    @Test
    void shouldEndWithoutLosingAPictureAndLeaveItsSuccessorAlone() throws Exception {
        // Given
        ChildProcess worker = farm.processes().workers().get(0);
        Catalogue catalogue = new Catalogue(100, "64x64", 2);
        Batch batch = farm.client().submit(catalogue);
        await().atMost(PATIENCE).until(() -> heartbeat(worker).rendered() > 0);
        Instant firstLife = heartbeat(worker).startedAt();
        // When
        Answer asked = drain(worker.name());
        // Then
        assertThat(asked.status()).as(asked.body()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> !worker.isAlive());
        assertThat(worker.exitCode()).isZero();
        await().atMost(PATIENCE).until(() -> heartbeat(worker).state() == WorkerState.STOPPED);
        assertThat(drain(worker.name()).status()).isEqualTo(409);
        assertThat(drain("nobody").status()).isEqualTo(404);
        Batch ended = farm.client().awaitEnd(batch.id(), PATIENCE);
        assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
        new FinishedBatch(ended, farm.client(), farm.bucket()).assertEveryPictureThereOnce(catalogue.skus());
        // When
        worker.launch();
        worker.awaitReady();
        farm.client().submit(catalogue);
        // Then
        await().atMost(PATIENCE)
                .until(() -> heartbeat(worker).startedAt().isAfter(firstLife)
                        && heartbeat(worker).rendered() > 0);
        assertThat(worker.isAlive()).isTrue();
        // When
        drain(worker.name());
        // Then: it had heard the request to the life before, which was written before this one
        await().atMost(PATIENCE).until(() -> !worker.isAlive());
        assertThat(worker.exitCode()).isZero();
    }

    private static Answer drain(String worker) {
        return farm.client().ask("POST", "/v1/workers/" + worker + "/drain", null);
    }

    private static WorkerHeartbeat heartbeat(ChildProcess worker) {
        return farm.client().workers().stream()
                .map(view -> view.heartbeat())
                .filter(heartbeat -> heartbeat.workerId().value().equals(worker.name()))
                .findFirst()
                .orElseThrow();
    }
}
