package dev.renderfarm.coordinator.app;

import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.BatchFinalizer;
import dev.renderfarm.coordinator.batch.BatchValidator;
import dev.renderfarm.coordinator.batch.CommandPublisher;
import dev.renderfarm.coordinator.batch.EndRecords;
import dev.renderfarm.coordinator.batch.FarmCapacity;
import dev.renderfarm.coordinator.batch.ItemParts;
import dev.renderfarm.coordinator.batch.Retention;
import dev.renderfarm.coordinator.config.LedgerConfig;
import dev.renderfarm.coordinator.config.ReplicasConfig;
import dev.renderfarm.coordinator.config.StreamsConfig;
import dev.renderfarm.coordinator.config.TopicsConfig;
import dev.renderfarm.coordinator.eta.ForecastCalibration;
import dev.renderfarm.coordinator.fairness.FarmShares;
import dev.renderfarm.coordinator.identity.IdentityTopic;
import dev.renderfarm.coordinator.ledger.books.LedgerPolicies;
import dev.renderfarm.coordinator.ledger.books.PictureTimes;
import dev.renderfarm.coordinator.ledger.books.SharedServices;
import dev.renderfarm.coordinator.ledger.decision.DispatchWindow;
import dev.renderfarm.coordinator.ledger.decision.NearDuplicates;
import dev.renderfarm.coordinator.ledger.decision.RetryPolicy;
import dev.renderfarm.coordinator.ledger.decision.WatchdogPolicy;
import dev.renderfarm.coordinator.ledger.offstream.BackgroundWork;
import dev.renderfarm.coordinator.ledger.offstream.LedgerReader;
import dev.renderfarm.coordinator.ledger.process.KafkaCommandPublisher;
import dev.renderfarm.coordinator.ledger.process.KafkaLedgerGroup;
import dev.renderfarm.coordinator.ledger.process.LedgerRecovery;
import dev.renderfarm.coordinator.ledger.process.LedgerRunner;
import dev.renderfarm.coordinator.ledger.process.RocksDbMemory;
import dev.renderfarm.coordinator.ledger.process.RunningStream;
import dev.renderfarm.coordinator.ledger.process.StreamSettings;
import dev.renderfarm.coordinator.ledger.stream.LedgerTopology;
import dev.renderfarm.coordinator.ledger.stream.StatusTable;
import dev.renderfarm.coordinator.ledger.stream.StreamReader;
import dev.renderfarm.coordinator.models.FarmModel;
import dev.renderfarm.coordinator.models.ModelRegistry;
import dev.renderfarm.coordinator.queue.QueueWatch;
import dev.renderfarm.coordinator.topics.KafkaIdentityTopic;
import dev.renderfarm.coordinator.topics.TopicPlan;
import dev.renderfarm.coordinator.topics.TopicSetup;
import dev.renderfarm.coordinator.trace.ProcessTraces;
import dev.renderfarm.coordinator.workers.KafkaDrainRequestPublisher;
import dev.renderfarm.coordinator.workers.KafkaHeartbeatRemoval;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The ledger: its stream, and how the rest of the process reaches it. */
@Singleton
class LedgerBeans {

    /** In a session time-out. */
    private static final int HEARTBEATS = 6;

    private final InstantSource clock = InstantSource.system();
    private final KafkaClients kafka;
    private final Map<String, Object> clients;

    LedgerBeans(KafkaClients kafka) {
        this.kafka = kafka;
        this.clients = kafka.settings();
    }

    @Produces
    @Singleton
    FarmTopics names(@ConfigProperty(name = "renderfarm.farm-name") FarmName farm) {
        return new FarmTopics(farm);
    }

    @Produces
    @Singleton
    RunningStream stream(ReplicasConfig replicas) {
        return new RunningStream(clock, ReplicaBeans.address(replicas).orElse(null));
    }

    @Produces
    @Singleton
    BatchDirectory batches(RunningStream stream) {
        return new StatusTable(stream);
    }

    @Produces
    @Singleton
    LedgerReader reader(RunningStream stream) {
        return new StreamReader(stream);
    }

    /** Others are given one that is traced. */
    @Produces
    @Singleton
    @Typed(KafkaCommandPublisher.class)
    KafkaCommandPublisher commands(FarmTopics names) {
        return new KafkaCommandPublisher(names.commands(), kafka::producer, clock);
    }

    void close(@Disposes KafkaCommandPublisher publisher) {
        publisher.close();
    }

    @Produces
    @Singleton
    KafkaDrainRequestPublisher drainRequests(FarmTopics names) {
        return new KafkaDrainRequestPublisher(names.drainRequests(), kafka::producer);
    }

    @Produces
    @Singleton
    KafkaHeartbeatRemoval heartbeatRemoval(FarmTopics names) {
        return new KafkaHeartbeatRemoval(names.workers(), kafka::producer);
    }

    void close(@Disposes KafkaHeartbeatRemoval removal) {
        removal.close();
    }

