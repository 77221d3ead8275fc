package dev.renderfarm.coordinator.ledger.stream;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.common.topic.SchemaVersion;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.eta.ForecastCalibration;
import dev.renderfarm.coordinator.fairness.FakeAllowances;
import dev.renderfarm.coordinator.fairness.FarmShares;
import dev.renderfarm.coordinator.fairness.TenantWeights;
import dev.renderfarm.coordinator.ledger.books.AlikePictures;
import dev.renderfarm.coordinator.ledger.books.FakeBatchTraces;
import dev.renderfarm.coordinator.ledger.books.FakeCapacity;
import dev.renderfarm.coordinator.ledger.books.FakeItems;
import dev.renderfarm.coordinator.ledger.books.FakeLongWork;
import dev.renderfarm.coordinator.ledger.books.FakeQueues;
import dev.renderfarm.coordinator.ledger.books.FakeRefusedCommands;
import dev.renderfarm.coordinator.ledger.books.LedgerPolicies;
import dev.renderfarm.coordinator.ledger.books.PictureTimes;
import dev.renderfarm.coordinator.ledger.books.Samples;
import dev.renderfarm.coordinator.ledger.books.SharedServices;
import dev.renderfarm.coordinator.ledger.offstream.StoredBatchHistories;
import dev.renderfarm.coordinator.ledger.offstream.StoredTaskDirectory;
import dev.renderfarm.coordinator.ledger.process.RocksDbMemory;
import dev.renderfarm.coordinator.ledger.process.StreamSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's topology without a broker, with time moved by hand. Long because it has a word for all that tests let happen to it.
 */
final class LedgerDriver implements AutoCloseable, TableAccess {

    /** Tasks that a batch may have in flight, as long as the farm is not larger. */
    static final int WINDOW = 4;

    static final FarmTopics TOPICS = new FarmTopics(FarmName.DEFAULT);

    private static final RocksDbMemory MEMORY = new RocksDbMemory(8L << 20);

    final FakeItems items = new FakeItems();
    final FakeAllowances allowances = new FakeAllowances();
    final FakeCapacity capacity = new FakeCapacity();
    final FakeQueues queues = new FakeQueues();
    final FakeBatchTraces traces = new FakeBatchTraces();
    final FakeLongWork longWork = new FakeLongWork();
    /** Of any picture; 0 is not known. */
    double secondsOfAPicture;

    private final PictureTimes times = (model, image) -> secondsOfAPicture;
    /** Topics of the records that could not be read. */
    final List<String> skipped = new ArrayList<>();

    private final Path stateDir;
    private Instant now;
    private final LedgerPolicies policies;
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, byte[]> commands;
    private final TestInputTopic<String, byte[]> results;
    private final TestOutputTopic<String, byte[]> tasks;
    private final TestOutputTopic<String, byte[]> interactive;
    private final TestOutputTopic<String, byte[]> status;
    private final TestOutputTopic<String, byte[]> deadLetters;

    private LedgerDriver(
            Path stateDir,
            LedgerPolicies policies,
            Function<String, KeyValueBytesStoreSupplier> stores,
            Duration later) {
        this.stateDir = stateDir;
        this.now = Samples.START.plus(later);
        this.policies = policies;
        var settings = new StreamSettings(
                Map.of("bootstrap.servers", "unused:1"), "ledger", stateDir, 1, Duration.ofMillis(100), 1, MEMORY);
        Properties properties = new Properties();
        properties.putAll(settings.toKafka());
        properties.put(StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG, "DEBUG"); // for the number of ticks
        var services = new SharedServices(
                longWork,
                items,
                capacity,
                queues,
                new FarmShares(TenantWeights.EQUAL, allowances),
                new ForecastCalibration(),
                times,
                new FakeRefusedCommands(),
                AlikePictures.UNHEARD,
                traces);
        this.driver = new TopologyTestDriver(
                LedgerTopology.build(TOPICS, services, policies, this::skipped, stores),
                properties,
                Samples.START.plus(later));
        this.commands = input(TOPICS.commands());
        this.results = input(TOPICS.results());
        this.tasks = output(TOPICS.tasks(Samples.MODEL, Lane.BATCH));
        this.interactive = output(TOPICS.tasks(Samples.MODEL, Lane.INTERACTIVE));
        this.status = output(TOPICS.batchStatus());
        this.deadLetters = output(TOPICS.deadLetters());
    }

    /** With state stores in memory, which makes time pass fast, and a window of {@link #WINDOW}. */
    static LedgerDriver inMemory(Path stateDir) {
        return new LedgerDriver(stateDir, Samples.policies(WINDOW), Stores::inMemoryKeyValueStore, Duration.ZERO);
    }

    /** With the state stores that production has. */
    static LedgerDriver onDisk(Path stateDir, LedgerPolicies policies) {
        return new LedgerDriver(stateDir, policies, Stores::persistentKeyValueStore, Duration.ZERO);
    }

