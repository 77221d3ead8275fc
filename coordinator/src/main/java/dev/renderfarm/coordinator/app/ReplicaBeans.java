package dev.renderfarm.coordinator.app;

import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.BatchHistories;
import dev.renderfarm.coordinator.batch.Retention;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import dev.renderfarm.coordinator.config.LedgerConfig;
import dev.renderfarm.coordinator.config.ReplicasConfig;
import dev.renderfarm.coordinator.ledger.offstream.LedgerReader;
import dev.renderfarm.coordinator.ledger.offstream.StoredBatchHistories;
import dev.renderfarm.coordinator.ledger.offstream.StoredTaskDirectory;
import dev.renderfarm.coordinator.ledger.process.RunningStream;
import dev.renderfarm.coordinator.ledger.process.SteadyReading;
import dev.renderfarm.coordinator.replicas.AskedBy;
import dev.renderfarm.coordinator.replicas.FarmBatchHistories;
import dev.renderfarm.coordinator.replicas.FarmTaskDirectory;
import dev.renderfarm.coordinator.replicas.HttpReplicas;
import dev.renderfarm.coordinator.replicas.KeptReads;
import dev.renderfarm.coordinator.replicas.ReplicaAddress;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/** What a replica keeps, and what it reads of the others. */
class ReplicaBeans {

    /** @throws ConfigurationException if it is none */
    static Optional<ReplicaAddress> address(ReplicasConfig replicas) {
        try {
            return replicas.address().map(ReplicaAddress::parse);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("renderfarm.replicas.address: " + e.getMessage());
        }
    }

    /** At start, so that one that is none ends it. */
    @Startup
    @Produces
    @Singleton
    Retention retention(LedgerConfig config) {
        try {
            return new Retention(config.retention().tasks(), config.retention().status());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("renderfarm.ledger.retention: " + e.getMessage());
        }
    }

    @Produces
    @Singleton
    HttpReplicas otherReplicas(AskedBy asked, ReplicasConfig config) {
        return new HttpReplicas(asked, config.answerWithin());
    }

    @Produces
    @Singleton
    KeptReads keptReads(RunningStream stream, AskedBy asked, ReplicasConfig config) {
        return new KeptReads(stream, asked, config.patience(), InstantSource.system(), Sleeper.REAL);
    }

    @Produces
    @Singleton
    SteadyReading steadyReading(RunningStream stream, ReplicasConfig config) {
        return new SteadyReading(stream, config.patience(), InstantSource.system());
    }

    @Produces
    @Singleton
    TaskDirectory tasks(
            LedgerReader reader, BatchDirectory batches, Retention retention, KeptReads reads, HttpReplicas others) {
        return new FarmTaskDirectory(
                new StoredTaskDirectory(reader, batches, retention, InstantSource.system()), reads, others);
    }

    @Produces
    @Singleton
    BatchHistories histories(
            LedgerReader reader, BatchDirectory batches, Retention retention, KeptReads reads, HttpReplicas others) {
        return new FarmBatchHistories(
                new StoredBatchHistories(reader, batches, retention, InstantSource.system()), reads, others);
    }
}