    void close(@Disposes KafkaDrainRequestPublisher publisher) {
        publisher.close();
    }

    @Produces
    @Singleton
    BackgroundWork longWork(
            BatchValidator validator,
            BatchFinalizer finalizer,
            EndRecords ends,
            LedgerReader reader,
            CommandPublisher publisher,
            LedgerConfig config) {
        return new BackgroundWork(validator, finalizer, ends, reader, publisher, config.longWorkThreads(), clock);
    }

    void close(@Disposes BackgroundWork longWork) {
        longWork.close();
    }

    @Produces
    @Singleton
    TopicPlan plan(FarmTopics names, ModelRegistry models, TopicsConfig topics) {
        return new TopicPlan(
                names, models(models), topics.partitions(), topics.taskPartitions(), topics.replicationFactor());
    }

    @Produces
    @Singleton
    IdentityTopic identity(TopicPlan plan) {
        return new KafkaIdentityTopic(plan, clients);
    }

    @Produces
    @Singleton
    TopicSetup setup() {
        return TopicSetup.through(clients);
    }

    @Produces
    @Singleton
    LedgerRecovery recovery(StreamsConfig streams) {
        return new LedgerRecovery(
                clock, streams.unreadableLimit(), new KafkaLedgerGroup(clients, streams.applicationId()));
    }

    @Produces
    @Singleton
    LedgerRunner runner(
            FarmTopics names,
            TopicSetup setup,
            RunningStream stream,
            LedgerRecovery recovery,
            TopicPlan plan,
            BackgroundWork longWork,
            ItemParts items,
            FarmCapacity capacity,
            QueueWatch queues,
            FarmShares shares,
            ForecastCalibration calibration,
            PictureTimes times,
            ProcessTraces traces,
            MeterRegistry meters,
            StreamsConfig streams,
            ReplicasConfig replicas,
            TopicsConfig topics,
            LedgerConfig ledger,
            Retention retention) {
        var services = new SharedServices(
                longWork,
                items,
                capacity,
                queues,
                shares,
                calibration,
                times,
                new MeteredRefusedCommands(meters),
                new MeteredAlikePictures(meters),
                traces.batches());
        LedgerPolicies policies = policies(ledger, retention);
        var skipped = new MeteredSkippedRecords(meters);
        return new LedgerRunner(
                setup,
                plan,
                groups(plan, topics, streams),
                stream,
                recovery,
                () -> LedgerTopology.build(names, services, policies, skipped),
                settings(streams, replicas, topics));
    }

    @Produces
    @Singleton
    QueueWatch queues(FarmTopics topicNames, ModelRegistry models) {
        return QueueWatch.through(clients, topicNames, models(models), clock);
    }

    private static List<ModelName> models(ModelRegistry models) {
        return models.all().stream().map(FarmModel::name).toList();
    }

    /**
     * The streams protocol takes these from the group, not from its members. A group that has settings of its own gets
     * Kafka's defaults for the others, not the broker's, so all that matter are named.
     */
    private static Map<String, Map<String, String>> groups(TopicPlan plan, TopicsConfig topics, StreamsConfig streams) {
        Map<String, Map<String, String>> groups = new HashMap<>(plan.shareGroups(topics.taskLock()));
        groups.put(
                streams.applicationId(),
                Map.of(
                        "streams.num.standby.replicas", String.valueOf(streams.standbyReplicas()),
                        "streams.session.timeout.ms", millis(streams.sessionTimeout()),
                        "streams.heartbeat.interval.ms",
                                millis(streams.sessionTimeout().dividedBy(HEARTBEATS)),
                        "streams.initial.rebalance.delay.ms", "0"));
        return groups;
    }

    private static String millis(Duration time) {
        return String.valueOf(time.toMillis());
    }

    private StreamSettings settings(StreamsConfig streams, ReplicasConfig replicas, TopicsConfig topics) {
        Map<String, Object> given = new HashMap<>(clients);
        ReplicaBeans.address(replicas).ifPresent(here -> given.put("application.server", here.toString()));
        return new StreamSettings(
                given,
                streams.applicationId(),
                streams.stateDir(),
                streams.threads(),
                streams.commitInterval(),
                topics.replicationFactor(),
                new RocksDbMemory(streams.storeMemory()));
    }

    private static LedgerPolicies policies(LedgerConfig config, Retention retention) {
        return new LedgerPolicies(
                new RetryPolicy(
                        config.retry().first(),
                        config.retry().factor(),
                        config.retry().longest()),
                new RetryPolicy(config.spared().first(), 2, config.spared().longest()),
                new WatchdogPolicy(config.watchdog().first(), config.watchdog().longest()),
                new DispatchWindow(
                        config.window().horizon(),
                        config.window().smallest(),
                        config.window().largest()),
                new NearDuplicates(config.nearDuplicateDistance()),
                config.cancelGrace(),
                config.progressInterval(),
                config.mostPerTick(),
                retention);
    }
}