    /** Another process that goes on from what this one had committed, a minute later. This one is closed. */
    LedgerDriver restarted() {
        Path elsewhere = stateDir.resolveSibling(stateDir.getFileName() + "-next");
        var next = new LedgerDriver(elsewhere, policies, Stores::inMemoryKeyValueStore, Duration.ofMinutes(1));
        for (String name : List.of(LedgerTopology.BATCHES, LedgerTopology.TASKS, LedgerTopology.TIMERS)) {
            KeyValueStore<Bytes, byte[]> restored = next.driver.getKeyValueStore(name);
            contents(name).forEach(entry -> restored.put(entry.key, entry.value));
        }
        close();
        return next;
    }

    private void skipped(RecordMetadata origin, RuntimeException reason) {
        skipped.add(origin.topic());
    }

    void send(BatchCommand command) {
        commands.pipeInput(command.batchId().value(), Json.bytes(command));
    }

    void send(TaskResult result) {
        results.pipeInput(result.taskId().batchId().value(), Json.bytes(result));
    }

    void sendRaw(String key, byte @Nullable [] value) {
        commands.pipeInput(key, value);
        results.pipeInput(key, value);
    }

    /** As a process of a later release would write it. */
    void sendNewer(String topic, BatchId batch, Object value) {
        Headers headers = new RecordHeaders().add(SchemaVersion.HEADER, "2".getBytes(StandardCharsets.UTF_8));
        input(topic).pipeInput(new TestRecord<>(batch.value(), Json.bytes(value), headers));
    }

    void removeStatus(BatchId batch) {
        sendRawStatus(batch.value(), null);
    }

    void sendRawStatus(String key, byte @Nullable [] value) {
        input(TOPICS.batchStatus()).pipeInput(key, value);
    }

    /** A batch in progress. */
    void begin(BatchId batch, int total, int maxAttempts) {
        send(Samples.submit(batch, maxAttempts));
        send(Samples.validated(batch, total));
    }

    /** One in progress, shared so. */
    void begin(BatchId batch, int total, Sharing sharing) {
        send(Samples.submit(batch, sharing));
        send(Samples.validated(batch, total));
    }

    /** The same, of which somebody waits for the pictures. */
    void beginNow(BatchId batch, int total) {
        send(Samples.submit(batch, 3).on(Lane.INTERACTIVE));
        send(Samples.validated(batch, total));
    }

    void tick() {
        jump(LedgerProcessor.TICK);
    }

    /** All of it at once, as far as the ledger sees. */
    void jump(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    private Instant now() {
        return now;
    }

    /** Since it was made. */
    long ticks() {
        return driver.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("punctuate-total"))
                .mapToLong(metric -> ((Number) metric.getValue().metricValue()).longValue())
                .sum();
    }

    /** In steps of a second, towards the end of a tick. */
    void pass(Duration time) {
        long left = time.toMillis();
        for (; left > 2_000; left -= 1_000) {
            jump(Duration.ofSeconds(1));
        }
        for (; left > 0; left -= LedgerProcessor.TICK.toMillis()) {
            tick();
        }
    }

    /** Those dispatched since the last call. */
    List<RenderTask> dispatched() {
        return tasks.readValuesToList().stream()
                .map(json -> Json.read(json, RenderTask.class))
                .toList();
    }

    /** Those dispatched on the interactive lane since the last call. */
    List<RenderTask> dispatchedNow() {
        return interactive.readValuesToList().stream()
                .map(json -> Json.read(json, RenderTask.class))
                .toList();
    }

    boolean nothingDispatched() {
        return tasks.isEmpty();
    }

    List<TestRecord<String, byte[]>> dispatchedRecords() {
        return tasks.readRecordsToList();
    }

    /** Those told since the last call. Reading them checks that their counts add up. */
    List<Batch> told() {
        return status.readValuesToList().stream()
                .map(json -> Json.read(json, Batch.class))
                .toList();
    }

    List<TestRecord<String, byte[]>> toldRecords() {
        return status.readRecordsToList();
    }

    List<TaskResult> deadLetters() {
        return deadLetters.readValuesToList().stream()
                .map(json -> Json.read(json, TaskResult.class))
                .toList();
    }

    Batch batch(BatchId id) {
        return new StatusTable(this).get(id).orElseThrow();
    }

    BatchHistory history(BatchId id) {
        return new StoredBatchHistories(new StreamReader(this), new StatusTable(this), policies.retention(), this::now)
                .of(id);
    }

    /** The first hundred of them. */
    List<TaskView> tasks(BatchId id) {
        return new StoredTaskDirectory(new StreamReader(this), new StatusTable(this), policies.retention(), this::now)
                .list(id, null, 0, 100)
                .tasks();
    }

    List<KeyValue<Bytes, byte[]>> contents(String store) {
        List<KeyValue<Bytes, byte[]>> all = new ArrayList<>();
        KeyValueStore<Bytes, byte[]> entries = driver.getKeyValueStore(store);
        try (KeyValueIterator<Bytes, byte[]> iterator = entries.all()) {
            iterator.forEachRemaining(all::add);
        }
        return all;
    }

    @Override
    public <K, R> R read(String store, Function<ReadOnlyKeyValueStore<K, byte[]>, R> reading) {
        KeyValueStore<K, byte[]> found = driver.getKeyValueStore(store);
        return reading.apply(found);
    }

    @Override
    public void close() {
        driver.close();
    }

    private TestInputTopic<String, byte[]> input(String topic) {
        return driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer());
    }

    private TestOutputTopic<String, byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
