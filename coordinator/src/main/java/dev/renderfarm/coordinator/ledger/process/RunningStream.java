package dev.renderfarm.coordinator.ledger.process;

import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.ledger.stream.LedgerTopology;
import dev.renderfarm.coordinator.ledger.stream.TableAccess;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream while it runs, and its tables. A thread that fails is replaced and goes on from the last commit. */
public final class RunningStream implements TableAccess {

    private static final Logger LOG = LoggerFactory.getLogger(RunningStream.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private volatile @Nullable KafkaStreams streams;

    /** Starts the stream; where one has failed for good, in its place. */
    public synchronized void start(Topology topology, Map<String, Object> settings) {
        stop();
        Properties properties = new Properties();
        properties.putAll(settings);
        KafkaStreams started = new KafkaStreams(topology, properties);
        started.setUncaughtExceptionHandler(failure -> {
            LOG.error("a stream thread failed and is replaced", failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        started.setStateListener((state, before) -> LOG.info("ledger state={}", state));
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

    /** Only another start can help. */
    boolean hasFailed() {
        KafkaStreams running = streams;
        return running != null && running.state() == KafkaStreams.State.ERROR;
    }

    /** Whether the ledger's tables can be read; false for a replica that has no part of them. */
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
