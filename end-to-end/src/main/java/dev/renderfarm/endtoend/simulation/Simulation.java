package dev.renderfarm.endtoend.simulation;

import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchFile;
import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.endtoend.fleet.Fleet;
import dev.renderfarm.endtoend.fleet.FleetSpec;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.ShopClient;
import dev.renderfarm.endtoend.tally.Tally;
import dev.renderfarm.objectstore.s3.S3ObjectStore;
import dev.renderfarm.objectstore.s3.S3Settings;
import dev.renderfarm.standalone.farm.FarmPart;
import dev.renderfarm.standalone.farm.FarmSpec;
import dev.renderfarm.standalone.farm.StandaloneFarm;
import dev.renderfarm.standalone.layout.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Runs a farm with a real broker, S3 server and coordinator and a simulated fleet, from its start to the last manifest. */
final class Simulation {

    private static final String BUCKET = "renderfarm";
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration STORAGE_TIMEOUT = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 64;
    private static final Duration LOOK = Duration.ofMillis(250);

    private final SimulationPlan plan;
    private final Path data;
    private final Map<String, String> settings;
    private final Timing timing;
    private final Consumer<String> news;
    private final List<Path> packages = new ArrayList<>();
    private final List<ModelManifest> models = new ArrayList<>();

    /**
     * @param settling between the start of the fleet and its load: what the processes use meanwhile is told apart
     * @param atMost from the load to the outcome: what is not settled by then is open
     */
    record Timing(Duration settling, Duration atMost) {}

    /**
     * @param model folder of a package, whose tokenizer and limits count
     * @param data a new folder
     * @param settings of the coordinator
     * @param news told how far it is
     */
    Simulation(
            SimulationPlan plan,
            Path model,
            Path data,
            Map<String, String> settings,
            Timing timing,
            Consumer<String> news)
            throws IOException {
        this.plan = plan;
        this.data = data;
        this.settings = Map.copyOf(settings);
        this.timing = timing;
        this.news = news;
        for (ModelName name : plan.modelNames()) {
            Path folder = data.resolve("models").resolve(name.value());
            models.add(ModelCopies.copy(model, name, folder));
            packages.add(folder);
        }
    }

    Outcome run() throws IOException, InterruptedException {
        FarmSpec spec = FarmSpec.on(data.resolve("farm"), packages.get(0))
                .withModels(packages)
                .withWorkers(0)
                .withJvm(FarmPart.BROKER, jvm -> jvm.and("-Xmx1g"));
        for (var setting : settings.entrySet()) {
            spec = spec.withProperty(FarmPart.COORDINATOR, setting.getKey(), setting.getValue());
        }
        try (StandaloneFarm farm = StandaloneFarm.start(spec, Installation.locate());
                S3ObjectStore objects = new S3ObjectStore(storage(farm))) {
            news.accept("broker, bucket and coordinator are ready, " + plan.workers() + " workers start");
            Tally tally = new Tally();
            try (Fleet fleet = Fleet.start(fleet(farm), objects, tally)) {
                return load(farm, tally);
            }
        }
    }

    private static S3Settings storage(StandaloneFarm farm) {
        return new S3Settings(
                farm.services().s3().address(),
                "us-east-1",
                BUCKET,
                farm.services().credentials().accessKey(),
                farm.services().credentials().secretKey(),
                STORAGE_TIMEOUT,
                CONNECTIONS);
    }

    private FleetSpec fleet(StandaloneFarm farm) {
        List<FleetSpec.Pool> pools = IntStream.range(0, plan.models())
                .mapToObj(
                        model -> new FleetSpec.Pool(models.get(model), plan.workersOf(model), plan.timePerImage(model)))
                .toList();
        return new FleetSpec(new FarmTopics(FarmName.DEFAULT), farm.services().bootstrapServers(), plan.slots(), pools);
    }

