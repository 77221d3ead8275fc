package dev.renderfarm.endtoend.fleet;

import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.endtoend.tally.Tally;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;

/** Simulated workers that beat and work until it is closed, which finishes what they have in hand. */
public final class Fleet implements AutoCloseable {

    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(2);
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final WorkerRecords records;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "fleet-heartbeats");
        thread.setDaemon(true);
        return thread;
    });

    private Fleet(FleetSpec spec, ObjectStore objects, Tally tally) {
        // a client tells its metrics to JMX by default, under one lock of the whole process
        Map<String, Object> kafka = Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                spec.bootstrapServers(),
                CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG,
                "");
        this.records = new WorkerRecords(spec.topics(), kafka, tally);
        var around =
                new SimulatedWorker.Surroundings(spec.topics(), kafka, objects, records, tally, InstantSource.system());
        for (FleetSpec.Pool pool : spec.pools()) {
            for (int i = 1; i <= pool.workers(); i++) {
                WorkerId id = new WorkerId(pool.model().name() + "-" + i);
                workers.add(new SimulatedWorker(id, pool, spec.slots(), around));
            }
        }
    }

    /**
     * Starts all workers; none has joined its share group yet when it returns.
     *
     * @param objects the farm's bucket; it stays the caller's
     * @param tally told of everything
     */
    public static Fleet start(FleetSpec spec, ObjectStore objects, Tally tally) {
        Fleet fleet = new Fleet(spec, objects, tally);
        fleet.start();
        return fleet;
    }

    private void start() {
        long nanosApart = HEARTBEAT_INTERVAL.toNanos() / workers.size();
        for (int i = 0; i < workers.size(); i++) {
            SimulatedWorker worker = workers.get(i);
            worker.start();
            var unused = heart.scheduleAtFixedRate(
                    () -> records.publish(worker.heartbeat()),
                    i * nanosApart,
                    HEARTBEAT_INTERVAL.toNanos(),
                    TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void close() {
        heart.shutdownNow();
        workers.forEach(worker -> worker.drain(DRAIN));
        try {
            for (SimulatedWorker worker : workers) {
                worker.awaitEnd();
                records.publish(worker.heartbeat());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            records.close();
        }
    }
}
