package dev.renderfarm.endtoend.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerProblem;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.endtoend.flow.S3Proxy.Refusal;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.FinishedBatch;
import dev.renderfarm.standalone.process.ChildProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The bucket does not take what a worker writes: that costs no other picture, and everyone is told why. */
@Tag("long")
class SickWorkerIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ENDPOINT = "renderfarm.storage.endpoint";
    private static final String SECRET_KEY = "renderfarm.storage.secret-key";
    private static final Refusal SKEWED = new Refusal(403, "RequestTimeTooSkewed");

    @AutoClose
    private static FlowFarm farm;

    @AutoClose
    private static S3Proxy proxy;

    @BeforeAll
    static void startFarm() throws Exception {
        farm = FlowFarm.drawingPatterns(0);
        proxy = new S3Proxy(farm.processes().services().s3().address());
    }

    @AfterEach
    void stopWorkers() throws Exception {
        proxy.passAll();
        for (ChildProcess worker : farm.processes().workers()) {
            worker.stop();
        }
    }

    @Test
    void shouldNotHoldUpOthersWhenTheBucketDoesNotTakeSomeNames() throws Exception {
        // Given
        proxy.refuse("/images/untakeable", new Refusal(500, "InternalError"));
        ChildProcess one = behindTheProxy();
        ChildProcess other = behindTheProxy();
        one.launch();
        other.launch();
        one.awaitReady();
        other.awaitReady();
        StringBuilder untakeable = new StringBuilder("sku,prompt\n");
        for (int i = 1; i <= 5; i++) {
            untakeable.append("untakeable-").append(i).append(",a red mug\n");
        }
        Batch held =
                farm.client().submit("untakeable.csv", untakeable.toString().getBytes(UTF_8));
        await().atMost(PATIENCE).until(() -> tasksInHand() == 4);
        // When
        Batch small = farm.client().submit("small.csv", "sku,prompt\nMUG,a red mug\n".getBytes(UTF_8));
        // Then
        Batch ended = farm.client().awaitEnd(small.id(), Duration.ofSeconds(30));
        assertThat(ended.requestCounts()).isEqualTo(new RequestCounts(1, 1, 0));
        TaskView.Attempt refused = attempts(held).get(0);
        assertThat(refused.code()).isEqualTo(FailureCode.STORAGE_REFUSED);
        assertThat(refused.detail()).contains("while it takes others").doesNotContain("127.0.0.1", "batches/");
        // When
        farm.client().cancel(held.id());
        // Then
        Batch cancelled = farm.client().awaitEnd(held.id(), Duration.ofSeconds(15));
        assertThat(cancelled.status()).isEqualTo(BatchStatus.CANCELLED);
        await().atMost(Duration.ofSeconds(10)).until(() -> tasksInHand() == 0);
    }

    @Test
    void shouldRenderEveryPictureWhenWorkersAreDeniedAndTakeThemBackWhenTheyAreWell() throws Exception {
        // Given
        proxy.refuseAll(SKEWED);
        ChildProcess good = farm.processes().addWorker(Map.of());
        ChildProcess wrongKeys = farm.processes().addWorker(Map.of(SECRET_KEY, "wrong"));
        ChildProcess wrongClock = behindTheProxy();
        good.launch();
        wrongKeys.launch();
        wrongClock.launch();
        good.awaitReady();
        awaitSetAside(wrongKeys, "access key or secret key are wrong");
        awaitSetAside(wrongClock, "the clock of the machine that asks is off");
        HttpResponse<String> health = health(wrongKeys);
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).contains("storage_denied", "access key or secret key are wrong");
        // When
        Catalogue catalogue = new Catalogue(30, "64x64", 1);
        Batch batch = farm.client().submit(catalogue);
        // Then
        assertCompleted(batch, catalogue);
        assertThat(farm.client().batch(batch.id()).renderfarm().retries()).isZero();
        await().atMost(PATIENCE).until(() -> worker(good).rendered() == 30);
        // When
        proxy.passAll();
        // Then
        awaitReady(wrongClock);
        assertNothingIsLostWhenItTurnsSickAgain(wrongClock);
    }

    private static void assertNothingIsLostWhenItTurnsSickAgain(ChildProcess worker) throws Exception {
        // Given
        Catalogue catalogue = new Catalogue(120, "64x64", 1);
        Batch batch = farm.client().submit(catalogue);
        await().atMost(PATIENCE).until(() -> worker(worker).rendered() > 4);
        // When
        proxy.refuseAll(new Refusal(403, "InvalidAccessKeyId"));
        // Then
        awaitSetAside(worker, "access key or secret key are wrong");
        assertCompleted(batch, catalogue);
        // When
        proxy.passAll();
        // Then
        awaitReady(worker);
    }

    private static ChildProcess behindTheProxy() {
        return farm.processes().addWorker(Map.of(ENDPOINT, proxy.address().toString()));
    }

    private static List<TaskView.Attempt> attempts(Batch batch) {
        String body = new String(farm.client().get("/v1/batches/" + batch.id() + "/tasks"), UTF_8);
        return ListView.read(body, TaskView.class).data().stream()
                .flatMap(task -> task.attempts().stream())
                .toList();
    }

    private static long tasksInHand() {
        return farm.client().workers().stream()
                .filter(WorkerView::live)
                .mapToLong(worker -> worker.heartbeat().tasksHeld().size())
                .sum();
    }

    private static WorkerHeartbeat worker(ChildProcess process) {
        return farm.client().workers().stream()
                .map(WorkerView::heartbeat)
                .filter(worker -> worker.workerId().value().equals(process.name()))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitSetAside(ChildProcess process, String reason) {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            WorkerHeartbeat worker = worker(process);
            assertThat(worker.state()).isEqualTo(WorkerState.SET_ASIDE);
            WorkerProblem problem = requireNonNull(worker.problem());
            assertThat(problem.code()).isEqualTo(FailureCode.STORAGE_DENIED);
            assertThat(problem.detail()).contains(reason).doesNotContain("127.0.0.1");
        });
    }

    private static void awaitReady(ChildProcess process) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(worker(process).state()).isEqualTo(WorkerState.READY);
            assertThat(worker(process).problem()).isNull();
        });
    }

    private static void assertCompleted(Batch batch, Catalogue catalogue) throws Exception {
        Batch ended = farm.client().awaitEnd(batch.id(), PATIENCE);
        assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(ended.requestCounts()).isEqualTo(new RequestCounts(catalogue.products(), catalogue.products(), 0));
        new FinishedBatch(ended, farm.client(), farm.bucket()).assertEveryPictureThereOnce(catalogue.skus());
    }

    private static HttpResponse<String> health(ChildProcess process) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(process.address().resolve("/q/health/ready"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
