package dev.renderfarm.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.endtoend.flow.FarmModelCommand.Ended;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.FinishedBatch;
import dev.renderfarm.standalone.process.ChildProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model package goes by way of the bucket: published, fetched once for a machine, and rendered with. */
@Tag("long")
class ModelDistributionIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String WEIGHTS = "/transformer/variables/variables.data";
    private static final String OTHER_WEIGHTS = "/vae_decoder/variables/variables.data";

    @TempDir
    private static Path machine;

    @AutoClose
    private static FlowFarm farm;

    @AutoClose
    private static S3Proxy proxy;

    private static String address;

    @BeforeAll
    static void publish() throws Exception {
        farm = FlowFarm.start(TestModel.STARTER, 0);
        proxy = new S3Proxy(farm.processes().services().s3().address());
        Ended published = farmModel("publish", TestModel.STARTER.exported().toString());
        assertThat(published.exitCode()).as(published.err()).isZero();
        address = published.out().strip();
        assertThat(address).startsWith("s3://renderfarm/models/starter/");
    }

    @Test
    void shouldRenderWithOneDownloadForTwoWorkersOfWhichOneIsKilledInTheMiddleOfIt() throws Exception {
        // Given
        proxy.stall(WEIGHTS);
        ChildProcess first = worker();
        ChildProcess second = worker();
        first.launch();
        await().atMost(PATIENCE).until(() -> journal().contains(OTHER_WEIGHTS.substring(1)));
        await().atMost(PATIENCE).until(() -> gets(WEIGHTS) > 0);
        second.launch();
        await().atMost(PATIENCE).until(() -> logOf(second).contains("waiting for it"));
        assertThat(gets(OTHER_WEIGHTS)).isOne();
        // When
        first.kill();
        // Then
        await().atMost(PATIENCE).until(() -> logOf(second).contains("fetching the model package, going on"));
        // When
        first.launch();
        await().atMost(PATIENCE).until(() -> count(logOf(first), "waiting for it") == 1);
        proxy.passAll();
        first.awaitReady();
        second.awaitReady();
        // Then
        assertThat(gets(OTHER_WEIGHTS)).isOne();
        assertThat(metric(first, "renderfarm_model_fetched_bytes_total")).isZero();
        assertThat(metric(first, "renderfarm_start_seconds{phase=\"wait\"}")).isPositive();
        assertThat(metric(second, "renderfarm_model_fetched_bytes_total")).isPositive();
        assertThat(metric(second, "renderfarm_start_seconds{phase=\"fetch\"}")).isPositive();
        assertThat(entries("downloads")).isEmpty();
        assertThat(entries("packages")).hasSize(1);
        // When
        Catalogue catalogue = new Catalogue(6, "128x128", 2);
        Batch batch = farm.client().submit(catalogue);
        // Then
        Batch ended = farm.client().awaitEnd(batch.id(), PATIENCE);
        assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
        new FinishedBatch(ended, farm.client(), farm.bucket()).assertEveryPictureThereOnce(catalogue.skus());
    }

    @Test
    void shouldPublishOnceListAndFetch() throws Exception {
        // When
        Ended again = farmModel("publish", TestModel.STARTER.exported().toString());
        Ended listed = farmModel("list");
        Ended fetched =
                farmModel("fetch", address, "--cache", machine.resolve("other").toString());
        Ended missing = farmModel("fetch", "s3://renderfarm/models/none", "--cache", machine.toString());
        Ended denied =
                new FarmModelCommand(farm, machine).run(Map.of("RENDERFARM_STORAGE_SECRET_KEY", "wrong"), "list");
        // Then
        assertThat(again.exitCode()).isZero();
        assertThat(again.out().strip()).isEqualTo(address);
        assertThat(again.err()).contains("published already, nothing changed", "sent  golden.safetensors");
        assertThat(count(again.err(), "sent  ")).isOne();
        assertThat(listed.out()).contains("starter", "golden record", address);
        assertThat(Path.of(fetched.out().strip()).resolve("model.json"))
                .hasSameBinaryContentAs(TestModel.STARTER.exported().resolve("model.json"));
        assertThat(missing.exitCode()).isEqualTo(3);
        assertThat(missing.err()).contains("model_not_found").contains("no complete package there");
        assertThat(denied.exitCode()).isEqualTo(8);
        assertThat(denied.err()).contains("storage_denied").contains("access key or secret key are wrong");
    }

    @Test
    void shouldSayAtItsReadinessWhyAWorkerCannotReadTheManifest() throws Exception {
        // Given
        ChildProcess worker = worker(Map.of("renderfarm.storage.secret-key", "wrong"));
        // When
        worker.launch();
        // Then
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(page(worker, "/q/health/ready"))
                .contains("DOWN", "set_aside", "storage_denied", "access key or secret key are wrong"));
        worker.stop();
    }

    private static ChildProcess worker() {
        return worker(Map.of());
    }

    private static ChildProcess worker(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("renderfarm.storage.endpoint", proxy.address().toString());
        settings.put("renderfarm.worker.model-package", address);
        settings.put("renderfarm.worker.model-cache.folder", cache().toString());
        return farm.processes().addWorker(settings);
    }

    private static Path cache() {
        return machine.resolve("cache");
    }

    private static List<String> entries(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(cache().resolve(folder))) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    /** Which parts are on the machine. */
    private static String journal() throws IOException {
        if (!Files.exists(cache().resolve("downloads"))) {
            return "";
        }
        StringBuilder all = new StringBuilder();
        for (String download : entries("downloads")) {
            Path folder = cache().resolve("downloads").resolve(download);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    all.append(Files.readString(file));
                }
            }
        }
        return all.toString();
    }

    private static long gets(String partOfKey) {
        return proxy.passed().stream()
                .filter(request -> request.startsWith("GET ") && request.contains(partOfKey))
                .count();
    }

    private static String logOf(ChildProcess worker) throws IOException {
        return Files.exists(worker.log()) ? Files.readString(worker.log()) : "";
    }

    private static long count(String text, String part) {
        return text.lines().filter(line -> line.contains(part)).count();
    }

    private static double metric(ChildProcess worker, String series) throws IOException, InterruptedException {
        String page = page(worker, "/q/metrics");
        return page.lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + series + " in\n" + page));
    }

    private static String page(ChildProcess worker, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(worker.address().resolve(path)).build(), BodyHandlers.ofString())
                .body();
    }

    private static Ended farmModel(String... arguments) throws IOException, InterruptedException {
        return new FarmModelCommand(farm, machine).run(arguments);
    }
}
