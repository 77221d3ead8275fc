package dev.renderfarm.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.wire.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class WorkersCommandTest {

    private static final String BATCHES = "GET /v1/batches?limit=100";
    private static final String WORKERS = """
            {"object":"list","data":[
             {"worker_id":"worker-1","state":"ready","model":"tiny","model_digest":"sha256:0123456789abcdef","device":"CPU:0","slots":2,
              "tasks_held":["batch_0123abc/3"],"images_per_second":1.5,"device_busy_ratio":0.974,"rendered":12,"failed":1,
              "started_at":"2026-01-02T03:04:05Z","sent_at":"2026-01-02T03:05:05Z","live":true,"object":"worker",
              "host":"node-a","hardware":{"name":"EPYC 9354","memory_bytes":85899345920},
              "now":{"task_id":"batch_0123abc/3","sku":"SKU-3","pictures":1,"step":3,"steps":8,"since":"2026-01-02T03:05:04Z"}},
             {"worker_id":"worker-2","state":"set_aside","model":"tiny","model_digest":"sha256:0123456789abcdef","device":"CPU:0","slots":2,
              "tasks_held":[],"images_per_second":0,"rendered":3,"failed":1,
              "started_at":"2026-01-02T03:04:05Z","sent_at":"2026-01-02T03:05:05Z","live":true,"object":"worker",
              "problem":{"code":"storage_denied","detail":"wrong keys","since":"2026-01-02T03:04:59.123Z"}},
             {"worker_id":"worker-22","state":"ready","model":"tiny","model_digest":"sha256:0123456789abcdef","device":"CPU:0","slots":1,
              "tasks_held":[],"images_per_second":0,"rendered":0,"failed":0,
              "started_at":"2026-01-02T03:04:05Z","sent_at":"2026-01-02T03:04:05Z","live":false,"object":"worker"}],
             "first_id":"worker-1","last_id":"worker-22","has_more":false}
            """;

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldAskAWorkerToDrain() {
        // Given
        farm.on(
                "POST /v1/workers/worker-1/drain",
                200,
                Json.bytes(ListView.read(WORKERS, WorkerView.class).data().get(0)));
        // When
        int exitCode = console.run("workers", "drain", "worker-1");
        // Then
        assertThat(exitCode).as(console.toString()).isZero();
        assertThat(console.out()).hasToString("worker-1 is asked to drain\n");
    }

    @Test
    void shouldAskAWorkerToGiveBackWhatItHolds() {
        // Given
        farm.on(
                "POST /v1/workers/worker-1/drain?mode=now",
                200,
                Json.bytes(ListView.read(WORKERS, WorkerView.class).data().get(0)));
        // Then
        assertThat(console.run("workers", "drain", "worker-1", "--now"))
                .as(console.toString())
                .isZero();
    }

    @Test
    void shouldTakeADrainBack() {
        // Given
        farm.on(
                "POST /v1/workers/worker-1/resume",
                200,
                Json.bytes(ListView.read(WORKERS, WorkerView.class).data().get(0)));
        // When
        int exitCode = console.run("workers", "resume", "worker-1");
        // Then
        assertThat(exitCode).as(console.toString()).isZero();
        assertThat(console.out()).hasToString("worker-1 is asked to go on\n");
    }

    @Test
    void shouldRefuseToDrainWhatIsNoWorker() {
        assertThat(console.run("workers", "drain", "../batches")).isEqualTo(2);
        assertThat(console.err().toString()).contains("not a worker name");
    }

    @Test
    void shouldListWorkersInColumns() {
        // Given
        farm.on("GET /v1/workers", 200, WORKERS.getBytes(UTF_8)).on(BATCHES, page(Batches.inProgress(3, 1)));
        // When
        console.run("workers");
        // Then
        assertThat(console.out()).hasToString("""
                        WORKER     HOST    STATE      MODEL  DIGEST        DEVICE                   SLOTS  BUSY  \
                        IMAGES/S  RENDERED  FAILED  NOW        PROBLEM
                        worker-1   node-a  ready      tiny   0123456789ab  CPU:0 EPYC 9354, 80 GiB  1/2    97 %  \
                        1.50      12        1       SKU-3 3/8
                        worker-2           set_aside  tiny   0123456789ab  CPU:0                    0/2          \
                        0.00      3         1                  storage_denied since 2026-01-02T03:04:59Z: wrong keys
                        worker-22          gone       tiny   0123456789ab  CPU:0                    0/1          \
                        0.00      0         0
                        """);
    }

    @Test
    void shouldEndWithWhatWaitsAndSinceWhen() {
        // Given
        farm.on("GET /v1/workers", 200, WORKERS.getBytes(UTF_8));
        farm.on(
                BATCHES,
                page(
                        Batches.waiting(1, "no worker of model tiny is running", Instant.EPOCH.minusSeconds(200)),
                        Batches.waiting(2, "no worker of model tiny is running", Instant.EPOCH.minusSeconds(20)),
                        Batches.inProgress(3, 1)));
        // When
        console.run("workers");
        // Then
        assertThat(console.out().toString())
                .endsWith("\n2 batches of model tiny wait for 3 min: no worker of model tiny is running\n");
    }

    @Test
    void shouldListWorkersWhereWhatWaitsCannotBeTold() {
        // Given
        farm.on("GET /v1/workers", 200, WORKERS.getBytes(UTF_8));
        farm.onError(BATCHES, 503, "ledger_unavailable", "not now");
        // When
        int code = console.run("workers");
        // Then
        assertThat(code).isZero();
        assertThat(console.out().toString())
                .contains("worker-22")
                .contains("What waits for them is not known now: not now");
    }

    @Test
    void shouldKeepControlCharactersOfOthersFromTheTerminal() {
        // Given a device that would set the window's title, clear the screen and turn the line round
        String workers = WORKERS.replace("CPU:0", "C\\u001b]0;x\\u0007\\u009b2J\\r\\u202eU");
        farm.on("GET /v1/workers", 200, workers.getBytes(UTF_8));
        // When
        console.run("workers");
        // Then
        assertThat(console.out().toString()).contains("C\ufffd]0;x\ufffd\ufffd2J\ufffd\ufffdU");
    }

    private static ListView<Batch> page(Batch... batches) {
        return ListView.of(List.of(batches), Batch::id, false);
    }
}
