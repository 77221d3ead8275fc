package dev.renderfarm.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.endtoend.flow.FarmModelCommand.Ended;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.FinishedBatch;
import dev.renderfarm.standalone.process.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another package of a model is rolled out to workers at work, or stops at the first of them and is put back. */
@Tag("long")
class RollIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private static Path machine;

    @AutoClose
    private static FlowFarm farm;

    @AutoClose("shutdownNow")
    private final ScheduledExecutorService supervisor = Executors.newSingleThreadScheduledExecutor();

    private static FarmModelCommand model;
    private List<ChildProcess> workers = List.of();

    @BeforeAll
    static void startFarm() throws Exception {
        farm = FlowFarm.start(TestModel.TINY, 0);
        model = new FarmModelCommand(farm, machine);
    }

    @AfterEach
    void stopWorkers() throws Exception {
        supervisor.shutdownNow();
        supervisor.awaitTermination(1, TimeUnit.MINUTES);
        for (ChildProcess worker : workers) {
            worker.stop();
        }
    }

    /** They draw patterns, so that the batch takes the same time on any machine. */
    @Test
    void shouldRollInTheMiddleOfABatchWithEveryPictureThereOnce() throws Exception {
        // Given
        String before = publish(TestModel.TINY.exported(), "s3://renderfarm/models");
        String after = publish(TestModel.OTHER_TINY.exported(), "s3://renderfarm/models");
        assertThat(model.run("roll", before).exitCode()).isZero();
        startWorkers(
                "s3://renderfarm/models/tiny",
                Map.of("renderfarm.worker.renderer", "fake", "renderfarm.worker.fake.time-per-image", "150ms"));
        Catalogue catalogue = new Catalogue(300, "64x64", 2);
        Batch batch = farm.client().submit(catalogue);
        farm.client()
                .awaitBatch(batch.id(), PATIENCE, now -> now.requestCounts().completed() > 0);
        // When
        Ended rolled = model.run("roll", after, "--canary", "10%", "--pictures", "2", "--patience", "120");
        // Then
        assertThat(rolled.exitCode()).as(rolled.out() + rolled.err()).isZero();
        assertThat(rolled.out()).containsSubsequence("is asked to drain", "is ready with it", "is asked to drain");
        Batch ended = farm.client().awaitEnd(batch.id(), PATIENCE);
        assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
        new FinishedBatch(ended, farm.client(), farm.bucket()).assertEveryPictureThereOnce(catalogue.skus());
        assertThat(digestsOf(ended))
                .containsExactlyInAnyOrder(digest(TestModel.TINY.exported()), digest(TestModel.OTHER_TINY.exported()));
        assertThat(digestsOfWorkers()).containsExactly(digest(TestModel.OTHER_TINY.exported()));
        assertThat(model.run("roll", after).out())
                .contains("all workers of tiny have")
                .doesNotContain("is asked to drain");
        assertThat(model.run("roll", "s3://renderfarm/models/tiny", "--status").out())
                .contains("stable " + after)
                .doesNotContain("next");
    }

    @Test
    void shouldPutThePackageBackWhenTheFirstDeviceDoesNotDrawTheGoldenRecord() throws Exception {
        // Given
        String before = publish(TestModel.TINY.exported(), "s3://renderfarm/odd");
        String after = publish(
                OtherGoldenRecord.in(TestModel.OTHER_TINY.exported(), machine.resolve("odd")), "s3://renderfarm/odd");
        assertThat(model.run("roll", before).exitCode()).isZero();
        startWorkers("s3://renderfarm/odd/tiny", Map.of());
        // When
        Ended rolled = model.run("roll", after, "--patience", "120");
        // Then
        assertThat(rolled.exitCode()).isEqualTo(7);
        assertThat(rolled.err()).contains("golden_mismatch", "is set aside", "picture (vae_decoder)", "is put back");
        assertThat(rolled.out().lines().filter(line -> line.contains("is asked to drain")))
                .as("the canary, there and back")
                .hasSize(2);
        await().atMost(PATIENCE).until(() -> readyWorkers() == workers.size());
        assertThat(digestsOfWorkers()).containsExactly(digest(TestModel.TINY.exported()));
        Catalogue catalogue = new Catalogue(4, "64x64", 2);
        Batch ended = farm.client().awaitEnd(farm.client().submit(catalogue).id(), PATIENCE);
        new FinishedBatch(ended, farm.client(), farm.bucket()).assertEveryPictureThereOnce(catalogue.skus());
    }

    /** Two, and somebody who starts each again whenever it has ended. */
    private void startWorkers(String address, Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("renderfarm.worker.model-package", address);
        settings.put(
                "renderfarm.worker.model-cache.folder", machine.resolve("cache").toString());
        workers = List.of(farm.processes().addWorker(settings), farm.processes().addWorker(settings));
        workers.forEach(ChildProcess::launch);
        for (ChildProcess worker : workers) {
            worker.awaitReady();
        }
        var unused = supervisor.scheduleWithFixedDelay(
                () -> workers.forEach(ChildProcess::launch), 0, 200, TimeUnit.MILLISECONDS);
    }

    private static String publish(Path folder, String to) throws Exception {
        Ended published = model.run("publish", folder.toString(), "--to", to);
        assertThat(published.exitCode()).as(published.err()).isZero();
        return published.out().strip();
    }

    private static String digest(Path folder) throws Exception {
        return Json.read(Files.readString(folder.resolve(ModelManifest.FILE_NAME)), ModelManifest.class)
                .digest();
    }

    private TreeSet<String> digestsOfWorkers() {
        TreeSet<String> digests = new TreeSet<>();
        farm.client().workers().stream()
                .filter(worker -> worker.live()
                        && isOfThisTest(worker.heartbeat().workerId().value()))
                .forEach(worker -> digests.add(worker.heartbeat().modelDigest()));
        return digests;
    }

    private long readyWorkers() {
        return farm.client().workers().stream()
                .filter(worker -> worker.live()
                        && worker.heartbeat().state() == WorkerState.READY
                        && worker.heartbeat().problem() == null
                        && isOfThisTest(worker.heartbeat().workerId().value()))
                .count();
    }

    private boolean isOfThisTest(String id) {
        return workers.stream().anyMatch(worker -> worker.name().equals(id));
    }

    private static TreeSet<String> digestsOf(Batch batch) throws Exception {
        TreeSet<String> digests = new TreeSet<>();
        for (String key : farm.bucket().images(batch.id())) {
            if (key.endsWith(".json")) {
                JsonNode metadata = Json.read(farm.bucket().content(key), JsonNode.class);
                digests.add(metadata.get("model").get("digest").asText());
            }
        }
        return digests;
    }
}
