package dev.renderfarm.endtoend.flow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerProblem;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.FinishedBatch;
import dev.renderfarm.standalone.process.ChildProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that does not draw what the package's golden record holds takes no task, and everyone is told why. */
@Tag("long")
class GoldenRecordIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @AutoClose
    private static FlowFarm farm;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startFarm() throws Exception {
        farm = FlowFarm.start(TestModel.TINY, 0);
    }

    @Test
    void shouldTakeNoTaskUntilTheDeviceDrawsTheRecord() throws Exception {
        // Given
        Path good = TestModel.TINY.exported();
        Path other = OtherGoldenRecord.in(good, folder.resolve("tiny"));
        ChildProcess sick = farm.processes()
                .addWorker(Map.of(
                        "renderfarm.worker.model-package",
                        other.toString(),
                        "renderfarm.worker.set-aside.longest",
                        "2s"));
        sick.launch();
        await().atMost(PATIENCE).until(() -> heartbeat(sick).state() == WorkerState.SET_ASIDE);
        WorkerProblem problem = requireNonNull(heartbeat(sick).problem());
        assertThat(problem.code()).isEqualTo(FailureCode.GOLDEN_MISMATCH);
        assertThat(problem.detail())
                .contains("picture (vae_decoder) mean difference", "limit", "`farm model verify`")
                .doesNotContain("velocity");
        assertThat(health(sick, "started")).as("nobody shall restart it").isEqualTo(200);
        assertThat(health(sick, "ready")).isEqualTo(503);
        // When
        Catalogue catalogue = new Catalogue(4, "64x64", 2);
        Batch batch = farm.client().submit(catalogue);
        farm.client().awaitBatch(batch.id(), PATIENCE, GoldenRecordIT::waitsForWorkersSetAside);
        ChildProcess well = farm.processes().addWorker(Map.of());
        well.launch();
        // Then
        Batch ended = farm.client().awaitEnd(batch.id(), PATIENCE);
        assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
        new FinishedBatch(ended, farm.client(), farm.bucket()).assertEveryPictureThereOnce(catalogue.skus());
        assertThat(heartbeat(sick).rendered()).isZero();
        // When
        Files.copy(
                good.resolve(ModelManifest.GOLDEN_RECORD),
                other.resolve(ModelManifest.GOLDEN_RECORD),
                StandardCopyOption.REPLACE_EXISTING);
        // Then
        await().atMost(PATIENCE).until(() -> heartbeat(sick).state() == WorkerState.READY);
    }

    private static int health(ChildProcess process, String kind) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(process.address().resolve("/q/health/" + kind))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private static boolean waitsForWorkersSetAside(Batch batch) {
        WaitingFor waiting = batch.renderfarm().waitingFor();
        return waiting != null && waiting.code() == WaitingCode.WORKERS_SET_ASIDE;
    }

    private static WorkerHeartbeat heartbeat(ChildProcess worker) {
        await().atMost(PATIENCE).until(() -> !ofWorker(worker).isEmpty());
        return ofWorker(worker).get(0);
    }

    private static List<WorkerHeartbeat> ofWorker(ChildProcess worker) {
        return farm.client().workers().stream()
                .map(view -> view.heartbeat())
                .filter(heartbeat -> heartbeat.workerId().value().equals(worker.name()))
                .toList();
    }
}
