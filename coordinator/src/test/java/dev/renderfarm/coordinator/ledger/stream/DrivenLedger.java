package dev.renderfarm.coordinator.ledger.stream;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.Hindrance;
import dev.renderfarm.coordinator.batch.ItemParts;
import dev.renderfarm.coordinator.batch.StoredItem;
import dev.renderfarm.coordinator.eta.ForecastCalibration;
import dev.renderfarm.coordinator.fairness.FarmShares;
import dev.renderfarm.coordinator.fairness.TenantWeights;
import dev.renderfarm.coordinator.ledger.books.AlikePictures;
import dev.renderfarm.coordinator.ledger.books.BatchTraces;
import dev.renderfarm.coordinator.ledger.books.FakeCapacity;
import dev.renderfarm.coordinator.ledger.books.FakeLongWork;
import dev.renderfarm.coordinator.ledger.books.FakeQueues;
import dev.renderfarm.coordinator.ledger.books.FakeRefusedCommands;
import dev.renderfarm.coordinator.ledger.books.PictureTimes;
import dev.renderfarm.coordinator.ledger.books.Samples;
import dev.renderfarm.coordinator.ledger.books.SharedServices;
import dev.renderfarm.coordinator.ledger.process.RocksDbMemory;
import dev.renderfarm.coordinator.ledger.process.StreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/**
 * The ledger's topology on the stores of production, driven by hand with a farm of 16 slots that draws 2,000 pictures a
 * second. The driver commits after every record, where the stream does so ten times a second.
 */
final class DrivenLedger implements AutoCloseable {

    private static final int WINDOW = 1_000;
    private static final FarmTopics TOPICS = new FarmTopics(FarmName.DEFAULT);
    private static final String DIGEST = "sha256:46ad4c73ca57534900abe6c23e7f64163e6a597c357a9caac7a033da0b1a5f5c";
    private static final StringDeserializer KEYS = new StringDeserializer();
    private static final ByteArrayDeserializer VALUES = new ByteArrayDeserializer();

    private final TopologyTestDriver driver;
    private final TestInputTopic<String, byte[]> commands;
    private final TestInputTopic<String, byte[]> results;
    private final TestOutputTopic<String, byte[]> tasks;
    private final TestOutputTopic<String, byte[]> status;
    private final List<TestOutputTopic<String, byte[]>> changelogs;

    DrivenLedger(Path stateDir, RocksDbMemory memory) {
        FakeCapacity capacity = new FakeCapacity();
        capacity.become(16, 2_000);
        var services = new SharedServices(
                new FakeLongWork(),
                new PromptLibrary(),
                capacity,
                new FakeQueues(),
                new FarmShares(TenantWeights.EQUAL),
                new ForecastCalibration(),
                PictureTimes.UNKNOWN,
                new FakeRefusedCommands(),
                AlikePictures.UNHEARD,
                BatchTraces.NONE);
        Properties properties = new Properties();
        properties.putAll(new StreamSettings(
                        Map.of("bootstrap.servers", "unused:1"),
                        "ledger",
                        stateDir,
                        1,
                        Duration.ofMillis(100),
                        1,
                        memory)
                .toKafka());
        this.driver = new TopologyTestDriver(
                LedgerTopology.build(
                        TOPICS,
                        services,
                        Samples.policies(WINDOW),
                        (record, reason) -> fail(reason),
                        UnflushedStore::of),
                properties,
                Samples.START);
        this.commands = driver.createInputTopic(TOPICS.commands(), new StringSerializer(), new ByteArraySerializer());
        this.results = driver.createInputTopic(TOPICS.results(), new StringSerializer(), new ByteArraySerializer());
        this.tasks = driver.createOutputTopic(TOPICS.tasks(Samples.MODEL, Lane.BATCH), KEYS, VALUES);
        this.status = driver.createOutputTopic(TOPICS.batchStatus(), KEYS, VALUES);
        this.changelogs = Stream.of(LedgerTopology.BATCHES, LedgerTopology.TASKS, LedgerTopology.TIMERS)
                .map(store -> driver.createOutputTopic("ledger-" + store + "-changelog", KEYS, VALUES))
                .toList();
    }

    private static void fail(RuntimeException reason) {
        throw new IllegalStateException("the ledger could not read a record of this benchmark", reason);
    }

    void send(BatchCommand command) {
        commands.pipeInput(command.batchId().value(), Json.bytes(command));
    }

    /** @param results by the id of their batch, as they come from the topic */
    void send(BatchId batch, List<byte[]> all) {
        all.forEach(result -> results.pipeInput(batch.value(), result));
    }

    void tick() {
        driver.advanceWallClockTime(LedgerProcessor.TICK);
    }

    /** What a worker says of each task that was dispatched since the last call. */
    List<byte[]> answers() {
        List<byte[]> answers = new ArrayList<>();
        for (byte[] json : tasks.readValuesToList()) {
            answers.add(Json.bytes(rendered(Json.read(json, RenderTask.class))));
        }
        return answers;
    }

    /** The last word on a batch since the last call. */
    Optional<Batch> told() {
        List<byte[]> told = status.readValuesToList();
        return told.isEmpty() ? Optional.empty() : Optional.of(Json.read(told.get(told.size() - 1), Batch.class));
    }

    /**
     * Records and bytes, keys included, that went to the changelogs of batches, tasks and timers since the last call.
     */
    List<long[]> changes() {
        List<long[]> changes = new ArrayList<>();
        for (TestOutputTopic<String, byte[]> changelog : changelogs) {
            long[] sum = new long[2];
            changelog.readRecordsToList().forEach(change -> {
                sum[0]++;
                sum[1] += change.key().length() + (change.value() == null ? 0 : change.value().length);
            });
            changes.add(sum);
        }
        return changes;
    }

    @Override
    public void close() {
        driver.close();
    }

    private static TaskResult rendered(RenderTask task) {
        String image =
                "batches/" + task.taskId().batchId() + "/images/" + task.item().imageName();
        var stored = new StoredImage(image + ".png", image + ".json", DIGEST.substring(7), 1_234_567);
        Instant now = Samples.START.plusNanos(123_456_789);
        return new TaskResult(
                task.taskId(),
                task.attempt(),
                Samples.WORKER,
                DIGEST,
                now,
                now,
                new TaskOutcome.Rendered(stored),
                null);
    }

    /** As a shop has it. */
    private static final class PromptLibrary implements ItemParts {

        @Override
        public Optional<StoredItem> item(BatchId batch, int index) {
            String prompt = "a product photo of a red ceramic mug, number " + index
                    + ", on a white table, soft light from the left, 50 mm";
            var request = new ImageRequest(prompt, null, new ImageSize(1024, 1024), Sampling.of(8, 0), 3_000_000_000L);
            var name = new ImageName("SKU-" + index);
            return Optional.of(
                    StoredItem.Readable.alone(new RenderItem(index, index + 2, "SKU-" + index, null, name, request)));
        }

        @Override
        public Optional<Hindrance> hindrance(BatchId batch) {
            return Optional.empty();
        }

        @Override
        public void forget(BatchId batch) {}
    }
}
