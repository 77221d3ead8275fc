package dev.renderfarm.coordinator.ledger.process;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.ledger.stream.LedgerTopology;
import dev.renderfarm.coordinator.ledger.stream.TableAccess;
import dev.renderfarm.coordinator.replicas.LedgerKeepers;
import dev.renderfarm.coordinator.replicas.ReplicaAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream while it runs, and its tables. A thread that fails is replaced and goes on from the last commit, unless it
 * has failed for the same reason again and again.
 */
public final class RunningStream implements TableAccess, LedgerStream, LedgerKeepers {

    private static final Logger LOG = LoggerFactory.getLogger(RunningStream.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private final @Nullable ReplicaAddress here;
    private final RepeatedFailure failures;
    private final RestoredRecords restored = new RestoredRecords();
    private volatile @Nullable KafkaStreams streams;

    /** @param here as the stream's settings tell the others; null where they do not */
    public RunningStream(InstantSource clock, @Nullable ReplicaAddress here) {
        this.here = here;
        this.failures = new RepeatedFailure(clock);
    }

    @Override
    public synchronized void start(Topology topology, Map<String, Object> settings) {
        stop();
        Properties properties = new Properties();
        properties.putAll(settings);
        KafkaStreams started = new KafkaStreams(topology, properties);
        started.setUncaughtExceptionHandler(this::afterFailure);
        started.setGlobalStateRestoreListener(restored);
        started.setStateListener(
                (state, before) -> LOG.atInfo().addKeyValue("state", state).log("the ledger changed its state"));
        streams = started;
        started.start();
    }

    public synchronized void stop() {
        KafkaStreams running = streams;
        if (running != null) {
            running.close(CLOSE_WITHIN);
        }
        streams = null;
    }

    private StreamThreadExceptionResponse afterFailure(Throwable failure) {
        if (failures.isHopelessAfter(failure)) {
            LOG.atError().setCause(failure).log("a stream thread failed for the same reason again and is not replaced");
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.atError().setCause(failure).log("a stream thread failed and is replaced");
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    @Override
    public Optional<String> hopelessBecause() {
        return failures.verdict();
    }

    @Override
    public boolean hasFailed() {
        KafkaStreams running = streams;
        return running != null && running.state() == KafkaStreams.State.ERROR;
    }

    @Override
    public boolean isReadable() {
        try {
            read(LedgerTopology.BATCHES_BY_ID, ReadOnlyKeyValueStore::approximateNumEntries);
            read(LedgerTopology.BATCHES, ReadOnlyKeyValueStore::approximateNumEntries);
            return true;
        } catch (LedgerUnavailableException e) {
            return false;
        }
    }

    @Override
    public long restoredRecords() {
        return restored.count();
    }

    @Override
    public Set<String> clientIds() {
        KafkaStreams running = streams;
        try {
            return running == null
                    ? Set.of()
                    : running.metadataForLocalThreads().stream()
                            .map(ThreadMetadata::consumerClientId)
                            .collect(Collectors.toSet());
        } catch (IllegalStateException e) {
            return Set.of();
        }
    }

    @Override
    public Optional<ReplicaAddress> other(BatchId batch) {
        KafkaStreams running = streams;
        if (running == null || here == null) {
            return Optional.empty();
        }
        try {
            KeyQueryMetadata kept =
                    running.queryMetadataForKey(LedgerTopology.TASKS, batch.value(), new StringSerializer());
            return kept == null || kept.equals(KeyQueryMetadata.NOT_AVAILABLE)
                    ? Optional.empty()
                    : ReplicaAddress.told(
                                    kept.activeHost().host(), kept.activeHost().port())
                            .filter(keeper -> !keeper.equals(here));
        } catch (InvalidStateStoreException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    @Override
    public <K, R> R read(String store, Function<ReadOnlyKeyValueStore<K, byte[]>, R> reading) {
        KafkaStreams running = streams;
        if (running == null) {
            throw new LedgerUnavailableException("the ledger has not been started yet", null);
        }
        try {
            return reading.apply(running.store(
                    StoreQueryParameters.fromNameAndType(store, QueryableStoreTypes.<K, byte[]>keyValueStore())));
        } catch (InvalidStateStoreException | IllegalStateException | TimeoutException e) {
            throw new LedgerUnavailableException("the ledger's table " + store + " cannot be read now", e);
        }
    }
}
