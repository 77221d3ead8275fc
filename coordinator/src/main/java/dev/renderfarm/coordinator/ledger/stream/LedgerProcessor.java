package dev.renderfarm.coordinator.ledger.stream;

import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.ledger.books.Bookkeeper;
import dev.renderfarm.coordinator.ledger.books.LedgerPolicies;
import dev.renderfarm.coordinator.ledger.books.SharedServices;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Hands records and the passing of time to the books of one partition. */
final class LedgerProcessor implements Processor<String, byte[], String, Outgoing> {

    static final Duration TICK = Duration.ofMillis(100);
    /** Between ticks while no batch is open: the stream commits after each of them, whether or not it did anything. */
    static final Duration REST = Duration.ofSeconds(10);

    private final FarmTopics topics;
    private final SharedServices services;
    private final LedgerPolicies policies;
    private final BatchRecords records;
    private @Nullable ProcessorContext<String, Outgoing> context;
    private @Nullable Bookkeeper books;
    private @Nullable Cancellable ticking;
    private boolean resting;

    LedgerProcessor(FarmTopics topics, SharedServices services, LedgerPolicies policies, BatchRecords records) {
        this.topics = topics;
        this.services = services;
        this.policies = policies;
        this.records = records;
    }

    @Override
    public void init(ProcessorContext<String, Outgoing> initialized) {
        context = initialized;
        books = null;
        resting = false;
        tickEvery(TICK);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        Instant now = Instant.ofEpochMilli(context().currentSystemTimeMs());
        if (context().recordMetadata().orElseThrow().topic().equals(topics.commands())) {
            records.read(record, context(), BatchCommand.class, BatchCommand::batchId)
                    .ifPresent(command -> {
                        books().command(command, now);
                        wake(now);
                    });
        } else {
            records.read(record, context(), TaskResult.class, result -> result.taskId()
                            .batchId())
                    .ifPresent(result -> books().result(result, now));
        }
    }

    @Override
    public void close() {
        if (books != null) {
            books.close();
        }
    }

    /** The first tick at once, so that a batch that comes to a farm at rest does not wait for it. */
    private void wake(Instant now) {
        if (resting && !books().isIdle()) {
            resting = false;
            tickEvery(TICK);
            books().tick(now);
        }
    }

    private void tick(long now) {
        books().tick(Instant.ofEpochMilli(now));
        if (resting != books().isIdle()) {
            resting = !resting;
            tickEvery(resting ? REST : TICK);
        }
    }

    private void tickEvery(Duration period) {
        if (ticking != null) {
            ticking.cancel();
        }
        ticking = context().schedule(period, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    private ProcessorContext<String, Outgoing> context() {
        if (context == null) {
            throw new IllegalStateException("used before init");
        }
        return context;
    }

    /** Opened with the first event: by then the stores are restored. */
    private Bookkeeper books() {
        Bookkeeper opened = books;
        if (opened == null) {
            var tables = new StreamTables(
                    context().getStateStore(LedgerTopology.BATCHES),
                    context().getStateStore(LedgerTopology.TASKS),
                    context().getStateStore(LedgerTopology.TIMERS));
            opened = new Bookkeeper(tables, new StreamOutbox(topics, context()), services, policies);
            books = opened;
        }
        return opened;
    }
}
