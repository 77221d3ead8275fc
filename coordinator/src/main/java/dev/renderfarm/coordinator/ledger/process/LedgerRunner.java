package dev.renderfarm.coordinator.ledger.process;

import dev.renderfarm.coordinator.topics.TopicPlan;
import dev.renderfarm.coordinator.topics.TopicSetup;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the ledger up and keeps it up, on a thread of its own: topics first, then the stream. Where the stream has
 * failed for good, or could not be started, it restarts it, up to {@value #MOST_RESTARTS} times in a row. Where it runs
 * and cannot be read, {@link LedgerRecovery} says what to do.
 */
public final class LedgerRunner implements Runnable {

    static final int MOST_RESTARTS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(LedgerRunner.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final TopicSetup setup;
    private final TopicPlan plan;
    private final Map<String, Map<String, String>> groups;
    private final LedgerStream stream;
    private final LedgerRecovery recovery;
    private final Supplier<Topology> topology;
    private final StreamSettings settings;
    private volatile int restarts;
    private boolean started;

    public LedgerRunner(
            TopicSetup setup,
            TopicPlan plan,
            Map<String, Map<String, String>> groups,
            LedgerStream stream,
            LedgerRecovery recovery,
            Supplier<Topology> topology,
            StreamSettings settings) {
        this.setup = setup;
        this.plan = plan;
        this.groups = Map.copyOf(groups);
        this.stream = stream;
        this.recovery = recovery;
        this.topology = topology;
        this.settings = settings;
    }

    /** Returns when it is interrupted or has given up. */
    @Override
    public void run() {
        try {
            setup.carryOut(plan, groups);
            while (restarts <= MOST_RESTARTS) {
                keepUp();
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the ledger has failed again and again, or cannot be read: only another process can help. */
    public boolean hasGivenUp() {
        return restarts > MOST_RESTARTS || recovery.isHopeless();
    }

    /** Starts the stream where it does not run. A start that fails counts like a stream that has failed. */
    void keepUp() throws InterruptedException {
        if (started) {
            if (!stream.hasFailed()) {
                restarts = 0;
                lookAfter();
                return;
            }
            if (stream.hopelessBecause().isPresent()) {
                return;
            }
            restarts = restarts + 1;
            LOG.atWarn().addKeyValue("attempt", restarts).log("the ledger failed and is started again");
        }
        if (restarts <= MOST_RESTARTS) {
            start();
        }
    }

    private void lookAfter() throws InterruptedException {
        if (stream.hopelessBecause().isEmpty() && recovery.look(stream) == LedgerRecovery.Step.START_ANEW) {
            LOG.atWarn().log("the ledger runs, but cannot be read, and is started anew");
            start();
        }
    }

    private void start() {
        try {
            stream.start(topology.get(), settings.toKafka());
            started = true;
            recovery.started();
        } catch (RuntimeException | LinkageError e) {
            started = false;
            restarts = restarts + 1;
            LOG.atError().addKeyValue("attempt", restarts).setCause(e).log("the ledger could not be started");
        }
    }
}