    private Outcome load(StandaloneFarm farm, Tally tally) throws IOException, InterruptedException {
        ShopClient client = new ShopClient(farm.url());
        Processes processes = new Processes(farm);
        awaitReady(client);
        long began = System.nanoTime();
        Map<String, Double> atFirst = processes.millis();
        TimeUnit.MILLISECONDS.sleep(timing.settling().toMillis());
        Map<String, Double> before = processes.millis();
        Map<String, Long> bytesBefore = TopicBytes.of(brokerData());
        long submitted = System.nanoTime();
        List<SubmittedBatch> batches = submitAll(client);
        news.accept(batches.size() + " batches with " + plan.pictures() + " pictures are submitted");
        Settled settled = Settled.NOTHING;
        for (SubmittedBatch batch : batches) {
            settled = settled.plus(
                    settled(client, batch, submitted + timing.atMost().toNanos()));
        }
        long end = System.nanoTime();
        return new Outcome(
                plan,
                models,
                batches,
                tally,
                settled,
                difference(atFirst, before, (now, then) -> now - then),
                Duration.ofNanos(submitted - began),
                difference(before, processes.millis(), (now, then) -> now - then),
                Duration.ofNanos(end - submitted),
                processes.peakMiB(),
                difference(bytesBefore, TopicBytes.of(brokerData()), (now, then) -> now - then));
    }

    private Path brokerData() {
        return data.resolve("farm/kafka");
    }

    private void awaitReady(ShopClient client) {
        await("workers ready")
                .atMost(START_PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> client.workers().stream()
                                .filter(worker ->
                                        worker.live() && worker.heartbeat().state() == WorkerState.READY)
                                .count(),
                        ready -> ready >= plan.workers());
    }

    private List<SubmittedBatch> submitAll(ShopClient client) {
        List<SubmittedBatch> batches = new ArrayList<>();
        for (int model = 0; model < plan.models(); model++) {
            for (int submitter = 1; submitter <= plan.batchesEach().size(); submitter++) {
                for (int i = 0; i < plan.batchesEach().get(submitter - 1); i++) {
                    batches.add(submit(client, submitter, models.get(model).name(), plan.picturesOf(model)));
                }
            }
        }
        return batches;
    }

    private static SubmittedBatch submit(ShopClient client, int submitter, ModelName model, int pictures) {
        Catalogue catalogue = new Catalogue(pictures, "64x64", 8);
        FileId file = client.upload(catalogue.fileName(), catalogue.csv());
        BatchRequest request = BatchRequest.images(
                file,
                Map.of("submitter", Integer.toString(submitter)),
                model,
                new BatchRequest.Options(1L, null).ofTenant("submitter-" + submitter, null));
        var answer = client.ask("POST", "/v1/batches", Json.string(request));
        if (!answer.isGood()) {
            throw new IllegalStateException("the farm refused a batch: " + answer.body());
        }
        return new SubmittedBatch(Json.read(answer.body(), Batch.class).id(), submitter, model, pictures);
    }

    /** Once it has ended, or as it stands at that time. */
    private static Settled settled(ShopClient client, SubmittedBatch batch, long deadline) throws InterruptedException {
        Batch now = client.batch(batch.id());
        while (!now.status().isTerminal() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
            now = client.batch(batch.id());
        }
        int completed = now.taskCounts().completed();
        int missing = now.status().isTerminal() ? completed - rows(client, batch) : 0;
        return new Settled(
                completed,
                now.taskCounts().failed() + now.renderfarm().cancelled(),
                now.renderfarm().waiting() + now.renderfarm().inFlight(),
                missing);
    }

    /** Different pictures in the batch's output. */
    private static int rows(ShopClient client, SubmittedBatch batch) {
        String output = new String(client.file(FileId.ofBatch(batch.id(), BatchFile.OUTPUT)), StandardCharsets.UTF_8);
        return (int) output.lines().distinct().count();
    }

    private static <T extends Number> Map<String, T> difference(
            Map<String, T> before, Map<String, T> after, BinaryOperator<T> minus) {
        Map<String, T> grown = new LinkedHashMap<>();
        after.forEach((name, now) -> {
            T then = before.get(name);
            grown.put(name, then == null ? now : minus.apply(now, then));
        });
        return grown;
    }
}
