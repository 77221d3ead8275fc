package dev.renderfarm.coordinator.ledger.stream;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.topic.Topics;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.ledger.books.Bookkeeper;
import dev.renderfarm.coordinator.ledger.books.LedgerPolicies;
import dev.renderfarm.coordinator.ledger.books.SharedServices;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands records and the passing of time to the books of one partition. A malformed record is logged and skipped. */
final class LedgerProcessor implements Processor<String, byte[], String, Outgoing> {

    static final Duration TICK = Duration.ofMillis(100);

    private static final byte[] NOTHING = new byte[0];
    private static final Logger LOG = LoggerFactory.getLogger(LedgerProcessor.class);

    private final SharedServices services;
    private final LedgerPolicies policies;
    private @Nullable ProcessorContext<String, Outgoing> context;
    private @Nullable Bookkeeper books;

    LedgerProcessor(SharedServices services, LedgerPolicies policies) {
        this.services = services;
        this.policies = policies;
    }

    @Override
    public void init(ProcessorContext<String, Outgoing> initialized) {
        context = initialized;
        books = null;
        initialized.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> books().tick(Instant.ofEpochMilli(now)));
    }

    @Override
    public void process(Record<String, byte[]> record) {
        Instant now = Instant.ofEpochMilli(context().currentSystemTimeMs());
        RecordMetadata origin = context().recordMetadata().orElseThrow();
        if (origin.topic().equals(Topics.COMMANDS)) {
            read(record, origin, BatchCommand.class, BatchCommand::batchId)
                    .ifPresent(command -> books().command(command, now));
        } else {
            read(record, origin, TaskResult.class, result -> result.taskId().batchId())
                    .ifPresent(result -> books().result(result, now));
        }
    }

    @Override
    public void close() {
        if (books != null) {
            books.close();
        }
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
            opened = new Bookkeeper(tables, new StreamOutbox(context()), services, policies);
            books = opened;
        }
        return opened;
    }

    /**
     * A record whose key is not its batch's may be in another partition than its batch, so that counts as malformed
     * too.
     */
    private static <T> Optional<T> read(
            Record<String, byte[]> record, RecordMetadata origin, Class<T> type, Function<T, BatchId> batch) {
        String reason;
        try {
            T value = Json.read(record.value() == null ? NOTHING : record.value(), type);
            if (batch.apply(value).value().equals(record.key())) {
                return Optional.of(value);
            }
            reason = "its key is not the batch id " + batch.apply(value);
        } catch (RuntimeException e) {
            // whatever it is, the same record would bring it about again with every start of the stream
            reason = e instanceof MalformedJsonException ? e.getMessage() : e.toString();
        }
        LOG.atWarn()
                .addKeyValue("topic", origin.topic())
                .addKeyValue("partition", origin.partition())
                .addKeyValue("offset", origin.offset())
                .addKeyValue("problem", reason)
                .log("record skipped");
        return Optional.empty();
    }
}
